// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/compare_order.h"

#include <QFrame>
#include <QVector>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QDoubleSpinBox;
class QListWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Choice;

/// What opens under the funnel: categories, marks, failures and scores that the list is narrowed to. Every
/// change works at once; Escape closes.
class FilterPanel : public QFrame {
    Q_OBJECT

public:
    explicit FilterPanel(QWidget* parent = nullptr);

    /// Offers what the index holds; what stays possible of the choice is kept. `blind`: no candidate is
    /// named.
    void setIndex(const workbench::CompareIndex* index, bool blind);
    void setFilter(const items::CompareFilter& filter);

    /// Takes the panel's part of a filter; the words in it are left alone.
    void apply(items::CompareFilter& filter) const;
    void openBelow(QWidget* anchor);

signals:
    void changed();

protected:
    bool event(QEvent* event) override;

private:
    void clear();

    QListWidget* categories_;
    QVector<QCheckBox*> marks_;
    Choice* scoreOf_;
    QDoubleSpinBox* lowest_;
    QDoubleSpinBox* highest_;
    bool filling_ = false;
};

} // namespace tiebreak::ui
