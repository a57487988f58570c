// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/table_model.h"
#include "workbench/report.h"

#include <map>
#include <string>
#include <vector>

namespace tiebreak::items {

/// Who won against whom in a judging of pairs, highest win rate first.
///   valueRole, lowRole, highRole in `whiskerColumn`: the win rate with its interval over items, per cent
///   slotRole in `candidateColumn`: its mark
class PairsModel : public TableModel {
    Q_OBJECT

public:
    enum ColumnOf {
        candidateColumn,
        againstColumn,
        rateColumn,
        whiskerColumn,
        intervalColumn,
        winsColumn,
        tiesColumn,
        lossesColumn,
        inconsistentColumn,
        incompleteColumn,
        pColumn
    };

    using TableModel::TableModel;

    void setPairs(std::vector<workbench::PairReport> pairs, const workbench::Report& report);
    [[nodiscard]] const workbench::PairReport& at(int row) const { return pairs_[static_cast<std::size_t>(row)]; }

protected:
    [[nodiscard]] int rows() const final { return static_cast<int>(pairs_.size()); }
    [[nodiscard]] const std::vector<Column>& columns() const final;
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;

private:
    std::vector<workbench::PairReport> pairs_;
    std::map<std::string, int> slots_;
};

/// Bradley–Terry ratings, best first; whom no number can be given is named without one.
class RatingsModel : public TableModel {
    Q_OBJECT

public:
    enum ColumnOf { rankColumn, candidateColumn, ratingColumn, whiskerColumn, intervalColumn };

    using TableModel::TableModel;

    void setRatings(std::vector<workbench::RatingReport> ratings, const workbench::Report& report);
    [[nodiscard]] const workbench::RatingReport& at(int row) const { return ratings_[static_cast<std::size_t>(row)]; }

protected:
    [[nodiscard]] int rows() const final { return static_cast<int>(ratings_.size()); }
    [[nodiscard]] const std::vector<Column>& columns() const final;
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;

private:
    std::vector<workbench::RatingReport> ratings_;
    std::map<std::string, int> slots_;
};

} // namespace tiebreak::items
