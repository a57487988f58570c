// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "domain/candidate.h"
#include "domain/ids.h"
#include "domain/judging.h"
#include "store/project.h"

#include <string>
#include <vector>

namespace tiebreak::workbench {

/// A run of what the project holds already: an eval set, candidates, judgings.
struct NewRun {
    std::string name; ///< empty: eval set and number of candidates
    domain::EvalSetRevisionId eval_set;
    std::vector<domain::CandidateId> candidates;
    std::vector<domain::JudgingSpec> judgings;
};

/// Makes the run. Candidates behind an address get the revision of the weights that their server tells now;
/// recorded ones bring the answers they gave to these items in any former run. Nothing that costs is asked.
/// Throws domain::Error where a server does not answer, or where a recorded candidate has no answer to any of
/// these items.
domain::RunId make_run(store::Project& project, client::ModelClient& client, const NewRun& wanted);

/// Saves a model to ask, with the fingerprint its server tells where it answers; one that does not answer yet
/// is saved all the same and found out about when it is asked.
domain::CandidateId save_model(store::Project& project, client::ModelClient& client, domain::Candidate model);

} // namespace tiebreak::workbench
