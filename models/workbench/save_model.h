// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "domain/candidate.h"
#include "domain/ids.h"
#include "store/candidates.h"
#include "store/project.h"

namespace tiebreak::workbench {

/// Saves a model to ask (or a judge), with the fingerprint its server tells where it answers; one that does
/// not answer yet is saved all the same and found out about when it is asked. `edited` stored: it is that one
/// under whatever name it has now.
domain::CandidateId save_model(store::Project& project, client::ModelClient& client, domain::Candidate model,
                               store::Role role = store::Role::candidate, domain::CandidateId edited = {});

} // namespace tiebreak::workbench
