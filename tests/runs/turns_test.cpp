// SPDX-License-Identifier: GPL-3.0-or-later
// Many checkpoints on one server that holds one at a time: model by model, each loaded once.
#include "store/responses.h"
#include "store/texts.h"
#include "tests/runs/live_project.h"
#include "tests/support/endpoint_answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace tiebreak::runs {

using testing::ElementsAre;
using testing::HasSubstr;

namespace {

/// Three candidates and a panel of two judges behind one address.
class Sweep : public ::testing::Test {
protected:
    void set_up(const std::string& tells, domain::Api api) {
        endpoint.control(
            {{"tells", tells}, {"holds", 1}, {"models", {"judge-a", "judge-b", "s1", "s2", "s3"}}});
        std::vector<domain::Candidate> models;
        for (const char* name : {"s1", "s2", "s3", "judge-a", "judge-b"}) {
            models.push_back(model(name, api));
        }
        project.writer().run([&](store::Connection& c) {
            std::vector<domain::Item> items;
            for (int i = 0; i < 6; ++i) {
                // One reply of each judge cannot be read, and is asked for its format while the judge is
                // there.
                const std::string mark = i == 2 ? " [[judge:truncated*1]]" : "";
                items.push_back(store::item_of(fmt::format("q{}", i), fmt::format("Question {}{}", i, mark)));
            }
            const auto eval_set = store::save_eval_set(c, "q", items, "");
            std::vector<domain::CandidateRevisionId> revisions;
            for (int i = 0; i < 3; ++i) {
                revisions.push_back(
                    store::save_candidate(c, store::Role::candidate, models[static_cast<std::size_t>(i)])
                        .revision);
            }
            run = store::create_run(c, {"sweep", eval_set, std::string(64, 'f'), "{}", "", revisions});
            store::JudgingRow row;
            row.run = run;
            row.name = "ift";
            row.protocol = domain::Protocol::joint;
            row.repeats = 1;
            row.seed = 3;
            row.rubric = store::save_rubric(c, *judging::find_builtin_rubric("ift-0-100"));
            row.prompt =
                store::save_prompt(c, "joint", judging::builtin_prompt(domain::Protocol::joint).text);
            domain::JudgingSpec spec;
            spec.judge.kind = domain::JudgeSpec::Kind::endpoint;
            row.settings = settings_json(spec);
            row.settings_hash = std::string(64, '2');
            for (const std::size_t judge : {3U, 4U}) {
                row.judges.push_back({"endpoint", models[judge].name,
                                      store::save_candidate(c, store::Role::judge, models[judge]).revision});
            }
            judging = store::create_judging(c, row);
        });
        endpoint.control({{"reset_log", true}});
    }

    domain::Candidate model(const std::string& name, domain::Api api) {
        domain::Candidate c;
        c.name = name;
        c.api = api;
        c.endpoint.base_url = api == domain::Api::ollama ? endpoint.origin() : endpoint.base_url();
        c.model = name;
        c.fingerprint = client::fingerprint(client, c).fingerprint;
        EXPECT_NE(c.fingerprint, "");
        return c;
    }

    Progress go(const std::stop_token& stop = {}, const Tracker::Tell& tell = {}) {
        ExecutionOptions options;
        options.patience = patient();
        options.on_progress = tell;
        return execute(project, client, run, options, stop);
    }

    void expect_right_answers() {
        project.read([&](store::Connection& c) {
            std::map<std::int64_t, std::string> names;
            for (const store::CandidateRow& row : store::run_candidates(c, run)) {
                names[row.revision.value] = row.candidate.model;
            }
            const auto items = store::items(c, store::run(c, run).eval_set);
            const auto rows = store::responses(c, run);
            EXPECT_EQ(rows.size(), 18U);
            for (const store::ResponseRow& row : rows) {
                const auto item = std::ranges::find(items, row.item, &store::StoredItem::revision);
                ASSERT_EQ(store::text_body(c, row.text),
                          test::answer_text(names.at(row.candidate.value), item->content.instruction));
            }
        });
    }

    std::int64_t read_units() {
        return project.read([&](store::Connection& c) {
            const auto states = store::unit_states(c, judging);
            return std::ranges::count(states, store::ParseStatus::read, &store::UnitState::status);
        });
    }

