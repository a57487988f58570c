// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/overview.h"

#include "store/leases.h"
#include "store/responses.h"

#include <algorithm>

namespace tiebreak::workbench {

namespace {

RunOverview overview_of(store::Connection& connection, const store::RunRow& row) {
    RunOverview overview;
    overview.row = row;
    overview.planned = static_cast<std::int64_t>(row.items) *
                       static_cast<std::int64_t>(store::run_candidates(connection, row.id).size());
    const store::ResponseCounts counts = store::response_counts(connection, row.id);
    overview.answered = counts.answered;
    overview.failed = counts.failed;
    const std::vector<store::JudgingRow> judgings = store::judgings(connection, row.id);
    overview.judgings = static_cast<int>(judgings.size());
    overview.judgings_finished = static_cast<int>(
        std::ranges::count(judgings, store::WorkStatus::finished, &store::JudgingRow::status));
    if (row.status == store::WorkStatus::finished && !judgings.empty()) {
        overview.outcome = run_outcome(connection, row.id);
    }
    const auto holder = store::lease_holder(connection, row.id);
    overview.held_elsewhere = holder && holder->process != store::this_process().process;
    return overview;
}

} // namespace

ProjectOverview make_overview(store::Project& project) {
    return project.read([&](store::Connection& connection) {
        ProjectOverview overview;
        overview.file = project.file().string();
        overview.read_only = project.read_only();
        overview.eval_sets = store::eval_sets(connection);
        overview.rubrics = store::rubrics(connection);
        overview.candidates = store::candidates(connection, store::Role::candidate);
        overview.judges = store::candidates(connection, store::Role::judge);
        for (const store::RunRow& row : store::runs(connection)) {
            overview.runs.push_back(overview_of(connection, row));
        }
        return overview;
    });
}

} // namespace tiebreak::workbench
