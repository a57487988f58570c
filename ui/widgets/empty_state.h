// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"

QT_BEGIN_NAMESPACE
class QHBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class TextLabel;

/// What stands where a list is empty: what it is, why it is empty, and what to do next. "No data", "the
/// filter hides all" and "failed to load" differ by kind.
class EmptyState : public Pane {
    Q_OBJECT

public:
    enum class Kind { nothingYet, filteredAway, failed };

    EmptyState(const QString& icon, const QString& what, const QString& why, Kind kind = Kind::nothingYet,
               QWidget* parent = nullptr);

    void setTexts(const QString& what, const QString& why);

    /// The next step, as a button; the first becomes the main one unless `quiet`. The caller connects it.
    Button* addAction(const QString& text, const QString& icon = {}, bool quiet = false);
    using QWidget::addAction;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString icon_;
    Kind kind_;
    TextLabel* what_;
    TextLabel* why_;
    QWidget* glyph_;
    QHBoxLayout* actions_;
    bool hasMain_ = false;
};

} // namespace tiebreak::ui
