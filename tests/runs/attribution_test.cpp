// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the shuffle, each verdict belongs to the candidate whose answer it was about.
#include "store/responses.h"
#include "store/texts.h"
#include "tests/runs/live_project.h"
#include "tests/support/endpoint_answers.h"

#include <gtest/gtest.h>

#include <map>

namespace tiebreak::runs {

namespace {

constexpr int candidates = 24;
constexpr int items = 110;
constexpr int repeats = 2;

using Orders = std::map<std::pair<std::int64_t, int>, std::vector<std::int64_t>>;

/// (item position, repeat) -> candidates' slots in the order shown.
Orders orders_of(LiveProject& live) {
    Orders orders;
    live.project.read([&](store::Connection& c) {
        std::map<std::int64_t, std::int64_t> slot_of;
        std::map<std::int64_t, std::int64_t> place_of;
        for (const auto& candidate : store::run_candidates(c, live.run)) {
            slot_of[candidate.revision.value] = candidate.slot;
        }
        for (const auto& item : store::items(c, store::run(c, live.run).eval_set)) {
            place_of[item.revision.value] = item.position;
        }
        std::map<std::int64_t, std::int64_t> candidate_of;
        for (const auto& response : store::responses(c, live.run)) {
            candidate_of[response.id.value] = slot_of.at(response.candidate.value);
        }
        for (const auto& unit : store::units(c, live.judging)) {
            auto& order = orders[{place_of.at(unit.item.value), unit.repeat}];
            for (const auto& position : unit.positions) {
                order.push_back(candidate_of.at(position.response.value));
            }
        }
    });
    return orders;
}

} // namespace

TEST(Attribution, TwentyFourCandidatesJudgedJointlyTwice) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {candidates, items, repeats, 7});
    const Progress done = live.execute();
    ASSERT_EQ(done.phase, Progress::Phase::finished) << done.message;
    EXPECT_EQ(done.done, candidates * items + items * repeats);

    const auto verdicts = live.verdicts();
    EXPECT_EQ(verdicts.size(), static_cast<std::size_t>(candidates * items * repeats));
    std::map<std::int64_t, std::string> name_of;
    std::map<std::int64_t, std::string> question_of;
    live.project.read([&](store::Connection& c) {
        for (const auto& candidate : store::run_candidates(c, live.run)) {
            name_of[candidate.revision.value] = candidate.candidate.model;
        }
        for (const auto& item : store::items(c, store::run(c, live.run).eval_set)) {
            question_of[item.revision.value] = item.content.instruction;
        }
    });
    std::map<std::pair<std::int64_t, int>, int> stood; // (candidate, position) -> times
    for (const store::VerdictRow& verdict : verdicts) {
        const std::string answer =
            test::answer_text(name_of.at(verdict.candidate.value), question_of.at(verdict.item.value));
        ASSERT_EQ(verdict.score, test::judge_score(answer));
        ASSERT_EQ(verdict.comment, test::judge_comment(answer)) << "the comment names the answer's digest";
        ++stood[{verdict.candidate.value, verdict.position}];
    }
    EXPECT_EQ(stood.size(), static_cast<std::size_t>(candidates * candidates))
        << "each stood in each position";
    for (const auto& [place, times] : stood) {
        EXPECT_NEAR(times, static_cast<double>(items * repeats) / candidates, 1.0);
    }

    // Same seed, same orders; other seed, other orders.
    LiveProject same(endpoint, {candidates, items, repeats, 7});
    ASSERT_EQ(same.execute().phase, Progress::Phase::finished);
    LiveProject other(endpoint, {candidates, items, repeats, 8});
    ASSERT_EQ(other.execute().phase, Progress::Phase::finished);
    const Orders first = orders_of(live);
    EXPECT_EQ(first, orders_of(same));
    const Orders moved = orders_of(other);
    int equal = 0;
    for (const auto& [place, order] : first) {
        equal += moved.at(place) == order ? 1 : 0;
    }
    EXPECT_LT(equal, items * repeats / 10);
}

} // namespace tiebreak::runs
