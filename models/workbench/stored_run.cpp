// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/stored_run.h"

#include "domain/error.h"
#include "runs/settings.h"
#include "store/candidates.h"
#include "store/evalsets.h"
#include "store/judgings.h"
#include "store/rubrics.h"
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

SetUpOptions options_of(const StoredRun& run, bool ask_servers) {
    SetUpOptions options;
    options.stored_eval_set = run.eval_set;
    options.ask_servers = ask_servers;
    return options;
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

SetUpRun set_up_stored_run(store::Project& project, client::ModelClient& client, const StoredRun& run) {
    const formats::EvalConfig config = project.read([&](store::Connection& c) { return config_of(c, run); });
    const PreparedRun prepared = prepare_run(project, client, config, {}, options_of(run, true));
    return project.writer().run([&](store::Connection& c) {
        SetUpRun made = store_run(c, prepared);
        if (run.max_cost) {
            store::set_run_max_cost(c, made.run, run.max_cost);
        }
        return made;
    });
}

RunPlan plan_stored_run(store::Project& project, client::ModelClient& client, const StoredRun& run) {
    const formats::EvalConfig config = project.read([&](store::Connection& c) { return config_of(c, run); });
    const PreparedRun prepared = prepare_run(project, client, config, {}, options_of(run, false));
    return plan_in(project, [&](store::Connection& c) {
        const domain::RunId made = store_run(c, prepared).run;
        if (run.max_cost) {
            store::set_run_max_cost(c, made, run.max_cost);
        }
        return made;
    });
}

RunPlan plan_judgings(store::Project& project, client::ModelClient& client, domain::RunId run,
                      const std::vector<domain::JudgingSpec>& judgings) {
    const PreparedJudgings prepared = prepare_judgings(project, client, run, judgings, {}, false);
    return plan_in(project, [&](store::Connection& c) {
        store_judgings(c, run, prepared);
        return run;
    });
}

StoredRun stored_run_of(store::Connection& connection, domain::RunId run) {
    const store::RunRow row = store::run(connection, run);
    StoredRun stored;
    stored.name = row.name + ", again";
    stored.eval_set = row.eval_set;
    stored.max_cost = row.max_cost;
    for (const store::CandidateRow& candidate : store::run_candidates(connection, run)) {
        stored.candidates.push_back(candidate.revision);
        stored.samples = std::max(stored.samples, candidate.candidate.samples);
    }
    for (const store::JudgingRow& judging : store::judgings(connection, run)) {
        if (judging.judges.empty() || judging.judges.front().kind == "recorded") {
            continue;
        }
        const runs::JudgingSettings settings = runs::settings_from_json(judging.settings);
        domain::JudgingSpec spec;
        spec.name = judging.name;
        spec.protocol = judging.protocol;
        spec.repeats = judging.repeats;
        spec.seed = judging.seed;
        spec.baseline = settings.baseline;
        spec.baseline_run = settings.baseline_run;
        spec.swap = settings.swap;
        spec.merge_identical = settings.merge_identical;
        spec.relative = settings.relative;
        spec.method = settings.method;
        spec.logprobs = settings.logprobs;
        spec.repair = settings.repair;
        spec.group_size = settings.group_size;
        spec.context_tokens = settings.context_tokens;
        spec.items = settings.items;
        spec.sample = settings.sample;
        for (const runs::StoredCriterion& criterion : settings.criteria) {
            spec.criteria.push_back({criterion.name, {}, criterion.weight});
        }
        if (spec.criteria.empty() && judging.rubric.stored()) {
            spec.rubric = store::rubric(connection, judging.rubric).name;
        }
        for (const store::JudgeRow& judged : judging.judges) {
            domain::JudgeSpec judge;
            if (judged.kind == "scorer") {
                judge.kind = domain::JudgeSpec::Kind::scorer;
                judge.scorer = judged.name;
                judge.scorer_options = settings.scorer_options;
            } else {
                judge.kind = domain::JudgeSpec::Kind::endpoint;
                judge.model = store::candidate_revision(connection, judged.model).candidate;
            }
            if (&judged == &judging.judges.front()) {
                spec.judge = std::move(judge);
            } else {
                spec.panel.push_back(std::move(judge));
            }
        }
        stored.judgings.push_back(std::move(spec));
    }
    return stored;
}

} // namespace tiebreak::workbench
