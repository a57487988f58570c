// SPDX-License-Identifier: GPL-3.0-or-later
// The spending cap: nothing is asked that would pass it, and a raised one goes on.
#include "runs/budget.h"
#include "tests/runs/live_project.h"

#include <gtest/gtest.h>

namespace tiebreak::runs {

namespace {

using Admission = Feeder::Admission;

void set_prices(LiveProject& live, domain::Price price) {
    live.project.writer().run([&](store::Connection& c) {
        for (store::CandidateRow& row : store::run_candidates(c, live.run)) {
            row.candidate.price = price;
            store::save_candidate(c, store::Role::candidate, row.candidate);
        }
        store::CandidateRow judge =
            store::candidate_revision(c, store::judging(c, live.judging).judges.at(0).model);
        judge.candidate.price = price;
        store::save_candidate(c, store::Role::judge, judge.candidate);
    });
}

void set_cap(LiveProject& live, std::optional<double> cap) {
    live.project.writer().run([&](store::Connection& c) { store::set_run_max_cost(c, live.run, cap); });
}

double stored_cost(LiveProject& live) {
    return live.project.read([&](store::Connection& c) { return store::run_spend(c, live.run).cost; });
}

} // namespace

TEST(Budget, WhatDoesNotFitWaitsForWhatFliesAndIsRefusedOnlyThen) {
    Budget budget(1.0, 0.4);
    const domain::Candidate model;
    EXPECT_EQ(budget.admit(0.5), Admission::now);
    EXPECT_EQ(budget.admit(0.2), Admission::later) << "0.4 + 0.5 flying + 0.2 would pass";
    budget.settle(0.5, 0.1, model, {}); // came home for less
    EXPECT_EQ(budget.admit(0.2), Admission::now);
    budget.settle(0.2, std::nullopt, model, {}); // no usage told: the estimate stands
    EXPECT_DOUBLE_EQ(budget.spent(), 0.7);
    EXPECT_EQ(budget.admit(0.31), Admission::never);
    EXPECT_TRUE(budget.exhausted());
    EXPECT_EQ(budget.admit(0), Admission::now) << "what is free goes on";
}

TEST(Budget, TheCapHoldsToTheCentAndARaisedOneGoesOn) {
    test::EndpointProcess endpoint(nlohmann::json{{"latency_ms", 3}});
    LiveProject live(endpoint, {.candidates = 2, .items = 30, .repeats = 1});
    set_prices(live, {1000, 1000});
    for (const double cap : {0.3, 0.9, 1.5}) {
        set_cap(live, cap);
        const Progress paused = live.execute();
        ASSERT_EQ(paused.phase, Progress::Phase::stopped) << paused.message;
        EXPECT_TRUE(paused.paused_by_cap);
        EXPECT_NE(paused.message.find("cap"), std::string::npos) << paused.message;
        const double spent = stored_cost(live);
        EXPECT_LE(spent, cap);
        EXPECT_NEAR(paused.run_cost, spent, 1e-9) << "what is told is what is stored";
        EXPECT_EQ(paused.max_cost, cap);
        EXPECT_EQ(live.project.read([&](store::Connection& c) { return store::run(c, live.run).status; }),
                  store::WorkStatus::stopped);
    }
    set_cap(live, std::nullopt);
    const Progress done = live.execute();
    EXPECT_EQ(done.phase, Progress::Phase::finished) << done.message;
    EXPECT_EQ(endpoint.log()["calls"].get<int>(), 2 * 30 + 30) << "nothing was asked twice";
    EXPECT_NEAR(done.run_cost, stored_cost(live), 1e-9);
}

TEST(Budget, WhatOneRunPaidForCountsOnceOnly) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 1, .items = 4, .repeats = 1});
    set_prices(live, {1000, 1000});
    ASSERT_EQ(live.execute().phase, Progress::Phase::finished);
    const domain::RunId first = live.run;
    const double paid = stored_cost(live);
    EXPECT_GT(paid, 0);
    live.make_run();
    ASSERT_EQ(live.execute().phase, Progress::Phase::finished);
    EXPECT_EQ(stored_cost(live), 0) << "all of it was paid for by the first run";
    live.run = first;
    EXPECT_EQ(stored_cost(live), paid);
}

} // namespace tiebreak::runs
