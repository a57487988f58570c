// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "judging/unit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace tiebreak::judging {
namespace {

using domain::Protocol;
using testing::ElementsAre;
using testing::IsEmpty;

/// `items` items of `candidates` candidates, every answer different.
std::vector<ItemResponses> all_different(std::size_t items, std::size_t candidates) {
    std::vector<ItemResponses> set;
    for (std::size_t i = 0; i < items; ++i) {
        ItemResponses item{"item-" + std::to_string(i), {}};
        for (std::size_t c = 0; c < candidates; ++c) {
            item.responses.push_back({c, true, "answer " + std::to_string(c)});
        }
        set.push_back(std::move(item));
    }
    return set;
}

using Counts = std::vector<std::vector<int>>; // [candidate][position]

Counts position_counts(const std::vector<Unit>& units, std::size_t candidates) {
    Counts counts(candidates, std::vector<int>(candidates, 0));
    for (const Unit& unit : units) {
        for (std::size_t p = 0; p < unit.positions.size(); ++p) {
            ++counts[unit.positions[p].responses.front()][p];
        }
    }
    return counts;
}

int spread(const Counts& counts) {
    int low = counts[0][0];
    int high = low;
    for (const auto& row : counts) {
        low = std::min(low, *std::ranges::min_element(row));
        high = std::max(high, *std::ranges::max_element(row));
    }
    return high - low;
}

TEST(Plan, EveryOrderIsAPermutation) {
    for (std::size_t n = 0; n <= 30; ++n) {
        for (const std::size_t item : {0U, 3U, 29U, 36U}) {
            std::vector<std::size_t> order = presentation_order(n, 5, {item, 37, 3});
            std::ranges::sort(order);
            std::vector<std::size_t> all(n);
            std::iota(all.begin(), all.end(), std::size_t{0});
            EXPECT_EQ(order, all) << n << " candidates, item " << item;
        }
    }
}

TEST(Plan, EachCandidateStandsEquallyOftenInEachPosition) {
    // 24 candidates x 110 items x 2 repeats is the published set-up: 220 prompts, 9 or 10 times in each
    // place.
    const auto plan = plan_units(Protocol::joint, all_different(110, 24), {.repeats = 2, .seed = 7});
    ASSERT_EQ(plan.units.size(), 220U);
    const Counts counts = position_counts(plan.units, 24);
    for (const auto& row : counts) {
        for (const int count : row) {
            EXPECT_TRUE(count == 9 || count == 10) << count;
        }
    }
}

TEST(Plan, BalanceHoldsForEveryNumberOfCandidatesItemsAndRepeats) {
    for (std::size_t n = 2; n <= 30; ++n) {
        for (const std::size_t items :
             {std::size_t{1}, n - 1, n, n + n / 2, std::size_t{47}, std::size_t{110}}) {
            const auto set = all_different(items, n);
            for (const int repeats : {1, 2, 3, 5}) {
                const auto plan = plan_units(Protocol::joint, set, {.repeats = repeats, .seed = n});
                EXPECT_LE(spread(position_counts(plan.units, n)), 1)
                    << n << " candidates, " << items << " items, " << repeats << " repeats";
                std::vector<Unit> last;
                std::ranges::copy_if(plan.units, std::back_inserter(last),
                                     [&](const Unit& unit) { return unit.repeat == repeats; });
                EXPECT_LE(spread(position_counts(last, n)), 1) << "in one repeat";
            }
        }
    }
}

TEST(Plan, TheRepeatsOfOneItemKeepNoFavourite) {
    for (std::size_t n = 2; n <= 12; ++n) {
        for (const std::size_t items : {n, n + 1, 2 * n - 1, n + n / 2}) {
            const auto repeats = static_cast<int>(2 * n + 1);
            const auto plan =
                plan_units(Protocol::joint, all_different(items, n), {.repeats = repeats, .seed = 3});
            for (std::size_t item = 0; item < items; ++item) {
                std::vector<Unit> own;
                std::ranges::copy_if(plan.units, std::back_inserter(own),
                                     [&](const Unit& unit) { return unit.item == item; });
                EXPECT_LE(spread(position_counts(own, n)), 1)
                    << n << " candidates, item " << item << " of " << items;
            }
        }
    }
}

TEST(Plan, EveryCandidateStandsBeforeEveryOtherEquallyOften) {
    for (std::size_t n = 2; n <= 15; ++n) {
        const std::size_t squares = n % 2 == 0 ? 1 : 2;
        std::map<std::pair<std::size_t, std::size_t>, std::size_t> follows;
        for (std::size_t item = 0; item < squares * n; ++item) {
            const auto order = presentation_order(n, 11, {item, squares * n, 1});
            for (std::size_t p = 1; p < n; ++p) {
                ++follows[{order[p - 1], order[p]}];
            }
        }
        EXPECT_EQ(follows.size(), n * (n - 1)) << n;
        for (const auto& [pair, times] : follows) {
            EXPECT_EQ(times, squares) << n << ": " << pair.first << " before " << pair.second;
        }
    }
}

TEST(Plan, SameSeedSameOrdersOtherSeedOtherOrders) {
    const auto items = all_different(60, 8);
    const auto plan = plan_units(Protocol::joint, items, {.repeats = 2, .seed = 7});
    EXPECT_EQ(plan.units, plan_units(Protocol::joint, items, {.repeats = 2, .seed = 7}).units);
    const auto other = plan_units(Protocol::joint, items, {.repeats = 2, .seed = 8});
    std::size_t same = 0;
    for (std::size_t i = 0; i < plan.units.size(); ++i) {
        same += plan.units[i].positions == other.units[i].positions ? 1 : 0;
        EXPECT_NE(plan.units[i].fence_seed, other.units[i].fence_seed);
    }
    EXPECT_LE(same, 3U); // one in 40,320 by chance
}

TEST(Plan, ThePinnedOrderStaysAsItWasStored) {
    // A stored judging is resumed by planning it again: this order may never change.
    EXPECT_THAT(presentation_order(5, 7, {0, 60, 1}), ElementsAre(0, 4, 2, 3, 1));
    EXPECT_THAT(presentation_order(8, 7, {59, 60, 3}), ElementsAre(1, 0, 3, 2, 6, 5, 7, 4));
    EXPECT_EQ(fence_seed(7, "item-1", 2, 0), 9524043828621349375U);
}

TEST(Plan, MoreRepeatsLeaveTheOrdersThatStand) {
    const auto items = all_different(25, 6);
    const auto two = plan_units(Protocol::joint, items, {.repeats = 2, .seed = 7});
    const auto five = plan_units(Protocol::joint, items, {.repeats = 5, .seed = 7});
    ASSERT_EQ(five.units.size(), 125U);
    EXPECT_TRUE(std::equal(two.units.begin(), two.units.end(), five.units.begin()));
}

TEST(Plan, ALateResponseElsewhereChangesNoOtherOrder) {
    auto items = all_different(25, 6);
    const auto before = plan_units(Protocol::joint, items, {.seed = 7});
    items[4].responses[2].present = false;
    const auto after = plan_units(Protocol::joint, items, {.seed = 7});
    for (std::size_t i = 0; i < items.size(); ++i) {
        EXPECT_EQ(before.units[i] == after.units[i], i != 4) << i;
    }
}

TEST(Plan, IdenticalResponsesAreShownOnceAndShareTheVerdict) {
    std::vector<ItemResponses> items{
        {"a", {{0, true, "yes"}, {1, true, "no"}, {2, true, "yes"}, {3, true, "yes "}}}};
    const auto merged = plan_units(Protocol::joint, items, {});
    ASSERT_EQ(merged.units.size(), 1U);
    ASSERT_EQ(merged.units[0].positions.size(),
              3U); // "yes " differs: only the judge may say that it does not matter
    EXPECT_THAT(merged.units[0].positions, testing::Contains(Shown{{0, 2}}));
    EXPECT_EQ(plan_units(Protocol::joint, items, {.merge_identical = false}).units[0].positions.size(), 4U);

    const auto single = plan_units(Protocol::single, items, {});
    ASSERT_EQ(single.units.size(), 3U);
    EXPECT_THAT(single.units[0].positions, ElementsAre(Shown{{0, 2}}));
    EXPECT_EQ(single.units[0].group, 0);
    EXPECT_EQ(single.units[2].group, 3);
}

TEST(Plan, MissingResponsesAreLeftOutAndNamedBlankOnesAreJudged) {
    std::vector<ItemResponses> items{{"a", {{0, true, ""}, {1, false, "stale"}, {2, true, "yes"}}},
                                     {"b", {{0, false, ""}, {1, false, ""}, {2, false, ""}}}};
    const auto plan = plan_units(Protocol::joint, items, {});
    ASSERT_EQ(plan.units.size(), 1U); // nothing of b is present
    EXPECT_THAT(plan.units[0].positions, testing::UnorderedElementsAre(Shown{{0}}, Shown{{2}}));
    EXPECT_THAT(plan.units[0].absent, ElementsAre(1));
    EXPECT_THAT(plan.absent, ElementsAre(Absent{0, 1}, Absent{1, 0}, Absent{1, 1}, Absent{1, 2}));
}

TEST(Plan, WithMissingAndMergedResponsesEveryPlaceStaysEquallyLikely) {
    // Candidate 1 never answers and candidate 3 always says what candidate 0 says: three places, three
    // answers.
    auto items = all_different(3000, 5);
    for (auto& item : items) {
        item.responses[1].present = false;
        item.responses[3].text = item.responses[0].text;
    }
    const auto plan = plan_units(Protocol::joint, items, {.seed = 3});
    const Counts counts = position_counts(plan.units, 5);
    for (const std::size_t candidate : {0U, 2U, 4U}) {
        for (std::size_t p = 0; p < 3; ++p) {
            EXPECT_NEAR(counts[candidate][p], 1000,
                        110); // over four standard deviations of independent draws
        }
    }
}

TEST(Plan, SingleHasOnePromptAResponseAndARepeat) {
    const auto plan = plan_units(Protocol::single, all_different(3, 4), {.repeats = 2});
    ASSERT_EQ(plan.units.size(), 24U);
    std::set<std::tuple<std::size_t, int, int>> keys;
    for (const Unit& unit : plan.units) {
        EXPECT_EQ(unit.positions.size(), 1U);
        EXPECT_TRUE(keys.emplace(unit.item, unit.repeat, unit.group).second);
    }
}

TEST(Plan, AScorerIsAppliedOnceToEveryResponse) {
    std::vector<ItemResponses> items{{"a", {{0, true, "same"}, {1, true, "same"}, {2, false, ""}}}};
    const auto plan = plan_units(Protocol::scorer, items, {.repeats = 5});
    ASSERT_EQ(plan.units.size(), 2U);
    EXPECT_THAT(plan.units[1].positions, ElementsAre(Shown{{1}}));
}

TEST(Plan, RefusesWhatItCannotPlan) {
    const auto items = all_different(2, 2);
    EXPECT_THROW((void)plan_units(Protocol::joint, items, {.repeats = 0}), domain::Error);
    EXPECT_THROW((void)plan_units(Protocol::listwise, items, {}), domain::Error);
    auto uneven = items;
    uneven[1].responses.pop_back();
    EXPECT_THROW((void)plan_units(Protocol::joint, uneven, {}), domain::Error);
    EXPECT_THROW((void)presentation_order(3, 1, {5, 5, 1}), domain::Error);
    EXPECT_THAT(plan_units(Protocol::joint, {}, {}).units, IsEmpty());
}

} // namespace
} // namespace tiebreak::judging
