// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/table_model.h"
#include "runs/progress.h"
#include "workbench/overview.h"

#include <memory>

namespace tiebreak::items {

/// A project's runs, newest first.
///   idRole     qint64: the run
///   glyphRole  in `verdictColumn`: "better", "worse" or "cannot-tell" (verdict glyphs)
class RunListModel : public TableModel {
    Q_OBJECT

public:
    enum ColumnOf {
        runColumn,
        verdictColumn,
        evalSetColumn,
        itemsColumn,
        answersColumn,
        failedColumn,
        judgingsColumn,
        stateColumn,
        whenColumn
    };

    using TableModel::TableModel;

    void setOverview(std::shared_ptr<const workbench::ProjectOverview> overview);
    /// The run under way, whose counts are newer than the overview's; null where none is.
    void setProgress(std::shared_ptr<const runs::Progress> progress);

    [[nodiscard]] const workbench::RunOverview& at(int row) const;
    [[nodiscard]] int rowOf(domain::RunId id) const; ///< -1: not there

protected:
    [[nodiscard]] int rows() const final;
    [[nodiscard]] const std::vector<Column>& columns() const final;
    [[nodiscard]] QVariant cell(int row, int column, int role) const final;

private:
    [[nodiscard]] QVariant text(const workbench::RunOverview& entry, int column) const;
    [[nodiscard]] QVariant tone(const workbench::RunOverview& entry, int column) const;
    [[nodiscard]] bool isLive(const workbench::RunOverview& entry) const;

    std::shared_ptr<const workbench::ProjectOverview> overview_;
    std::shared_ptr<const runs::Progress> progress_;
};

/// "better", "worse", "cannot tell": as glyphs are called and as words.
[[nodiscard]] QString outcomeGlyph(workbench::Outcome outcome);
[[nodiscard]] QString outcomeWord(workbench::Outcome outcome);

/// "planned", "running", "stopped", "finished", for people.
[[nodiscard]] QString statusWord(store::WorkStatus status);

} // namespace tiebreak::items
