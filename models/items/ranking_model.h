// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/table_model.h"
#include "workbench/answer.h"

#include <memory>

namespace tiebreak::items {

/// The judged candidates of a run's answer, best first.
///   idRole   QString: the candidate's name
///   valueRole, lowRole, highRole, slotRole in `whiskerColumn`: the mean with its interval, points
class RankingModel : public TableModel {
    Q_OBJECT

public:
    enum ColumnOf { rankColumn, candidateColumn, scoreColumn, whiskerColumn, intervalColumn, itemsColumn };

    using TableModel::TableModel;

    void setAnswer(std::shared_ptr<const workbench::RunAnswer> answer);

    /// -1 where the candidate is not ranked.
    [[nodiscard]] int rowOf(const std::string& name) const;
    /// True where the intervals of the candidate asked about and of the baseline share a value.
    [[nodiscard]] bool whiskersOverlap() const;

protected:
    [[nodiscard]] int rows() const final { return static_cast<int>(scores_.size()); }
    [[nodiscard]] const std::vector<Column>& columns() const final;
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;

private:
    [[nodiscard]] QString explanation(const workbench::ScoreReport& score) const;
    [[nodiscard]] QVariant nameCell(const workbench::ScoreReport& score, int slot, int role) const;

    std::shared_ptr<const workbench::RunAnswer> answer_;
    std::vector<workbench::ScoreReport> scores_;
    std::vector<int> slots_;
    std::vector<Column> columns_;
    int decimals_ = 1;
};

} // namespace tiebreak::items
