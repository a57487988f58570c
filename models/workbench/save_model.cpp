// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/save_model.h"

#include "client/weights.h"

namespace tiebreak::workbench {

domain::CandidateId save_model(store::Project& project, client::ModelClient& client, domain::Candidate model,
                               store::Role role, domain::CandidateId edited) {
    if (model.api != domain::Api::recorded) {
        const client::Weights weights = client::fingerprint(client, model);
        if (weights.knowledge == client::Weights::Knowledge::told) {
            model.fingerprint = weights.fingerprint;
        }
    }
    return project.writer().run([&](store::Connection& c) {
        if (edited.stored()) {
            store::rename_candidate(c, edited, model.name);
        }
        return store::save_candidate(c, role, model).id;
    });
}

} // namespace tiebreak::workbench
