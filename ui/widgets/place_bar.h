// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/pane.h"

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QTabBar;
QT_END_NAMESPACE

namespace tiebreak::ui {

class ElidedLabel;
class TextLabel;

/// The 42 px bar on top of a place: title, a quiet subtitle, controls, tabs; actions at the right.
class PlaceBar : public Pane {
    Q_OBJECT

public:
    explicit PlaceBar(const QString& title, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setSubtitle(const QString& subtitle);

    /// A control right of the title, such as the choice of an eval set.
    void addControl(QWidget* control);

    /// Tabs with the accent line under the current one; made on first use. Left and Right walk them.
    QTabBar* tabs();

    /// A control at the right end, in the order of the calls.
    void addAction(QWidget* action);
    using QWidget::addAction;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void keepTitle();

    QHBoxLayout* left_;
    QHBoxLayout* tabSlot_;
    QHBoxLayout* right_;
    ElidedLabel* title_;
    ElidedLabel* subtitle_;
    QTabBar* tabs_ = nullptr;
};

} // namespace tiebreak::ui
