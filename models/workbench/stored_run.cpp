// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stored_run.h"

#include "domain/error.h"
#include "store/candidates.h"
#include "store/evalsets.h"
#include "store/runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace tiebreak::workbench {

using domain::Error;
using domain::ErrorKind;

namespace {

/// Thrown through a transaction so that it leaves no trace; carries what was found in it.
struct TakeBack {
    std::shared_ptr<const RunPlan> plan;
};

/// Plans inside of a transaction that is taken back: what is planned is what would be stored.
template <class SetUp>
RunPlan plan_in(store::Project& project, SetUp set_up) {
    try {
        project.writer().run([&](store::Connection& c) {
            const domain::RunId run = set_up(c);
            throw TakeBack{std::make_shared<const RunPlan>(plan_run(c, run))};
        });
    } catch (const TakeBack& taken) {
        return *taken.plan;
    }
    throw Error(ErrorKind::internal, "a plan came to no end", "plan");
}

} // namespace

formats::EvalConfig config_of(store::Connection& connection, const StoredRun& run) {
    formats::EvalConfig config;
    config.name = run.name;
    const std::string name = store::eval_set_name(connection, run.eval_set);
    if (name.empty()) {
        throw Error(ErrorKind::usage, "there is no such eval set", "eval set", "choose one");
    }
    int number = 0;
    for (const store::EvalSetRow& set : store::eval_sets(connection)) {
        for (const store::EvalSetRevisionRow& row : store::eval_set_revisions(connection, set.id)) {
            number = row.id == run.eval_set ? row.number : number;
        }
    }
    config.eval_set.path = fmt::format("project:{} r{}", name, number);
    config.eval_set.name = name;
    config.eval_set.slice = run.slice;
    for (const domain::CandidateRevisionId revision : run.candidates) {
        domain::Candidate candidate = store::candidate_revision(connection, revision).candidate;
        candidate.samples = candidate.api == domain::Api::recorded ? 1 : run.samples;
        config.candidates.push_back(std::move(candidate));
    }
    if (config.candidates.empty()) {
        throw Error(ErrorKind::usage, "no candidate is chosen", "candidates", "tick at least one");
    }
    config.judgings = run.judgings;
    return config;
}

namespace {

SetUpOptions options_of(const StoredRun& run, bool ask_servers) {
    SetUpOptions options;
    options.stored_eval_set = run.eval_set;
    options.ask_servers = ask_servers;
    options.max_cost = run.max_cost;
    return options;
}

} // namespace

SetUpRun set_up_stored_run(store::Project& project, client::ModelClient& client, const StoredRun& run) {
    const formats::EvalConfig config =
        project.read([&](store::Connection& c) { return config_of(c, run); });
    return set_up_run(project, client, config, {}, options_of(run, true));
}

RunPlan plan_stored_run(store::Project& project, client::ModelClient& client, const StoredRun& run) {
    const formats::EvalConfig config =
        project.read([&](store::Connection& c) { return config_of(c, run); });
    const PreparedRun prepared = prepare_run(project, client, config, {}, options_of(run, false));
    return plan_in(project, [&](store::Connection& c) { return store_run(c, prepared).run; });
}

RunPlan plan_judgings(store::Project& project, client::ModelClient& client, domain::RunId run,
                      const std::vector<domain::JudgingSpec>& judgings) {
    const PreparedJudgings prepared = prepare_judgings(project, client, judgings, false);
    return plan_in(project, [&](store::Connection& c) {
        store_judgings(c, run, prepared);
        return run;
    });
}

int take_recorded_responses(store::Connection& connection, domain::RunId run,
                            domain::CandidateRevisionId candidate) {
    connection
        .query("INSERT OR IGNORE INTO response(run_id, item_revision_id, candidate_revision_id, repeat, turn, "
               "imported_id) "
               "SELECT ?1, wanted.id, ?2, old.repeat, old.turn, max(old.imported_id) "
               "FROM run r JOIN evalset_item e ON e.evalset_revision_id = r.evalset_revision_id "
               "JOIN item_revision wanted ON wanted.id = e.item_revision_id "
               "JOIN item_revision had ON had.item_id = wanted.item_id "
               "AND had.instruction = wanted.instruction AND had.input = wanted.input "
               "AND had.system = wanted.system AND had.turns = wanted.turns "
               "JOIN response old ON old.item_revision_id = had.id AND old.candidate_revision_id = ?2 "
               "AND old.imported_id IS NOT NULL "
               "WHERE r.id = ?1 GROUP BY wanted.id, old.repeat, old.turn")
        .bind(run)
        .bind(candidate)
        .run();
    return connection.changes();
}

} // namespace tiebreak::workbench
