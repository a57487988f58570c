// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/judge_habits.h"
#include "statistics/mean.h"

#include <gtest/gtest.h>

using namespace tiebreak::statistics;

TEST(JudgeHabits, CountsInClosedForm) {
    const std::vector<JudgedPair> pairs{
        {1, 1, 31, 1}, {2, -1, 31, 1}, {3, 1, 30, 0}, {4, 0, 500, 1}, {5, -1, -90, -1}};
    const Habit longer = prefers_longer(pairs);
    EXPECT_EQ(longer.n, 3u); // 30 is not more than 30, and a tie decides nothing
    EXPECT_DOUBLE_EQ(*longer.value, 2.0 / 3);
    EXPECT_DOUBLE_EQ(*longer.low, wilson_interval(2, 3)->low);
    EXPECT_DOUBLE_EQ(*prefers_lists(pairs).value, 2.0 / 3);
    EXPECT_EQ(prefers_longer({}).reason, "no decided pair with lengths that differ enough");

    const std::vector<Showing> showings{{1, 10, 1, true},   {1, 10, 1, false}, {2, 11, 1, true},
                                        {2, 11, -1, false}, {3, 12, 0, true},  {3, 12, 1, false},
                                        {4, 13, -1, true}};
    EXPECT_DOUBLE_EQ(*swap_consistency(showings).value, 1.0 / 3);
    EXPECT_EQ(swap_consistency(showings).n, 3u);
    EXPECT_EQ(first_position_rate(showings).n, 6u);
    EXPECT_DOUBLE_EQ(*first_position_rate(showings).value, (1 + 0 + 1 + 1 + 0 + 0) / 6.0);

    const Clumping clump = clumping(std::vector<double>{85, 85, 70, 85, 90});
    EXPECT_EQ(clump.score, 85);
    EXPECT_DOUBLE_EQ(*clump.share.value, 0.6);
    EXPECT_FALSE(clumping({}).score);
}

TEST(JudgeHabits, LengthIsCorrelatedWithinItems) {
    // Long items score low, but within each item the longer answer scores higher.
    const std::vector<std::int64_t> items{1, 1, 2, 2, 3, 3};
    const std::vector<double> lengths{10, 20, 100, 110, 500, 510};
    const std::vector<double> scores{80, 85, 50, 55, 20, 25};
    EXPECT_NEAR(*length_correlation(items, lengths, scores).value, 1, 1e-12);
    EXPECT_FALSE(length_correlation(std::vector<std::int64_t>{1, 2}, std::vector<double>{1, 2},
                                    std::vector<double>{1, 2})
                     .value);
}

TEST(JudgeBenchRule, BothOrdersTogetherMustLeanToTheRightAnswer) {
    EXPECT_TRUE(right_in_both_orders(1, 1, 1));
    EXPECT_TRUE(right_in_both_orders(1, 0, 1));
    EXPECT_FALSE(right_in_both_orders(1, -1, 1));
    EXPECT_FALSE(right_in_both_orders(0, 0, 1));
    EXPECT_FALSE(right_in_both_orders(-1, 0, 1));
    EXPECT_TRUE(right_in_both_orders(-1, 0, -1));
}

TEST(RewardBench, SectionsAreWeightedByTheBenchmarksCounts) {
    std::vector<std::string> subsets;
    std::vector<double> correct;
    const auto add = [&](const char* subset, int right, int n) {
        for (int i = 0; i < n; ++i) {
            subsets.emplace_back(subset);
            correct.push_back(i < right ? 1 : 0);
        }
    };
    add("math-prm", 1, 2);      // 0.5, weighs 984
    add("hep-cpp", 3, 4);       // 0.75, weighs 164
    add("mt-bench-easy", 1, 1); // 1, weighs 28
    add("alpacaeval-easy", 0, 1);
    add("llmbar-natural", 1, 4);
    const RewardBench some = reward_bench(subsets, correct);
    ASSERT_EQ(some.sections.size(), 3u);
    EXPECT_DOUBLE_EQ(some.sections[0].accuracy, 28.0 / 128);
    EXPECT_DOUBLE_EQ(some.sections[2].accuracy, (984 * 0.5 + 164 * 0.75) / 1148);
    EXPECT_FALSE(some.overall);
    add("donotanswer", 1, 2);
    add("mine", 1, 1);
    const RewardBench all = reward_bench(subsets, correct);
    EXPECT_DOUBLE_EQ(*all.overall, (28.0 / 128 + 0.25 + 0.5 + (984 * 0.5 + 164 * 0.75) / 1148) / 4);
    EXPECT_EQ(all.warnings.back(), "\"mine\" is no subset of RewardBench: 1 rows left out");
}
