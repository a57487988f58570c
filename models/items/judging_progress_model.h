// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/table_model.h"
#include "runs/progress.h"

#include <memory>

namespace tiebreak::items {

/// How far the judgings of a run are.
class JudgingProgressModel : public TableModel {
    Q_OBJECT

public:
    enum ColumnOf { judgingColumn, repliesColumn, parseFailuresColumn, failedColumn };

    using TableModel::TableModel;

    void setProgress(std::shared_ptr<const runs::Progress> progress);

protected:
    [[nodiscard]] int rows() const final;
    [[nodiscard]] const std::vector<Column>& columns() const final;
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;

private:
    std::shared_ptr<const runs::Progress> progress_;
};

} // namespace tiebreak::items
