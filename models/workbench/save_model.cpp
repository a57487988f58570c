// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/save_model.h"

#include "client/weights.h"
#include "store/candidates.h"

namespace tiebreak::workbench {

domain::CandidateId save_model(store::Project& project, client::ModelClient& client,
                               domain::Candidate model) {
    const client::Weights weights = client::fingerprint(client, model);
    if (weights.knowledge == client::Weights::Knowledge::told) {
        model.fingerprint = weights.fingerprint;
    }
    return project.writer().run([&](store::Connection& c) {
        return store::save_candidate(c, store::Role::candidate, model).id;
    });
}

} // namespace tiebreak::workbench
