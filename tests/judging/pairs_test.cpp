// SPDX-License-Identifier: GPL-3.0-or-later
// Which pairs are asked, in which order, how often; and linked groups.
#include "domain/error.h"
#include "judging/unit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace tiebreak::judging {

namespace {

using domain::Protocol;

std::vector<ItemResponses> all_different(std::size_t items, std::size_t candidates) {
    std::vector<ItemResponses> set;
    for (std::size_t i = 0; i < items; ++i) {
        ItemResponses& item = set.emplace_back();
        item.uid = "item-" + std::to_string(i);
        for (std::size_t c = 0; c < candidates; ++c) {
            item.responses.push_back({c, true, "answer " + std::to_string(i) + "/" + std::to_string(c)});
        }
    }
    return set;
}

PlanOptions against(std::size_t baseline) {
    PlanOptions options;
    options.baseline = baseline;
    options.seed = 7;
    return options;
}

} // namespace

TEST(PairPlan, CallsAreTwoAnItemAndAllPairsInBothOrders) {
    for (std::size_t n = 2; n <= 100; n += n < 12 ? 1 : 11) {
        EXPECT_EQ(plan_units(Protocol::pairwise, all_different(5, n), against(n - 1)).units.size(),
                  5 * 2 * (n - 1));
        EXPECT_EQ(plan_units(Protocol::round_robin, all_different(3, n), {}).units.size(), 3 * n * (n - 1));
    }
}

TEST(PairPlan, EachPairStandsOnceInEitherOrder) {
    const auto set = all_different(2, 6);
    std::map<std::pair<std::size_t, std::size_t>, int> shown;
    std::set<std::tuple<std::size_t, int, int>> names;
    for (const Unit& unit : plan_units(Protocol::round_robin, set, {}).units) {
        ASSERT_EQ(unit.positions.size(), 2U);
        const std::size_t left = unit.positions[0].responses.at(0);
        const std::size_t right = unit.positions[1].responses.at(0);
        ++shown[{left, right}];
        const Pair pair = pair_of(unit, 6);
        EXPECT_LT(pair.first, pair.second);
        EXPECT_EQ(unit.orientation == 0 ? pair.first : pair.second, left);
        EXPECT_TRUE(names.insert({unit.item, unit.group, unit.orientation}).second) << "a name of its own";
    }
    EXPECT_EQ(shown.size(), 30U);
    for (const auto& [pair, times] : shown) {
        EXPECT_EQ(times, 2) << "once an item";
    }
}

TEST(PairPlan, OneOrderIsDrawnAndBalanced) {
    PlanOptions options = against(0);
    options.swap = false;
    options.repeats = 2;
    std::map<std::size_t, int> first; // candidate -> how often it was shown first
    const auto plan = plan_units(Protocol::pairwise, all_different(100, 4), options);
    EXPECT_EQ(plan.units.size(), 100U * 3 * 2);
    std::map<std::pair<std::size_t, int>, std::set<int>> by_item;
    for (const Unit& unit : plan.units) {
        first[pair_of(unit, 4).first] += unit.orientation == 0 ? 1 : 0;
        by_item[{unit.item, unit.group}].insert(unit.orientation);
    }
    for (const auto& [candidate, times] : first) {
        EXPECT_EQ(times, 100) << candidate;
    }
    for (const auto& [item, orientations] : by_item) {
        EXPECT_EQ(orientations.size(), 2U) << "two repeats turn the order";
    }
    options.repeats = 1;
    const auto once = plan_units(Protocol::pairwise, all_different(100, 4), options);
    const auto same = plan_units(Protocol::pairwise, all_different(100, 4), options);
    EXPECT_EQ(once.units, same.units);
    options.seed = 8;
    EXPECT_NE(once.units, plan_units(Protocol::pairwise, all_different(100, 4), options).units);
}

TEST(PairPlan, IdenticalAnswersAreMergedOrSettled) {
    ItemResponses item{"uid", {{0, true, "x"}, {1, true, "y"}, {2, true, "x"}, {3, true, "z"}}};
    const auto with_baseline = plan_units(Protocol::pairwise, std::vector{item}, against(0)).units;
    // y and z are asked in both orders; 2 says what the baseline says.
    ASSERT_EQ(with_baseline.size(), 6U);
    EXPECT_EQ(std::ranges::count_if(with_baseline, &Unit::identical), 2);
    for (const Unit& unit : with_baseline) {
        EXPECT_EQ(unit.identical, pair_of(unit, 4).first == 2);
    }
    const auto round = plan_units(Protocol::round_robin, std::vector{item}, {}).units;
    EXPECT_EQ(std::ranges::count_if(round, &Unit::identical), 2);
    EXPECT_EQ(round.size(), 2U * (1 + 3)); // x-x, and x-y, x-z, y-z with both x in one place
    PlanOptions apart;
    apart.merge_identical = false;
    EXPECT_EQ(plan_units(Protocol::round_robin, std::vector{item}, apart).units.size(), 12U);
}

