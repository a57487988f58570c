// SPDX-License-Identifier: GPL-3.0-or-later
// What a run will do and cost, said beforehand, against what it then did.
#include "tests/runs/live_project.h"
#include "workbench/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::workbench {

using runs::LiveProject;
using testing::Contains;
using testing::HasSubstr;

namespace {

RunPlan plan_of(LiveProject& live) {
    return live.project.read([&](store::Connection& c) { return plan_run(c, live.run); });
}

/// Puts a price, and what else is changed, on the revisions that the run has.
void change(LiveProject& live, const std::function<void(domain::Candidate&)>& how) {
    live.project.writer().run([&](store::Connection& c) {
        for (store::CandidateRow& row : store::run_candidates(c, live.run)) {
            how(row.candidate);
            store::save_candidate(c, store::Role::candidate, row.candidate);
        }
        for (const store::JudgingRow& judging : store::judgings(c, live.run)) {
            store::CandidateRow row = store::candidate_revision(c, judging.judges.at(0).model);
            how(row.candidate);
            store::save_candidate(c, store::Role::judge, row.candidate);
        }
    });
}

/// Tokens that the run's calls took, as the server counted.
domain::Usage spent_tokens(LiveProject& live) {
    return live.project.read([&](store::Connection& c) {
        store::Query q = c.query("SELECT sum(prompt_tokens), sum(completion_tokens) FROM call");
        q.step();
        return domain::Usage{q.integer(0), q.integer(1), {}, {}};
    });
}

} // namespace

TEST(Plan, CountsWhatIsLeftAndAddsUp) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 3, .items = 20, .repeats = 2});
    const RunPlan before = plan_of(live);
    EXPECT_EQ(before.calls, 3 * 20 + 20 * 2);
    EXPECT_EQ(before.stored, 0);
    EXPECT_FALSE(before.finished);
    ASSERT_EQ(before.candidates.size(), 3U);
    EXPECT_EQ(before.candidates[1].calls, 20);
    ASSERT_EQ(before.judgings.size(), 1U);
    EXPECT_EQ(before.judgings[0].calls, 40) << "answers that are still to come are judged, too";
    EXPECT_FALSE(before.seconds) << "no call was seen: nothing tells how long one takes";
    EXPECT_THAT(before.seconds_unknown, HasSubstr("step-01"));
    EXPECT_FALSE(before.costs_or_leaves());
    ASSERT_EQ(before.hosts.size(), 1U);
    EXPECT_EQ(before.hosts[0].calls, 100);

    ASSERT_EQ(live.execute().phase, runs::Progress::Phase::finished);
    const RunPlan after = plan_of(live);
    EXPECT_EQ(after.calls, 0);
    EXPECT_EQ(after.stored, 100);
    EXPECT_TRUE(after.finished);
    EXPECT_TRUE(after.hosts.empty());
}

TEST(Plan, WhatARunThenTakesLiesInsideTheEstimate) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 2, .items = 60, .repeats = 1});
    change(live, [](domain::Candidate& c) { c.price = domain::Price{3, 15}; });
    // A few calls first, so that there is something to measure by.
    std::stop_source stop;
    runs::ExecutionOptions options;
    options.on_progress = [&](const runs::Progress& progress) {
        if (progress.done >= 12) {
            stop.request_stop();
        }
    };
    endpoint.control({{"latency_ms", 40}});
    (void)live.execute(options, stop.get_token());
    const RunPlan plan = plan_of(live);
    const domain::Usage before = spent_tokens(live);
    ASSERT_TRUE(plan.completion_tokens);
    for (const RunPlan::Part& part : plan.candidates) {
        EXPECT_TRUE(part.prompt_measured) << part.name;
        EXPECT_THAT(part.length_basis, HasSubstr("of it"));
    }
    endpoint.control({{"latency_ms", 0}});
    ASSERT_TRUE(plan.candidates[0].seconds);
    EXPECT_GT(*plan.candidates[0].seconds, 0);

    ASSERT_EQ(live.execute().phase, runs::Progress::Phase::finished);
    const domain::Usage after = spent_tokens(live);
    // The candidates' part was measured, the judge's is a rule of thumb: both lie in their ranges.
    const auto prompt = static_cast<double>(*after.prompt_tokens - *before.prompt_tokens);
    EXPECT_GE(prompt, plan.prompt_tokens.low);
    EXPECT_LE(prompt, plan.prompt_tokens.high);
    ASSERT_TRUE(plan.cost);
    const double cost = live.project.read([&](store::Connection& c) {
        return store::run_spend(c, live.run).cost;
    }) - plan.spent;
    EXPECT_LE(plan.cost->low, cost);
    EXPECT_GE(plan.cost->high, cost);
}

TEST(Plan, WhatIsNotKnownIsAbsentWithItsReason) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 1, .items = 4, .repeats = 1});
    change(live, [](domain::Candidate& c) {
        c.endpoint.base_url = c.name == "judge" ? c.endpoint.base_url : "https://models.example/v1";
    });
    const RunPlan plan = plan_of(live);
    EXPECT_TRUE(plan.candidates[0].leaves);
    EXPECT_FALSE(plan.candidates[0].completion_tokens) << "no max_tokens, no answer seen";
    EXPECT_FALSE(plan.cost);
    EXPECT_THAT(plan.cost_unknown, HasSubstr("no price"));
    EXPECT_EQ(plan.unpriced(), "step-01");
    EXPECT_TRUE(plan.costs_or_leaves());
    EXPECT_EQ(plan.hosts[0].address, "https://models.example:443");
}

TEST(Plan, ACapBelowTheEstimateIsSaidBefore) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 1, .items = 10, .repeats = 1});
    change(live, [](domain::Candidate& c) { c.price = domain::Price{1000, 1000}; });
    live.project.writer().run([&](store::Connection& c) { store::set_run_max_cost(c, live.run, 0.001); });
    EXPECT_TRUE(plan_of(live).candidates[0].may_cost());
    live.project.read([&](store::Connection& c) { EXPECT_EQ(store::run(c, live.run).max_cost, 0.001); });
}

} // namespace tiebreak::workbench
