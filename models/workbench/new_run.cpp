// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/new_run.h"

#include "client/weights.h"
#include "domain/error.h"
#include "store/evalsets.h"
#include "store/responses.h"
#include "store/runs.h"
#include "text/digest.h"
#include "workbench/run_setup.h"

#include <fmt/format.h>

#include <algorithm>

namespace tiebreak::workbench {

using domain::Error;
using domain::ErrorKind;

namespace {

std::vector<domain::Candidate> read_candidates(store::Project& project,
                                               const std::vector<domain::CandidateId>& ids) {
    return project.read([&](store::Connection& c) {
        const std::vector<store::CandidateRow> all = store::candidates(c, store::Role::candidate);
        std::vector<domain::Candidate> chosen;
        for (const domain::CandidateId id : ids) {
            const auto found = std::ranges::find(all, id, &store::CandidateRow::id);
            if (found == all.end()) {
                throw Error(ErrorKind::usage, "a chosen candidate is not in the project",
                            project.file().string(), "choose again");
            }
            chosen.push_back(found->candidate);
        }
        return chosen;
    });
}

} // namespace

domain::RunId make_run(store::Project& project, client::ModelClient& client, const NewRun& wanted) {
    if (wanted.candidates.empty()) {
        throw Error(ErrorKind::usage, "no candidate is chosen", {}, "choose at least one");
    }
    std::vector<domain::Candidate> candidates = read_candidates(project, wanted.candidates);
    for (domain::Candidate& candidate : candidates) {
        if (candidate.api != domain::Api::recorded) {
            const client::Weights weights = client::fingerprint(client, candidate);
            if (weights.knowledge == client::Weights::Knowledge::unreachable) {
                throw Error(ErrorKind::endpoint, "the server does not answer (" + weights.detail + ")",
                            candidate.name + ", " + candidate.endpoint.base_url,
                            "start it, or check the address and key");
            }
            candidate.fingerprint = weights.fingerprint;
        }
    }
    const domain::RunId run = project.writer().run([&](store::Connection& c) {
        std::vector<domain::CandidateRevisionId> revisions;
        for (const domain::Candidate& candidate : candidates) {
            revisions.push_back(store::save_candidate(c, store::Role::candidate, candidate).revision);
        }
        text::Sha256 hash;
        hash.update_field("made", store::now_ms()).update_field("eval_set", wanted.eval_set.value);
        const std::string name =
            wanted.name.empty() ? fmt::format("{}, {} candidates", store::eval_set_name(c, wanted.eval_set),
                                              candidates.size())
                                : wanted.name;
        const domain::RunId id =
            store::create_run(c, {name, wanted.eval_set, hash.finish_hex(), "{}", "", revisions});
        for (std::size_t i = 0; i < revisions.size(); ++i) {
            if (candidates[i].api == domain::Api::recorded &&
                store::adopt_imported(c, id, revisions[i]) == 0) {
                throw Error(ErrorKind::usage, "its recorded answers belong to other items",
                            "candidate " + candidates[i].name,
                            "leave it out, or import its answers to this eval set");
            }
        }
        return id;
    });
    add_judgings(project, client, run, wanted.judgings);
    return run;
}

domain::CandidateId save_model(store::Project& project, client::ModelClient& client,
                               domain::Candidate model) {
    const client::Weights weights = client::fingerprint(client, model);
    if (weights.knowledge == client::Weights::Knowledge::told) {
        model.fingerprint = weights.fingerprint;
    }
    return project.writer().run(
        [&](store::Connection& c) { return store::save_candidate(c, store::Role::candidate, model).id; });
}

} // namespace tiebreak::workbench
