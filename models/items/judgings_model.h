// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/table_model.h"
#include "workbench/report.h"

#include <memory>

namespace tiebreak::items {

/// The judgings of a run: who judged how, and what became of the replies.
///   idRole     qint64: the judging
///   badgesRole in `parseFailuresColumn`: each reason with its count
class JudgingsModel : public TableModel {
    Q_OBJECT

public:
    enum ColumnOf {
        nameColumn,
        protocolColumn,
        judgeColumn,
        repeatsColumn,
        seedColumn,
        judgedColumn,
        parseFailuresColumn,
        failedColumn,
        notJudgedColumn,
        costColumn,
        stateColumn
    };

    using TableModel::TableModel;

    void setReport(std::shared_ptr<const workbench::Report> report);
    [[nodiscard]] const workbench::JudgingReport& at(int row) const;

protected:
    [[nodiscard]] int rows() const final;
    [[nodiscard]] const std::vector<Column>& columns() const final;
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;

private:
    std::shared_ptr<const workbench::Report> report_;
};

/// Score by position in the judge's prompt: position, mean, n.
class PositionModel : public TableModel {
    Q_OBJECT

public:
    enum ColumnOf { positionColumn, meanColumn, whiskerColumn, itemsColumn };

    using TableModel::TableModel;

    void setPositions(const std::vector<workbench::PositionReport>& positions);

protected:
    [[nodiscard]] int rows() const final { return static_cast<int>(positions_.size()); }
    [[nodiscard]] const std::vector<Column>& columns() const final;
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;

private:
    std::vector<workbench::PositionReport> positions_;
    int decimals_ = 1;
};

} // namespace tiebreak::items
