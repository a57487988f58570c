// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/table_model.h"
#include "workbench/compare_runs.h"

#include <memory>

namespace tiebreak::items {

/// What got better or worse between two runs, largest change first.
///   idRole  qint64: the item's revision in run B
class ChangesModel : public TableModel {
    Q_OBJECT

public:
    enum ColumnOf { changeColumn, itemColumn, titleColumn, categoryColumn, beforeColumn, afterColumn };
    enum class Side { better, worse };

    explicit ChangesModel(Side side, QObject* parent = nullptr)
        : TableModel(parent)
        , side_(side) {}

    void setComparison(std::shared_ptr<const workbench::RunComparison> comparison);

protected:
    [[nodiscard]] int rows() const final;
    [[nodiscard]] const std::vector<Column>& columns() const final;
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;

private:
    [[nodiscard]] const std::vector<workbench::ItemChange>& changes() const;

    Side side_;
    std::shared_ptr<const workbench::RunComparison> comparison_;
    int decimals_ = 0;
};

/// "step-8000 is better than step-4000 by +3.1 (1.2 … 5.0), n = 110": the comparison in one sentence; why
/// nothing can be told where nothing can.
[[nodiscard]] QString comparisonSentence(const workbench::RunComparison& comparison);

} // namespace tiebreak::items
