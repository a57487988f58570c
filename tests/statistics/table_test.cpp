// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "statistics/mean.h"
#include "statistics/table_stats.h"
#include "support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

using namespace tiebreak::statistics;

namespace {

std::vector<std::size_t> lines_from(std::size_t first, std::size_t count) {
    std::vector<std::size_t> lines(count);
    std::iota(lines.begin(), lines.end(), first);
    return lines;
}

CorrelationTable newest(std::span<const std::string> exclude) {
    const fixture::Table table("ift_newest.csv");
    const auto labels = table.texts("model");
    return correlation_table({"test_loss", table.texts("test_loss")},
                             {"ift_score_avg5", table.texts("ift_score_avg5")}, labels,
                             lines_from(2, labels.size()), exclude);
}

} // namespace

TEST(Cells, OnlyWholeNumbersCount) {
    EXPECT_EQ(cell_number(" 3.5 "), 3.5);
    EXPECT_EQ(cell_number("+2"), 2);
    EXPECT_EQ(cell_number("-1e-3"), -0.001);
    EXPECT_EQ(cell_number("0"), 0);
    for (const char* text : {"", "  ", "n/a", "1,5", "1 000", "45%", "nan", "inf", "-inf", "1e999", "+-3",
                             "++3", "0x10", "3.5a", "-"}) {
        EXPECT_FALSE(cell_number(text)) << text;
    }
}

TEST(Cells, ReasonsNameColumnAndCell) {
    const TextColumn column{"score", {"", "n/a", "7", std::string(39, 'x') + "äy"}};
    EXPECT_EQ(why_no_number(column, 0), "score is blank");
    EXPECT_EQ(why_no_number(column, 1), "score is not a number: \"n/a\"");
    EXPECT_FALSE(why_no_number(column, 2));
    // Cut before the two bytes of ä, not between them.
    EXPECT_EQ(why_no_number(column, 3), "score is not a number: \"" + std::string(39, 'x') + "…\"");
}

TEST(CorrelationTable, NewestGivesTheOracles) {
    const CorrelationTable all = newest({});
    EXPECT_EQ(all.n, 24u);
    EXPECT_NEAR(*all.pearson.coefficient, -0.514772, 5e-7);
    EXPECT_NEAR(*all.spearman.coefficient, -0.606087, 5e-7);
    EXPECT_NEAR(*all.kendall.coefficient, -0.413043, 5e-7);
    EXPECT_NEAR(all.least_squares->slope, -13.6935, 5e-5);
    EXPECT_TRUE(all.skipped.empty());
    EXPECT_TRUE(all.warnings.empty());
    ASSERT_EQ(all.residuals.size(), 24u);
    EXPECT_EQ(all.residuals[0].label, "OpenAI weights: medium");
    EXPECT_EQ(all.residuals[0].line, 2u);
    EXPECT_NEAR(all.residuals[0].residual, 22.42, 0.005);
    EXPECT_EQ(std::ranges::count_if(all.residuals, &LabelledResidual::outlier), 3);
}

TEST(CorrelationTable, ExcludedRowsLeaveEverything) {
    const std::vector<std::string> exclude{"OpenAI weights: medium", "OpenAI weights: small",
                                           "OpenAI weights: large"};
    const CorrelationTable table = newest(exclude);
    EXPECT_EQ(table.n, 22u);
    EXPECT_EQ(table.excluded, 2u);
    EXPECT_NEAR(*table.pearson.coefficient, -0.438550, 5e-7);
    EXPECT_NEAR(*table.spearman.coefficient, -0.540373, 5e-7);
    EXPECT_NEAR(*table.kendall.coefficient, -0.359307, 5e-7);
    EXPECT_NEAR(table.theil_sen->slope, -8.206243139261026, 1e-11);
    EXPECT_EQ(table.residuals.size(), 22u);
    EXPECT_EQ(table.residuals[0].line, 3u); // lines are those of the file, not of what is left
    ASSERT_EQ(table.warnings.size(), 1u);
    EXPECT_EQ(table.warnings[0], "nothing to exclude: no row is labelled \"OpenAI weights: large\"");
}

