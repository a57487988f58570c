// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/candidates.h"
#include "store/evalsets.h"
#include "store/judgings.h"
#include "store/project.h"
#include "store/rubrics.h"
#include "store/runs.h"
#include "workbench/answer.h"

#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// What the sidebar, the lists and the palette show of a whole project; without texts of answers.
struct RunOverview {
    store::RunRow row;
    std::int64_t planned = 0; ///< responses
    std::int64_t answered = 0;
    std::int64_t failed = 0;
    int judgings = 0;
    int judgings_finished = 0;
    std::optional<Outcome> outcome; ///< of finished, judged runs
    bool held_elsewhere = false;    ///< another program has the lease
};

struct ProjectOverview {
    std::string file;
    bool read_only = false;
    std::vector<store::EvalSetRow> eval_sets;
    std::vector<store::RubricRow> rubrics;
    std::vector<store::CandidateRow> candidates;
    std::vector<store::CandidateRow> judges;
    std::vector<RunOverview> runs; ///< newest first
};

[[nodiscard]] ProjectOverview make_overview(store::Project& project);

} // namespace tiebreak::workbench
