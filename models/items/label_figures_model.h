// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/table_model.h"
#include "workbench/label_figures.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace tiebreak::items {

/// One of the tables of what people's labels come to.
///   slotRole  int: in the first column of a candidate
///   idRole    qint64: the item revision, in rows of disagreements
class LabelFiguresModel : public TableModel {
    Q_OBJECT

public:
    struct Row {
        QStringList texts; ///< one a column, safe to show
        std::optional<int> slot;
        qint64 id = 0;
        QString tip; ///< what covers or explains the row's figures
    };
    struct Table {
        std::vector<Column> columns;
        std::vector<Row> rows;
    };

    using TableModel::TableModel;
    void setTable(Table table);
    [[nodiscard]] const Row& at(int row) const { return table_.rows.at(static_cast<std::size_t>(row)); }

    /// People's own win rates, best first.
    [[nodiscard]] static Table winRates(const workbench::LabelFigures& figures);
    /// Points with and without the ties that people settled, of one judging.
    [[nodiscard]] static Table settled(const workbench::JudgeAgreement& judge);
    /// Every judging held against labels of cards drawn at random.
    [[nodiscard]] static Table agreement(const workbench::LabelFigures& figures);
    /// Who labelled how much, and how alike.
    [[nodiscard]] static Table annotators(const workbench::LabelFigures& figures);
    [[nodiscard]] static Table disagreements(const workbench::LabelFigures& figures);

protected:
    [[nodiscard]] int rows() const final { return static_cast<int>(table_.rows.size()); }
    [[nodiscard]] const std::vector<Column>& columns() const final { return table_.columns; }
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;

private:
    Table table_;
};

} // namespace tiebreak::items
