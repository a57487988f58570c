// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/table_model.h"
#include "runs/progress.h"
#include "workbench/report.h"

#include <memory>

namespace tiebreak::items {

/// A run's candidates with what was answered, how fast, and what failed.
///   idRole     QString: the candidate's name
///   doneRole, totalRole in `answersColumn`; badgesRole in `failuresColumn`, a kind with its count each
class ProgressModel : public TableModel {
    Q_OBJECT

public:
    enum ColumnOf { candidateColumn, stateColumn, answersColumn, speedColumn, latencyColumn, failuresColumn };

    using TableModel::TableModel;

    /// Rows are kept where the candidates are the same, so that selection and scroll position stay.
    void setProgress(std::shared_ptr<const runs::Progress> progress);
    [[nodiscard]] const runs::Progress* progress() const { return progress_.get(); }
    [[nodiscard]] const runs::Progress::Candidate& at(int row) const;
    [[nodiscard]] int rowOf(const std::string& candidate) const; ///< -1: not there

protected:
    [[nodiscard]] int rows() const final;
    [[nodiscard]] const std::vector<Column>& columns() const final;
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;

private:
    enum class State { imported, done, doneWithFailures, answering, waiting, stopped, planned };
    [[nodiscard]] State stateOf(const runs::Progress::Candidate& candidate) const;
    [[nodiscard]] QVariant stateCell(const runs::Progress::Candidate& candidate, int role) const;

    std::shared_ptr<const runs::Progress> progress_;
};

/// The same picture of a run that is not under way, from what is stored. `status` is the stored one.
[[nodiscard]] runs::Progress storedProgress(const workbench::Report& report);

} // namespace tiebreak::items
