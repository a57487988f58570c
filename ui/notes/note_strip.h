// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"

QT_BEGIN_NAMESPACE
class QPlainTextEdit;
class QTimer;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class TextLabel;

/// A person's words beside what they are about: a field as high as its text, who wrote it and when, and one
/// step back. What is typed is told when typing rests or the focus leaves, so nothing needs saving.
class NoteStrip : public Pane {
    Q_OBJECT

public:
    explicit NoteStrip(const QString& accessibleName, QWidget* parent = nullptr);

    /// What is stored. Words that are being typed are not touched.
    void setNote(const QString& body, const QString& byline, bool undoable);
    void setWritable(bool writable);

    /// Opens the strip and puts the focus in it.
    void edit();
    /// Tells what was typed and not told yet.
    void settle();
    [[nodiscard]] QString text() const;
    [[nodiscard]] QPlainTextEdit* field() const { return field_; }
    [[nodiscard]] Button* undoButton() const { return undo_; }

signals:
    void noteWanted(const QString& body);
    void undoWanted();
    /// Escape, or the focus left an empty note: the strip has closed.
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fit();
    void finish();

    QPlainTextEdit* field_;
    TextLabel* byline_;
    Button* undo_;
    QTimer* rest_;
    QString told_; ///< what is stored, or on its way there
    bool filling_ = false;
};

} // namespace tiebreak::ui