TEST(CorrelationTable, BlanksAndTextAreSkippedByLine) {
    const std::vector<std::string> labels{"a", "b", "c", "d", "e", "f"};
    const CorrelationTable table =
        correlation_table({"loss", {"1", "2", "", "4", "x", "5"}},
                          {"score", {"2", "4", "3", "n/a", " ", "10"}}, labels, lines_from(2, 6));
    EXPECT_EQ(table.n, 3u);
    EXPECT_EQ(table.skipped, (std::vector<SkippedRow>{{4, "loss is blank"},
                                                      {5, "score is not a number: \"n/a\""},
                                                      {6, "loss is not a number: \"x\"; score is blank"}}));
    EXPECT_NEAR(*table.pearson.coefficient, 1, 1e-15);
    EXPECT_EQ(table.residuals[2].label, "f");
    EXPECT_EQ(table.residuals[2].line, 7u);
    EXPECT_EQ(table.warnings,
              std::vector<std::string>{
                  "no outliers named: at least half of the points lie exactly on the Theil–Sen line"});
}

TEST(CorrelationTable, NothingToComputeIsNamed) {
    const CorrelationTable few =
        correlation_table({"x", {"1", "2", "a"}}, {"y", {"1", "2", "3"}}, {}, lines_from(2, 3));
    EXPECT_FALSE(few.pearson.coefficient || few.spearman.p || few.kendall.coefficient || few.least_squares ||
                 few.theil_sen);
    EXPECT_TRUE(few.residuals.empty());
    EXPECT_EQ(few.warnings, (std::vector<std::string>{"no correlation: fewer than three points (2)",
                                                      "no line: fewer than three points (2)"}));
    const CorrelationTable flat =
        correlation_table({"x", {"1", "1", "1"}}, {"y", {"1", "2", "3"}}, {}, lines_from(2, 3));
    EXPECT_EQ(flat.warnings, (std::vector<std::string>{"no correlation: the x column does not vary",
                                                       "no line: the x column does not vary"}));
    const CorrelationTable level =
        correlation_table({"x", {"1", "2", "3"}}, {"y", {"4", "4", "4"}}, {}, lines_from(2, 3));
    EXPECT_FALSE(level.pearson.coefficient);
    EXPECT_EQ(level.least_squares->slope, 0);
    EXPECT_EQ(level.residuals[1].label, "line 3");
    EXPECT_THROW((void)correlation_table({"x", {"1"}}, {"y", {}}, {}, lines_from(2, 1)),
                 tiebreak::domain::Error);
}

TEST(PairedTable, SkipsAndClusters) {
    const TextColumn a{"a", {"5", "5", "1", "3", "", "9"}};
    const TextColumn b{"b", {"1", "1", "1", "1", "1", "1"}};
    const std::vector<std::string> cluster{"p", "p", "q", "r", "r", ""};
    const PairedTable table = paired_table(a, b, cluster, lines_from(2, 6));
    EXPECT_EQ(table.comparison.n, 4u);
    EXPECT_EQ(table.comparison.clusters, 3u);
    EXPECT_DOUBLE_EQ(*table.comparison.difference, 2.5);
    EXPECT_EQ(table.skipped, (std::vector<SkippedRow>{{6, "a is blank"}, {7, "the cluster is blank"}}));
    EXPECT_DOUBLE_EQ(
        *table.comparison.se,
        *clustered_mean_estimate(std::vector<double>{4, 4, 0, 2}, std::vector<std::int64_t>{0, 0, 1, 2}).se);
    EXPECT_EQ(paired_table(a, b, {}, lines_from(2, 6)).comparison.n, 5u);
    EXPECT_THROW((void)paired_table(a, b, {}, lines_from(2, 7)), tiebreak::domain::Error);
    EXPECT_THROW((void)paired_table(a, b, std::vector<std::string>{"p"}, lines_from(2, 6)),
                 tiebreak::domain::Error);
}
