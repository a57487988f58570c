// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/table_means.h"
#include "statistics/table_stats.h"

#include <gtest/gtest.h>

using namespace tiebreak::statistics;

TEST(MeanTable, ByGroupWithWhatIsNoNumberNamed) {
    const TextColumn x{"score", {"8", "-", "6", "10", "1", "0"}};
    const std::vector<TextColumn> by{{"model", {"m", "m", "m", "n", "p", "p"}}};
    const std::vector<std::size_t> lines{2, 3, 4, 5, 6, 7};
    const MeanTable table = mean_table(x, by, {}, lines);
    EXPECT_EQ(table.all.estimate.n, 5u);
    EXPECT_DOUBLE_EQ(*table.all.estimate.mean, 5);
    ASSERT_EQ(table.groups.size(), 3u);
    EXPECT_EQ(table.groups[0].group, std::vector<std::string>{"n"});
    EXPECT_FALSE(table.groups[0].estimate.se);
    EXPECT_DOUBLE_EQ(*table.groups[1].estimate.mean, 7);
    EXPECT_TRUE(table.groups[2].wilson); // 1 of 2 passed
    EXPECT_FALSE(table.groups[1].wilson);
    EXPECT_EQ(table.skipped.at(0).line, 3u);
    EXPECT_EQ(mean_table({"x", {"a"}}, {}, {}, std::vector<std::size_t>{2}).warnings.at(0),
              "no mean: no row holds a number");
}

TEST(PairedTable, PassAndFailGiveMcNemar) {
    const TextColumn a{"a", {"pass", "True", "0", "failed", "pass", "maybe"}};
    const TextColumn b{"b", {"fail", "false", "0", "1", "PASS", "1"}};
    const std::vector<std::size_t> lines{2, 3, 4, 5, 6, 7};
    PairedOptions options;
    options.pass_fail = true;
    options.draws = 500;
    const PairedTable table = paired_table(a, b, {}, lines, options);
    ASSERT_TRUE(table.mcnemar);
    EXPECT_EQ(table.mcnemar->both, 1);
    EXPECT_EQ(table.mcnemar->only_a, 2);
    EXPECT_EQ(table.mcnemar->only_b, 1);
    EXPECT_EQ(table.mcnemar->neither, 1);
    EXPECT_DOUBLE_EQ(table.mcnemar->p, 1);
    EXPECT_EQ(table.bootstrap->draws, 500);
    EXPECT_GT(*table.more_items, 0);
    EXPECT_EQ(table.skipped.at(0).why, "a is not a number: \"maybe\"");
    EXPECT_EQ(paired_table(a, b, {}, lines).skipped.size(), 5U); // words are no numbers unless told
}
