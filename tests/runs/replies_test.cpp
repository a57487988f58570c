// SPDX-License-Identifier: GPL-3.0-or-later
// What judges reply, the right one of verdict, parse failure and failed; read again without a call.
#include "runs/reread.h"
#include "store/responses.h"
#include "tests/runs/live_project.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tiebreak::runs {

using store::ParseStatus;

class JudgeReplies : public testing::TestWithParam<std::pair<const char*, ParseStatus>> {};

TEST_P(JudgeReplies, BecomeTheRightOne) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 3, .items = 2, .repeats = 1});
    endpoint.control({{"judge_every", {{GetParam().first, 1}}}});
    const Progress done = live.execute();
    const auto states = live.states();
    ASSERT_EQ(states.size(), 2U) << done.message;
    for (const store::UnitState& state : states) {
        EXPECT_EQ(state.status, GetParam().second) << state.reason;
        if (state.status != ParseStatus::read) {
            EXPECT_FALSE(state.reason.empty());
        }
    }
    EXPECT_EQ(live.verdicts().size(), GetParam().second == ParseStatus::read ? 6U : 0U);
}

INSTANTIATE_TEST_SUITE_P(
    All, JudgeReplies,
    testing::Values(std::pair("fenced", ParseStatus::read), std::pair("prefixed", ParseStatus::read),
                    std::pair("truncated", ParseStatus::parse_failure),
                    std::pair("missing", ParseStatus::parse_failure),
                    std::pair("out-of-range", ParseStatus::parse_failure),
                    std::pair("twice", ParseStatus::parse_failure),
                    std::pair("empty", ParseStatus::parse_failure), std::pair("html", ParseStatus::failed),
                    std::pair("500", ParseStatus::failed), std::pair("cut", ParseStatus::failed),
                    std::pair("prose", ParseStatus::parse_failure), std::pair("forged", ParseStatus::read)),
    [](const auto& one) {
        std::string name = one.param.first;
        std::ranges::replace(name, '-', '_');
        return name;
    });

TEST(Reread, ABetterParserNeedsNoCall) {
    test::EndpointProcess endpoint;
    LiveProject live(endpoint, {.candidates = 2, .items = 3, .repeats = 1});
    ASSERT_EQ(live.execute().phase, Progress::Phase::finished);
    const auto calls = endpoint.log()["calls"].get<int>();
    // As a former, worse parser would have left it: every reading a failure of version 0.
    live.project.writer().run([](store::Connection& c) {
        c.execute("DELETE FROM verdict");
        c.execute("UPDATE parse SET status = 'parse_failure', reason = 'old', parser_version = 0");
    });
    EXPECT_TRUE(live.verdicts().empty());
    const Reread result = reread_replies(live.project, live.judging);
    EXPECT_EQ(result.replies, 3);
    EXPECT_EQ(result.read_before, 0);
    EXPECT_EQ(result.read_now, 3);
    EXPECT_EQ(live.verdicts().size(), 6U);
    EXPECT_EQ(endpoint.log()["calls"].get<int>(), calls);
    EXPECT_EQ(reread_replies(live.project, live.judging).read_now, 3)
        << "the same parser reads nothing twice";
}

} // namespace tiebreak::runs
