// SPDX-License-Identifier: GPL-3.0-or-later
// One address serving first one model, then another: no answer of the first is taken for the second's.
#include "store/responses.h"
#include "store/texts.h"
#include "tests/runs/live_project.h"
#include "tests/support/endpoint_answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace tiebreak::runs {

using testing::HasSubstr;

namespace {

/// A llama-server: answers with whatever it has loaded, whatever name it is asked for.
struct Swapping {
    test::EndpointProcess endpoint{nlohmann::json{{"model", "first"}, {"tells", "llamacpp"}}};
    store::TempFolder folder;
    store::Project project{folder / "s.tiebreak", store::Project::Open::create};
    secrets::Environment keys;
    client::ModelClient client{keys};
    domain::EvalSetRevisionId eval_set;

    Swapping() {
        project.writer().run([&](store::Connection& c) {
            eval_set = store::save_eval_set(
                c, "q", std::vector{store::item_of("1", "One?"), store::item_of("2", "Two?")}, "");
        });
    }

    domain::Candidate candidate(const std::string& name, const std::string& model) {
        domain::Candidate c;
        c.name = name;
        c.api = domain::Api::openai_chat;
        c.endpoint.base_url = endpoint.base_url();
        c.model = model;
        c.fingerprint = client::fingerprint(client, c).fingerprint;
        return c;
    }

    domain::RunId make_run(const std::vector<domain::Candidate>& candidates) {
        return project.writer().run([&](store::Connection& c) {
            std::vector<domain::CandidateRevisionId> revisions;
            for (const domain::Candidate& candidate : candidates) {
                revisions.push_back(store::save_candidate(c, store::Role::candidate, candidate).revision);
            }
            return store::create_run(c, {"r", eval_set, std::string(64, 'e'), "{}", "", revisions});
        });
    }

    /// In the items' order: two answers that fly together may arrive in any.
    std::vector<std::string> texts(domain::RunId run) {
        return project.read([&](store::Connection& c) {
            std::vector<std::string> texts;
            auto rows = store::responses(c, run);
            std::ranges::sort(rows, {}, &store::ResponseRow::item);
            for (const auto& row : rows) {
                texts.push_back(row.text.stored() ? store::text_body(c, row.text) : "(none)");
            }
            return texts;
        });
    }
};

} // namespace

TEST(Weights, ASwappedCheckpointIsAskedAnewUnderTheSameNameAndAddress) {
    Swapping s;
    const auto first = s.make_run({s.candidate("latest", "default")});
    ASSERT_EQ(execute(s.project, s.client, first, {}, {}).phase, Progress::Phase::finished);
    s.endpoint.control({{"model", "second"}});
    const auto second = s.make_run({s.candidate("latest", "default")});
    const Progress done = execute(s.project, s.client, second, {}, {});
    ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
    EXPECT_EQ(s.texts(first),
              (std::vector{test::answer_text("first", "One?"), test::answer_text("first", "Two?")}));
    EXPECT_EQ(s.texts(second),
              (std::vector{test::answer_text("second", "One?"), test::answer_text("second", "Two?")}));
}

TEST(Weights, ARunIsNotGoneOnWithOtherWeights) {
    Swapping s;
    const auto run = s.make_run({s.candidate("latest", "default")});
    s.endpoint.control({{"model", "second"}});
    const Progress refused = execute(s.project, s.client, run, {}, {});
    EXPECT_EQ(refused.phase, Progress::Phase::failed);
    EXPECT_THAT(refused.message, HasSubstr("other weights"));
    EXPECT_TRUE(s.texts(run).empty());
    s.endpoint.control({{"model", "first"}});
    EXPECT_EQ(execute(s.project, s.client, run, {}, {}).phase, Progress::Phase::finished);
}

TEST(Weights, TwoNamesBehindOneLoadedModelAreRefused) {
    Swapping s;
    const auto run = s.make_run({s.candidate("a", "step-1"), s.candidate("b", "step-2")});
    const Progress refused = execute(s.project, s.client, run, {}, {});
    EXPECT_EQ(refused.phase, Progress::Phase::failed);
    EXPECT_THAT(refused.message, HasSubstr("ignores the model name"));
    EXPECT_TRUE(s.texts(run).empty());
}

TEST(Weights, AnswersGivenWhileTheWeightsChangedAreVoid) {
    Swapping s;
    s.endpoint.control({{"latency_ms", 30}});
    const auto run = s.make_run({s.candidate("latest", "default")});
    ExecutionOptions options;
    options.on_progress = [&](const Progress& progress) {
        if (progress.phase == Progress::Phase::asking) {
            s.endpoint.control({{"model", "second"}});
        }
    };
    const Progress failed = execute(s.project, s.client, run, options, {});
    EXPECT_EQ(failed.phase, Progress::Phase::failed);
    EXPECT_THAT(failed.message, HasSubstr("changed its weights"));
    EXPECT_EQ(s.texts(run), (std::vector<std::string>{"(none)", "(none)"}));
    s.endpoint.control({{"model", "first"}});
    ASSERT_EQ(execute(s.project, s.client, run, {}, {}).phase, Progress::Phase::finished);
    EXPECT_EQ(s.texts(run).at(0), test::answer_text("first", "One?"));
}

TEST(Weights, AServerThatCannotTellNeedsAWord) {
    Swapping s;
    s.endpoint.control({{"tells", "nothing"}});
    const auto run = s.make_run({s.candidate("hosted", "default")});
    s.endpoint.control({{"script", {"400"}}}); // the first call fails for good, so that one is left to ask
    ASSERT_EQ(execute(s.project, s.client, run, {}, {}).candidates.at(0).done, 1);
    const Progress refused = execute(s.project, s.client, run, {}, {});
    EXPECT_EQ(refused.phase, Progress::Phase::failed);
    EXPECT_THAT(refused.message, HasSubstr("--same-weights"));
    ExecutionOptions confirmed;
    confirmed.same_weights = true;
    EXPECT_EQ(execute(s.project, s.client, run, confirmed, {}).candidates.at(0).done, 2);
}

} // namespace tiebreak::runs
