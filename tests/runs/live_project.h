// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/weights.h"
#include "judging/prompts.h"
#include "judging/rubrics.h"
#include "runs/execution.h"
#include "runs/settings.h"
#include "secrets/environment.h"
#include "store/judgings.h"
#include "store/rubrics.h"
#include "tests/store/temp_project.h"
#include "tests/support/endpoint_process.h"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

namespace tiebreak::runs {

/// A project with candidates behind the test endpoint and a joint judging by the endpoint's judge.
struct LiveProject {
    struct Shape {
        int candidates = 3;
        int items = 5;
        int repeats = 2;
        std::uint64_t seed = 7;
        domain::Protocol protocol = domain::Protocol::joint;
        domain::RankMethod method = domain::RankMethod::listwise;
        domain::Api api = domain::Api::openai_chat;
        bool repair = false;   ///< unreadable replies are asked for the format again
        std::string mark = {}; ///< behind the first question
    };

    LiveProject(test::EndpointProcess& server, Shape wanted)
        : endpoint(server)
        , shape(wanted)
        , project(folder / "live.tiebreak", store::Project::Open::any) {
        nlohmann::json listed = nlohmann::json::array({"judge"});
        for (int i = 0; i < shape.candidates; ++i) {
            listed.push_back(model_name(i));
        }
        endpoint.control({{"tells", "vllm"}, {"models", listed}});
        make_run();
    }

    static std::string model_name(int i) { return fmt::format("step-{:02}", i + 1); }

    domain::Candidate model(const std::string& name, domain::Api api) {
        domain::Candidate c;
        c.name = name;
        c.api = api;
        c.endpoint.base_url = endpoint.base_url();
        c.endpoint.concurrency = 16;
        c.model = name;
        c.fingerprint = client::fingerprint(client, c).fingerprint;
        return c;
    }

    void make_run() {
        std::vector<domain::Candidate> models;
        for (int i = 0; i < shape.candidates; ++i) {
            models.push_back(model(model_name(i), shape.api));
        }
        const domain::Candidate judge = model("judge", domain::Api::openai_chat);
        project.writer().run([&](store::Connection& c) {
            std::vector<domain::Item> set;
            for (int i = 0; i < shape.items; ++i) {
                set.push_back(store::item_of(
                    fmt::format("item-{}", i),
                    fmt::format("Question number {}", i) + (i == 0 ? shape.mark : ""), "reference"));
            }
            const auto eval_set = store::save_eval_set(c, "questions", set, "");
            std::vector<domain::CandidateRevisionId> revisions;
            for (const domain::Candidate& candidate : models) {
                revisions.push_back(store::save_candidate(c, store::Role::candidate, candidate).revision);
            }
            run = store::create_run(c, {"live", eval_set, std::string(64, 'c'), "{}", "", revisions});
            add_judging(c, judge);
        });
    }

    void add_judging(store::Connection& c, const domain::Candidate& judge) {
        store::JudgingRow row;
        row.run = run;
        row.name = "ift";
        row.protocol = shape.protocol;
        row.repeats = shape.repeats;
        row.seed = shape.seed;
        row.rubric = store::save_rubric(c, *judging::find_builtin_rubric("ift-0-100"));
        domain::JudgingSpec spec;
        spec.protocol = shape.protocol;
        spec.method = shape.method;
        row.prompt =
            store::save_prompt(c, domain::to_string(shape.protocol), judging::builtin_prompt(spec).text);
        spec.judge.kind = domain::JudgeSpec::Kind::endpoint;
        spec.repair = shape.repair;
        row.settings = settings_json(spec);
        row.settings_hash = std::string(64, '2');
        row.judges = {{"endpoint", "judge", store::save_candidate(c, store::Role::judge, judge).revision}};
        judging = store::create_judging(c, row);
    }

    Progress execute(ExecutionOptions options = {}, const std::stop_token& stop = {}) {
        return runs::execute(project, client, run, options, stop);
    }

    std::vector<store::VerdictRow> verdicts() {
        return project.read([&](store::Connection& c) { return store::verdicts(c, judging); });
    }
    std::vector<store::UnitState> states() {
        return project.read([&](store::Connection& c) { return store::unit_states(c, judging); });
    }

    test::EndpointProcess& endpoint;
    Shape shape;
    store::TempFolder folder;
    store::Project project;
    secrets::Environment keys;
    client::ModelClient client{keys, fast_options()};
    domain::RunId run;
    domain::JudgingId judging;

private:
    static client::ClientOptions fast_options() {
        client::ClientOptions options;
        options.retry.max_attempts = 3;
        options.retry.longest_outage = std::chrono::milliseconds(200);
        options.retry.base = std::chrono::milliseconds(5);
        return options;
    }
};

} // namespace tiebreak::runs
