// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "domain/ids.h"
#include "formats/eval_config.h"
#include "store/project.h"
#include "workbench/plan.h"
#include "workbench/run_setup.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tiebreak::workbench {

/// A run put together from what the project holds already: a revision of an eval set, candidates, judgings.
struct StoredRun {
    std::string name;
    domain::EvalSetRevisionId eval_set;
    std::optional<std::pair<std::size_t, std::size_t>> slice; ///< items [from, to), from 0
    std::vector<domain::CandidateRevisionId> candidates;      ///< recorded ones bring the answers they have
    std::vector<domain::JudgingSpec> judgings;
    int samples = 1;                ///< answers asked for an item, of models that are asked
    std::optional<double> max_cost; ///< US dollars
};

/// The same as an eval config would have it; the eval set is named as "project:NAME rNUMBER".
[[nodiscard]] formats::EvalConfig config_of(store::Connection& connection, const StoredRun& run);

/// Makes the run as set_up_run does from a file: the same config over the same items and weights is the same
/// run. Asks servers for their weights only. Throws domain::Error where something is missing or wrong.
SetUpRun set_up_stored_run(store::Project& project, client::ModelClient& client, const StoredRun& run);

/// What it would do, cost and take, without storing anything or asking anybody.
[[nodiscard]] RunPlan plan_stored_run(store::Project& project, client::ModelClient& client,
                                      const StoredRun& run);

/// What judging a stored run again would do, cost and take: the run's own rest and the new judgings.
[[nodiscard]] RunPlan plan_judgings(store::Project& project, client::ModelClient& client, domain::RunId run,
                                    const std::vector<domain::JudgingSpec>& judgings);

/// What a stored run was put together from, to be changed and run again: the newest revisions of its
/// candidates, its judgings as they were set. Judgings with recorded replies are left out.
[[nodiscard]] StoredRun stored_run_of(store::Connection& connection, domain::RunId run);

} // namespace tiebreak::workbench
