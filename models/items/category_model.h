// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/table_model.h"
#include "workbench/answer.h"

#include <memory>

namespace tiebreak::items {

/// The paired difference within each category, weakest first.
///   toneRole  of the whisker: ok or bad where the interval leaves out 0, else secondary
///   groundRole warn for the weakest, where it is below 0
class CategoryModel : public TableModel {
    Q_OBJECT

public:
    enum ColumnOf { categoryColumn, itemsColumn, whiskerColumn, differenceColumn, intervalColumn };

    using TableModel::TableModel;

    void setAnswer(std::shared_ptr<const workbench::RunAnswer> answer);

protected:
    [[nodiscard]] int rows() const final;
    [[nodiscard]] const std::vector<Column>& columns() const final;
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;

private:
    std::shared_ptr<const workbench::RunAnswer> answer_;
    int decimals_ = 1;
};

/// What the interval of a paired difference says about 0 alone.
[[nodiscard]] workbench::Outcome outcomeOf(const statistics::PairedComparison& difference);
/// Decimals for a difference and its interval.
[[nodiscard]] int differenceDecimals(const workbench::RunAnswer& answer);

} // namespace tiebreak::items
