// SPDX-License-Identifier: GPL-3.0-or-later
// Retrying only what failed, samples, and turns that follow from answers.
#include "runs/selection.h"
#include "store/responses.h"
#include "store/texts.h"
#include "tests/runs/live_project.h"
#include "tests/support/endpoint_answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace tiebreak::runs {

namespace {

std::map<std::string, int> failed_by_candidate(LiveProject& live) {
    return live.project.read([&](store::Connection& c) {
        std::map<std::int64_t, std::string> names;
        for (const store::CandidateRow& row : store::run_candidates(c, live.run)) {
            names[row.revision.value] = row.candidate.name;
        }
        std::map<std::string, int> failed;
        for (const store::ResponseRow& row : store::responses(c, live.run)) {
            failed[names.at(row.candidate.value)] += row.failure != domain::FailureKind::none ? 1 : 0;
        }
        return failed;
    });
}

/// Another run over items of the test's own, with the samples it wants.
void make_run(LiveProject& live, const std::vector<domain::Item>& items, int samples) {
    live.project.writer().run([&](store::Connection& c) {
        std::vector<domain::CandidateRevisionId> revisions;
        for (const store::CandidateRow& row : store::run_candidates(c, live.run)) {
            revisions.push_back(row.revision);
        }
        const auto set = store::save_eval_set(c, "own", items, "");
        live.run = store::create_run(c, {"own", set, std::string(64, 'd'), "{}", "", revisions,
                                         std::vector<int>(revisions.size(), samples)});
    });
}

domain::Item dialog(int i) {
    domain::Item item;
    item.external_id = "d" + std::to_string(i);
    item.instruction = "First question of " + std::to_string(i);
    item.turns = {"Second question of " + std::to_string(i), "Third"};
    return item;
}

} // namespace

TEST(Selection, OnlyWhatIsChosenIsAskedAgain) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 2, .items = 8, .repeats = 1});
    endpoint.control({{"every", {{"400", 3}}}}); // every third call is refused for good
    (void)live.execute();
    const auto failed = failed_by_candidate(live);
    ASSERT_GT(failed.at("step-01"), 0);
    ASSERT_GT(failed.at("step-02"), 0);
    endpoint.control({{"every", nlohmann::json::object()}, {"reset_log", true}});

    ExecutionOptions none;
    none.selection.kinds = {domain::FailureKind::timeout};
    (void)live.execute(none);
    EXPECT_EQ(endpoint.log()["by_model"].value("step-01", 0), 0) << "nothing failed that way";

    ExecutionOptions first;
    first.selection.only_failed = true;
    first.selection.candidates = {"step-01"};
    (void)live.execute(first);
    EXPECT_EQ(endpoint.log()["by_model"].value("step-01", 0), failed.at("step-01"));
    EXPECT_EQ(endpoint.log()["by_model"].value("step-02", 0), 0);
    EXPECT_EQ(failed_by_candidate(live).at("step-01"), 0);
    EXPECT_EQ(failed_by_candidate(live).at("step-02"), failed.at("step-02"));

    ExecutionOptions other;
    other.selection.kinds = {domain::FailureKind::http_client};
    (void)live.execute(other);
    EXPECT_EQ(endpoint.log()["by_model"].value("step-02", 0), failed.at("step-02"));
}

TEST(Selection, WhatWasNeverAskedKeepsTheRunOpen) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 2, .items = 3, .repeats = 1});
    ExecutionOptions one;
    one.selection.candidates = {"step-02"};
    const Progress half = live.execute(one);
    EXPECT_EQ(half.phase, Progress::Phase::stopped);
    EXPECT_TRUE(live.verdicts().empty()) << "a joint judging waits for every answer";
    EXPECT_EQ(live.execute().phase, Progress::Phase::finished);
    EXPECT_EQ(live.verdicts().size(), 6U);
}

TEST(Samples, EachIsAskedOnceUnderAKeyOfItsOwn) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 1, .items = 1, .repeats = 1});
    domain::Item item;
    item.instruction = "One question";
    make_run(live, {item}, 3);
    const Progress done = live.execute();
    ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
    EXPECT_EQ(done.candidates.at(0).total, 3);
    EXPECT_EQ(done.candidates.at(0).done, 3);
    std::set<int> repeats;
    std::set<std::int64_t> calls;
    live.project.read([&](store::Connection& c) {
        for (const store::ResponseRow& row : store::responses(c, live.run)) {
            repeats.insert(row.repeat);
            calls.insert(row.call.value);
        }
    });
    EXPECT_EQ(repeats, (std::set<int>{1, 2, 3}));
    EXPECT_EQ(calls.size(), 3U);
    const int asked = endpoint.log()["calls"].get<int>();
    make_run(live, {item}, 5); // two more of the same
    ASSERT_EQ(live.execute().phase, Progress::Phase::finished);
    EXPECT_EQ(endpoint.log()["calls"].get<int>(), asked + 2);
}

TEST(Turns, EachIsAskedWithTheModelsOwnAnswersBefore) {
    test::EndpointProcess endpoint(nlohmann::json{{"log_calls", true}});
    LiveProject live(endpoint, {.candidates = 2, .items = 1, .repeats = 1});
    make_run(live, {dialog(1), dialog(2)}, 1);
    const Progress done = live.execute();
    ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
    EXPECT_EQ(done.candidates.at(0).done, 6);
    live.project.read([&](store::Connection& c) {
        std::map<std::pair<std::int64_t, std::int64_t>, std::map<int, std::string>> dialogs;
        for (const store::ResponseRow& row : store::responses(c, live.run)) {
            dialogs[{row.item.value, row.candidate.value}][row.turn] = store::text_body(c, row.text);
        }
        ASSERT_EQ(dialogs.size(), 4U);
        for (const auto& [place, turns] : dialogs) {
            ASSERT_EQ(turns.size(), 3U);
            EXPECT_NE(turns.at(1), turns.at(2));
        }
        // The endpoint's answer names the last question, and the second one's key holds the first answer.
        const auto items = store::items(c, store::run(c, live.run).eval_set);
        EXPECT_EQ(dialogs.begin()->second.at(2),
                  test::answer_text("step-01", items.at(0).content.turns.at(0)));
    });
    EXPECT_EQ(endpoint.log()["calls"].get<int>(), 12);
    ASSERT_EQ(live.execute().phase, Progress::Phase::finished);
    EXPECT_EQ(endpoint.log()["calls"].get<int>(), 12);
}

TEST(Turns, AFailedOneStopsTheLaterOnesOfItsItemAndIsGoneOnWith) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 1, .items = 1, .repeats = 1});
    domain::Item broken = dialog(1);
    broken.turns[0] += " [[fault:400*1]]"; // refused the first time it is asked
    make_run(live, {broken, dialog(2)}, 1);
    const Progress first = live.execute();
    EXPECT_EQ(first.candidates.at(0).done, 1 + 3);
    EXPECT_EQ(first.candidates.at(0).failed, 2) << "the turn itself, and the one that cannot follow";
    EXPECT_EQ(endpoint.log()["calls"].get<int>(), 2 + 3);
    const Progress second = live.execute();
    EXPECT_EQ(second.phase, Progress::Phase::finished) << second.message;
    EXPECT_EQ(second.candidates.at(0).done, 6);
    EXPECT_EQ(endpoint.log()["calls"].get<int>(), 5 + 2) << "the first turn is not asked again";
}

} // namespace tiebreak::runs
