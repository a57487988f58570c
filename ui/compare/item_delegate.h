// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/compare_list_model.h"

#include <QStyledItemDelegate>

#include <vector>

namespace tiebreak::ui {

/// A row of Compare's list, two lines in 45 px: number and title; score chips in columns and marks.
class ItemDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    static constexpr int rowHeight = 45;

    ItemDelegate(const items::CompareListModel& model, QObject* parent);

    /// The candidates whose scores stand in a row, from the left.
    void setCandidates(const std::vector<int>& candidates);
    /// Widths that depend on what the index holds; call after the model got another one.
    void measure();

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

private:
    const items::CompareListModel& model_;
    std::vector<int> candidates_;
    int labelWidth_ = 22;
    bool byPosition_ = false; ///< some label is too long for a list: rows are numbered instead
    int chipWidth_ = 38;
};

} // namespace tiebreak::ui