    test::EndpointProcess endpoint;
    store::TempFolder folder;
    store::Project project{folder / "sweep.tiebreak", store::Project::Open::create};
    secrets::Environment keys;
    client::ModelClient client{keys};
    domain::RunId run;
    domain::JudgingId judging;
};

} // namespace

TEST_F(Sweep, OllamaIsTakenModelByModelEachLoadedOnce) {
    set_up("ollama", domain::Api::ollama);
    const Progress done = go();
    ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
    expect_right_answers();
    EXPECT_EQ(read_units(), 12);
    EXPECT_EQ(done.judgings.at(0).parse_failures, 2);
    EXPECT_THAT(endpoint.log()["loads"],
                ElementsAre("load s1", "unload s1", "load s2", "unload s2", "load s3", "unload s3",
                            "load judge-a", "unload judge-a", "load judge-b", "unload judge-b"));
}

TEST_F(Sweep, OllamaBehindItsOtherAddressToo) {
    set_up("ollama", domain::Api::openai_chat);
    ASSERT_EQ(go().phase, Progress::Phase::finished);
    expect_right_answers();
    EXPECT_EQ(endpoint.log()["loads"].size(), 10U) << endpoint.log()["loads"];
}

TEST_F(Sweep, ALlamaCppThatServesSeveralIsNotMadeToLoadThemToTellTheirWeights) {
    set_up("router", domain::Api::openai_chat);
    const Progress done = go();
    ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
    expect_right_answers();
    EXPECT_EQ(read_units(), 12);
    EXPECT_THAT(endpoint.log()["loads"], // judge-b is in memory from when the run was made
                ElementsAre("load s1", "evict judge-b", "unload s1", "load s2", "unload s2", "load s3",
                            "unload s3", "load judge-a", "unload judge-a", "load judge-b", "unload judge-b"));
}

TEST_F(Sweep, OtherWeightsAreSeenWhenTheirTurnComes) {
    set_up("router", domain::Api::openai_chat);
    project.writer().run([&](store::Connection& c) {
        c.execute("UPDATE candidate_revision SET fingerprint = 'llama.cpp:another' WHERE model = 's2'");
    });
    const Progress done = go();
    EXPECT_EQ(done.phase, Progress::Phase::failed);
    EXPECT_THAT(done.message, HasSubstr("other weights"));
    EXPECT_THAT(done.message, HasSubstr("s2"));
    EXPECT_EQ(done.candidates.at(0).done, 6);
    EXPECT_EQ(done.candidates.at(1).done, 0);
    EXPECT_EQ(done.candidates.at(2).done, 6) << "the others are no worse for it";
}

TEST_F(Sweep, AModelThatCannotBeLoadedIsLeftForAnotherTime) {
    set_up("ollama", domain::Api::ollama);
    endpoint.control({{"cannot_load", {{"s2", "model requires more system memory"}}}});
    const Progress left = go();
    EXPECT_EQ(left.phase, Progress::Phase::failed);
    EXPECT_THAT(left.message, HasSubstr("requires more system memory"));
    EXPECT_THAT(left.message, HasSubstr("s2"));
    EXPECT_EQ(left.failed, 0) << "what was not asked has not failed";
    EXPECT_EQ(left.candidates.at(2).done, 6);
    EXPECT_EQ(endpoint.log()["by_model"].value("s2", 0), 0);
    endpoint.control({{"cannot_load", nlohmann::json::object()}, {"reset_log", true}});
    const Progress done = go();
    ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
    EXPECT_EQ(endpoint.log()["loads"].at(0), "load s2");
    expect_right_answers();
}

TEST_F(Sweep, StopsWhileAModelLoads) {
    set_up("ollama", domain::Api::ollama);
    endpoint.control({{"load_ms", 3'600'000}});
    std::stop_source stop;
    const Progress stopped = go(stop.get_token(), [&](const Progress& progress) {
        if (progress.phase == Progress::Phase::asking && !endpoint.log()["loads"].empty()) {
            stop.request_stop();
        }
    });
    EXPECT_EQ(stopped.phase, Progress::Phase::stopped) << stopped.message;
    EXPECT_EQ(stopped.done, 0);
}

} // namespace tiebreak::runs