TEST(PairPlan, WithoutItsBaselineAnItemIsNotJudged) {
    ItemResponses item{"uid", {{0, false, ""}, {1, true, "y"}}};
    const Plan plan = plan_units(Protocol::pairwise, std::vector{item}, against(0));
    EXPECT_TRUE(plan.units.empty());
    EXPECT_EQ(plan.absent, (std::vector<Absent>{{0, 0}}));
    EXPECT_THROW((void)plan_units(Protocol::pairwise, std::vector{item}, {}), domain::Error);
}

TEST(PairPlan, APanelAsksEverythingAndCriteriaAreAskedApart) {
    PlanOptions options = against(1);
    options.judges = 3;
    const auto plan = plan_units(Protocol::pairwise, all_different(4, 2), options);
    EXPECT_EQ(plan.units.size(), 4U * 2 * 3);
    PlanOptions criteria;
    criteria.criteria = 2;
    std::set<int> groups;
    for (const Unit& unit : plan_units(Protocol::rubric, all_different(1, 3), criteria).units) {
        EXPECT_EQ(unit.group, static_cast<int>(unit.criterion * 3 + unit.positions[0].responses[0]));
        groups.insert(unit.group);
    }
    EXPECT_EQ(groups.size(), 6U);
}

TEST(LinkedGroups, EveryAnswerStandsOnceAndTwoStandInAll) {
    for (const int size : {3, 4, 8, 16}) {
        const auto set = all_different(6, 24);
        PlanOptions options;
        options.group_size = size;
        options.seed = 5;
        std::map<std::size_t, std::map<std::size_t, int>> times;
        std::map<std::size_t, int> groups;
        std::set<std::vector<std::size_t>> anchors_drawn;
        const auto units = plan_units(Protocol::joint, set, options).units;
        for (const Unit& unit : units) {
            EXPECT_LE(unit.positions.size(), static_cast<std::size_t>(size));
            EXPECT_EQ(unit.anchors.size(), 2U);
            ++groups[unit.item];
            for (const Shown& shown : unit.positions) {
                ++times[unit.item][shown.responses.at(0)];
            }
        }
        for (const Unit& unit : units) {
            std::vector<std::size_t> shared;
            for (const std::size_t position : unit.anchors) {
                shared.push_back(unit.positions[position].responses.at(0));
                EXPECT_EQ(times[unit.item][shared.back()], groups[unit.item]);
            }
            std::ranges::sort(shared);
            anchors_drawn.insert(shared);
        }
        for (const auto& [item, counts] : times) {
            EXPECT_EQ(counts.size(), 24U);
            EXPECT_EQ(std::ranges::count_if(counts, [](const auto& c) { return c.second == 1; }), 22);
            // As few groups as the size allows, and balanced to within one.
            EXPECT_EQ(groups[item], (22 + size - 3) / (size - 2));
        }
        EXPECT_GT(anchors_drawn.size(), 3U) << "drawn anew for each item";
    }
}

TEST(LinkedGroups, SplitsByLengthAndNeverWithoutNeed) {
    auto set = all_different(1, 6);
    for (CandidateResponse& response : set[0].responses) {
        response.bytes = 3000;
    }
    PlanOptions options;
    options.group_bytes = 40'000;
    EXPECT_EQ(plan_units(Protocol::joint, set, options).units.size(), 1U);
    options.group_bytes = 14'000; // four answers of 3,360 fit, six do not
    const auto units = plan_units(Protocol::joint, set, options).units;
    EXPECT_EQ(units.size(), 2U);
    EXPECT_EQ(units[0].positions.size(), 4U);
    options.group_bytes = 1; // nothing fits: an answer a group, with its anchors
    EXPECT_EQ(plan_units(Protocol::joint, set, options).units.size(), 4U);
    options.group_size = 3;
    EXPECT_EQ(plan_units(Protocol::joint, all_different(1, 3), options).units.size(), 1U);
    EXPECT_EQ(answer_room(1000, 500), 2500U);
    EXPECT_EQ(answer_room(10, 500), 1U);
}

TEST(Trial, TakesTheFirstOrASample) {
    EXPECT_EQ(trial_items(5, 0, false, 1), (std::vector<std::size_t>{0, 1, 2, 3, 4}));
    EXPECT_EQ(trial_items(5, 2, false, 1), (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(trial_items(5, 9, true, 1).size(), 5U);
    const auto drawn = trial_items(1000, 20, true, 3);
    EXPECT_EQ(drawn.size(), 20U);
    EXPECT_TRUE(std::ranges::is_sorted(drawn));
    EXPECT_GT(drawn.back(), 500U);
    EXPECT_EQ(drawn, trial_items(1000, 20, true, 3));
    EXPECT_NE(drawn, trial_items(1000, 20, true, 4));
}

} // namespace tiebreak::judging
