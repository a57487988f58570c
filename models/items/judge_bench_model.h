// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/table_model.h"
#include "workbench/judge_bench.h"

#include <memory>

namespace tiebreak::items {

/// A rate of the bench in per cent with its interval: "71.2 (64.0 … 77.5)"; "–" where there is none.
[[nodiscard]] QString benchRate(const workbench::BenchFigure& figure, bool withInterval);
/// A coefficient with three decimals, or points with two.
[[nodiscard]] QString benchNumber(const workbench::BenchFigure& figure, int decimals, bool withInterval);

/// The league table of judges, best accuracy first: one line a judging, the columns of the bench.
///   idRole  qint64: the judging
class JudgeBenchModel : public TableModel {
    Q_OBJECT

public:
    enum ColumnOf {
        judgeColumn,
        judgingColumn,
        accuracyColumn,
        kappaColumn,
        alphaColumn,
        swapColumn,
        firstColumn,
        longerColumn,
        listsColumn,
        noiseColumn,
        shiftColumn,
        unreadColumn,
        clumpingColumn,
        priceColumn,
        timeColumn
    };

    using TableModel::TableModel;

    void setBench(std::shared_ptr<const workbench::JudgeBench> bench);
    [[nodiscard]] const workbench::JudgeBench* bench() const { return bench_.get(); }
    [[nodiscard]] const workbench::BenchRow& at(int row) const;

protected:
    [[nodiscard]] int rows() const final;
    [[nodiscard]] const std::vector<Column>& columns() const final;
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;

private:
    std::shared_ptr<const workbench::JudgeBench> bench_;
};

/// The comparisons behind one cell of a judge's confusion.
///   idRole  qint64: the item's revision
class BenchExampleModel : public TableModel {
    Q_OBJECT

public:
    enum ColumnOf { itemColumn, titleColumn, firstColumn, secondColumn, truthColumn, verdictColumn };

    using TableModel::TableModel;

    void setExamples(std::vector<workbench::BenchExample> examples);
    [[nodiscard]] const workbench::BenchExample& at(int row) const {
        return examples_[static_cast<std::size_t>(row)];
    }

protected:
    [[nodiscard]] int rows() const final { return static_cast<int>(examples_.size()); }
    [[nodiscard]] const std::vector<Column>& columns() const final;
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;

private:
    std::vector<workbench::BenchExample> examples_;
};

} // namespace tiebreak::items
