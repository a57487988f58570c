// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/rubric_editor.h"
#include "ui/widgets/pane.h"

QT_BEGIN_NAMESPACE
class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Choice;
class TextLabel;

/// A rubric as a form: name, criteria, scale, and what each score means. Says what was changed; who holds the
/// rubric shows it again.
class RubricForm : public Pane {
    Q_OBJECT

public:
    explicit RubricForm(QWidget* parent = nullptr);

    void setRubric(const domain::Rubric& rubric, bool editable);
    [[nodiscard]] QWidget* firstField() const;

signals:
    void changed(tiebreak::items::RubricEditor::Part part, const tiebreak::domain::Rubric& rubric, int index);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void chooseScale(int index);
    void buildDescriptions(int count);
    QPlainTextEdit* textField(const QString& name, int lines);

    domain::Rubric rubric_;
    bool editable_ = false;
    bool showing_ = false; ///< what changes now is not the person's doing
    QLineEdit* name_;
    QPlainTextEdit* criteria_;
    Choice* scale_;
    TextLabel* scaleNote_;
    QVBoxLayout* descriptions_;
    QList<QPlainTextEdit*> texts_;
    QList<TextLabel*> scores_;
};

} // namespace tiebreak::ui
