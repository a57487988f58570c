// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "judging/recorded.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::judging {
namespace {

using domain::Protocol;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Recorded : public testing::Test {
protected:
    std::vector<ItemResponses> items_{{"u0", {{0, true, "same"}, {1, true, "same"}, {2, true, "other"}}},
                                      {"u1", {{0, true, "a"}, {1, false, ""}, {2, true, "b"}}}};
    std::vector<std::string> ids_{"first", "second"};
    std::vector<std::string> names_{"small", "middle", "large"};

    RecordedMatch match(Protocol protocol, const std::vector<RecordedReply>& replies, int repeats = 1) {
        return match_recorded(protocol, replies,
                              {.items = items_, .item_ids = ids_, .candidates = names_, .repeats = repeats});
    }
};

TEST_F(Recorded, JointUnitsHaveTheRecordedOrderUnmerged) {
    const auto result = match(Protocol::joint, {{1, "second", 1, {"large", "small"}, "", "r1"},
                                                {2, "first", 1, {"large", "small", "middle"}, "", "r2"}});
    EXPECT_THAT(result.problems, IsEmpty());
    EXPECT_THAT(result.unanswered, IsEmpty());
    ASSERT_EQ(result.units.size(), 2U);
    EXPECT_EQ(result.units[0].unit.item, 0U);
    EXPECT_EQ(result.units[0].reply, 1U);
    EXPECT_THAT(result.units[0].unit.positions, ElementsAre(Shown{{2}}, Shown{{0}}, Shown{{1}}));
    EXPECT_THAT(result.units[1].unit.positions, ElementsAre(Shown{{2}}, Shown{{0}}));
    EXPECT_THAT(result.units[1].unit.absent, ElementsAre(1));
}

TEST_F(Recorded, SingleUnitsAreFoundByCandidate) {
    const auto result =
        match(Protocol::single, {{1, "first", 2, {}, "middle", "5"}, {2, "second", 1, {}, "large", "6"}}, 2);
    EXPECT_THAT(result.problems, IsEmpty());
    ASSERT_EQ(result.units.size(), 2U);
    EXPECT_EQ(result.units[1].unit.group, 1);
    EXPECT_THAT(result.units[1].unit.positions, ElementsAre(Shown{{1}}));
    EXPECT_EQ(result.unanswered.size(), 8U); // five responses, twice, less the two answered
    EXPECT_THAT(result.unanswered, testing::Contains(Unanswered{0, 1, 1}));
    EXPECT_THAT(result.unanswered, testing::Not(testing::Contains(Unanswered{0, 2, 1})));
}

TEST_F(Recorded, WhatDoesNotFitIsReportedByLineAndReason) {
    const auto result = match(Protocol::joint, {{1, "third", 1, {"large"}, "", "r"},
                                                {2, "first", 1, {"large", "small", "huge"}, "", "r"},
                                                {3, "first", 1, {"large", "small", "large"}, "", "r"},
                                                {4, "first", 1, {"large", "small"}, "", "r"},
                                                {5, "second", 1, {"large", "small", "middle"}, "", "r"},
                                                {6, "second", 2, {"large", "small"}, "", "r"},
                                                {7, "second", 0, {"large", "small"}, "", "r"},
                                                {8, "second", 1, {}, "", "r"},
                                                {9, "second", 1, {"large", "small"}, "", "r"},
                                                {10, "second", 1, {"small", "large"}, "", "r"}});
    const std::vector<std::pair<std::size_t, std::string>> expected{
        {1, "no item \"third\""},  {2, "no candidate \"huge\""},      {3, "\"large\" stands twice"},
        {4, "\"middle\" missing"}, {5, "\"middle\" has no response"}, {6, "repeat 2"},
        {7, "repeat 0"},           {8, "order of the candidates"},    {10, "line 9 answers the same"}};
    ASSERT_EQ(result.problems.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(result.problems[i].line, expected[i].first);
        EXPECT_EQ(result.problems[i].reply, expected[i].first - 1);
        EXPECT_THAT(result.problems[i].why, HasSubstr(expected[i].second));
    }
    ASSERT_EQ(result.units.size(), 1U);
    EXPECT_EQ(result.units[0].reply, 8U);
    EXPECT_THAT(result.unanswered, ElementsAre(Unanswered{0, 1, 0}));
}

TEST_F(Recorded, OtherProtocolsAreRefused) {
    EXPECT_THROW((void)match(Protocol::scorer, {}), domain::Error);
}

} // namespace
} // namespace tiebreak::judging
