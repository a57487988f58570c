// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/execution.h"
#include "store/leases.h"
#include "store/responses.h"
#include "store/texts.h"
#include "tests/runs/live_project.h"
#include "tests/support/endpoint_answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace tiebreak::runs {

using testing::HasSubstr;

TEST(Execution, AsksJudgesAndFinishesOnce) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {});
    const Progress first = live.execute();
    ASSERT_EQ(first.phase, Progress::Phase::finished) << first.message;
    EXPECT_EQ(first.done, 3 * 5 + 5 * 2);
    EXPECT_EQ(first.total, first.done);
    const auto calls = endpoint.log()["calls"].get<int>();
    EXPECT_EQ(calls, 25);
    const Progress second = live.execute();
    EXPECT_EQ(second.phase, Progress::Phase::finished);
    EXPECT_EQ(second.done, 25);
    EXPECT_EQ(endpoint.log()["calls"].get<int>(), calls) << "nothing is asked or judged again";
    EXPECT_EQ(live.project.read([&](store::Connection& c) { return store::run(c, live.run).status; }),
              store::WorkStatus::finished);
}

TEST(Execution, CompletionsGetTheTemplatedPrompt) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint,
                     {.candidates = 1, .items = 1, .repeats = 1, .api = domain::Api::openai_completions});
    const Progress done = live.execute();
    ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
    live.project.read([&](store::Connection& c) {
        EXPECT_EQ(store::text_body(c, store::responses(c, live.run).at(0).text),
                  test::answer_text("step-01", "Question number 0"));
    });
}

TEST(Execution, AnAnswerPaidForInOneRunServesAnother) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {});
    ASSERT_EQ(live.execute().phase, Progress::Phase::finished);
    const auto calls = endpoint.log()["calls"].get<int>();
    live.make_run();
    ASSERT_EQ(live.execute().phase, Progress::Phase::finished);
    EXPECT_EQ(endpoint.log()["calls"].get<int>(), calls)
        << "same weights, same prompts, same repeat: same answers";
    EXPECT_EQ(live.verdicts().size(), 30U);
}

TEST(Execution, StoppedKeepsWhatArrivedAndGoesOn) {
    test::EndpointProcess endpoint(nlohmann::json{{"latency_ms", 20}});
    LiveProject live(endpoint, {.candidates = 3, .items = 60, .repeats = 1});
    std::stop_source stop;
    ExecutionOptions options;
    options.on_progress = [&](const Progress& progress) {
        if (progress.done > 40) {
            stop.request_stop();
        }
    };
    const Progress stopped = live.execute(options, stop.get_token());
    EXPECT_EQ(stopped.phase, Progress::Phase::stopped);
    const std::size_t stored =
        live.project.read([&](store::Connection& c) { return store::responses(c, live.run).size(); });
    EXPECT_GT(stored, 40U);
    EXPECT_LT(stored, 180U);
    const Progress done = live.execute();
    EXPECT_EQ(done.phase, Progress::Phase::finished) << done.message;
    EXPECT_EQ(done.done, 180 + 60);
    EXPECT_LE(endpoint.log()["calls"].get<int>(), 180 + 60 + 16 * 2)
        << "only what flew at the stop is asked twice";
}

TEST(Execution, FailuresAreCountedByKindAndAskedAgainNextTime) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 2, .items = 10, .repeats = 1});
    endpoint.control({{"every", {{"500", 1}}}});
    const Progress failed = live.execute();
    EXPECT_EQ(failed.candidates.at(0).failed, 10);
    EXPECT_EQ(failed.candidates.at(0).failures.begin()->second, 10)
        << failed.candidates.at(0).failures.begin()->first;
    EXPECT_THAT(failed.candidates.at(0).failures.begin()->first, HasSubstr("500"));
    EXPECT_TRUE(live.verdicts().empty()) << "a failed call is no answer, so there is nothing to judge";
    live.project.read([&](store::Connection& c) {
        const auto rows = store::responses(c, live.run);
        EXPECT_EQ(rows.size(), 20U);
        EXPECT_EQ(store::attempts(c, rows[0].call).size(), 3U) << "each try is kept for the raw exchange";
    });
}

TEST(Execution, ASecondProgramIsToldWhoWorks) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {});
    live.project.writer().run([&](store::Connection& c) {
        store::LeaseHolder other = store::this_process();
        other.process = "another";
        ASSERT_FALSE(store::acquire_lease(c, live.run, other));
    });
    const Progress refused = live.execute();
    EXPECT_EQ(refused.phase, Progress::Phase::failed);
    EXPECT_THAT(refused.message, HasSubstr("another Tiebreak"));
    EXPECT_EQ(endpoint.log()["calls"].get<int>(), 0);
}

TEST(Execution, NobodyThereIsAFailureWithItsReasonNotAHang) {
    auto endpoint = std::make_unique<test::EndpointProcess>();
    LiveProject live(*endpoint, {.candidates = 1, .items = 3, .repeats = 1});
    endpoint->kill();
    const Progress done = live.execute();
    EXPECT_EQ(done.candidates.at(0).failures.at("no connection"), 3) << done.message;
}

TEST(Execution, ScorersCostNothingAndSayWhatTheyCouldNotJudge) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 2, .items = 3, .repeats = 1});
    domain::JudgingId overlap;
    live.project.writer().run([&](store::Connection& c) {
        store::JudgingRow row;
        row.run = live.run;
        row.name = "overlap";
        row.protocol = domain::Protocol::scorer;
        domain::JudgingSpec spec;
        spec.judge.scorer = "reference-overlap";
        row.settings = settings_json(spec);
        row.settings_hash = std::string(64, '3');
        row.judges = {{"scorer", "reference-overlap", {}}};
        overlap = store::create_judging(c, row);
    });
    const Progress done = live.execute();
    ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
    live.project.read([&](store::Connection& c) {
        EXPECT_EQ(store::verdicts(c, overlap).size(), 6U);
        EXPECT_EQ(store::judgings(c, live.run).at(1).status, store::WorkStatus::finished);
    });
}

} // namespace tiebreak::runs
