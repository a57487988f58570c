// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "statistics/table_agreement.h"
#include "statistics/table_battles.h"

#include <gtest/gtest.h>

#include <numeric>

using namespace tiebreak::statistics;

namespace {

std::vector<std::size_t> lines_from_two(std::size_t count) {
    std::vector<std::size_t> lines(count);
    std::iota(lines.begin(), lines.end(), std::size_t{2});
    return lines;
}

} // namespace

TEST(AgreementTable, PairsMajorityAndUnread) {
    const std::vector<TextColumn> raters{{"ann", {"yes", "no", " yes ", "no", "yes", ""}},
                                         {"ben", {"yes", "no", "no", "no", "maybe", "yes"}},
                                         {"cy", {"yes", "yes", "no", "no", "no", ""}}};
    AgreementOptions options;
    options.labels = {"no", "yes"};
    const AgreementTable table = agreement_table(raters, options);
    EXPECT_EQ(table.n, 5u); // the last row has one label only
    ASSERT_EQ(table.pairs.size(), 3u);
    EXPECT_EQ(table.pairs[0].a, "ann");
    EXPECT_EQ(table.pairs[0].b, "ben");
    EXPECT_EQ(table.pairs[0].n, 4u);
    EXPECT_DOUBLE_EQ(*table.pairs[0].raw, 0.75);
    // ann 2 yes 2 no, ben 1 yes 3 no: chance 1/2 · 1/4 + 1/2 · 3/4 = 1/2.
    EXPECT_DOUBLE_EQ(*table.pairs[0].kappa.value, 0.5);
    EXPECT_FALSE(table.pairs[0].quadratic_kappa.value);
    ASSERT_EQ(table.unread.size(), 1u);
    EXPECT_EQ(table.unread[0].rater, "ben");
    EXPECT_EQ(table.unread[0].value, "maybe");
    EXPECT_EQ(table.unread[0].n, 1u);
    EXPECT_EQ(table.fleiss.n, 4u);
    ASSERT_EQ(table.majority.size(), 2u);
    EXPECT_EQ(table.majority[0].label, "no");
    EXPECT_EQ(table.majority[0].n, 3u);
    EXPECT_EQ(table.majority[1].n, 2u);
    EXPECT_EQ(table.no_majority, 1u); // yes, unread, no
    EXPECT_TRUE(table.warnings.empty());
}

TEST(AgreementTable, NumbersAreOrderedBySizeAndWrittenEitherWay) {
    const std::vector<TextColumn> raters{{"a", {"10", "9", "2", "1.0", "5"}},
                                         {"b", {"10", "10", "1", "1", "5.0"}}};
    AgreementOptions options;
    options.level = MeasurementLevel::ordinal;
    const AgreementTable table = agreement_table(raters, options);
    ASSERT_EQ(table.majority.size(), 5u);
    EXPECT_EQ(table.majority.front().n, 1u);
    EXPECT_EQ(table.majority.back().label, "10");
    EXPECT_DOUBLE_EQ(*table.pairs[0].raw, 0.6);
    EXPECT_GT(*table.pairs[0].quadratic_kappa.value, *table.pairs[0].kappa.value);
    options.level = MeasurementLevel::interval;
    const AgreementTable interval = agreement_table(raters, options);
    // Σ(a-b)² = 2; values 10 9 2 1 5 10 10 1 1 5 have mean 5.4 and Σ(v-mean)² = 146.4: 1 - (2·2/10) /
    // (2·146.4/9).
    EXPECT_NEAR(*interval.alpha.value, 1 - 0.4 / (2 * 146.4 / 9), 1e-12);
}

TEST(AgreementTable, AgainstAKnownColumn) {
    const std::vector<TextColumn> raters{
        {"a", {"1", "0", "1", "1"}}, {"b", {"1", "1", "1", "0"}}, {"c", {"0", "0", "1", "1"}}};
    AgreementOptions options;
    options.against = TextColumn{"truth", {"1", "0", "1", "1"}};
    const AgreementTable table = agreement_table(raters, options);
    ASSERT_EQ(table.pairs.size(), 4u);
    EXPECT_EQ(table.pairs[0].b, "truth");
    EXPECT_DOUBLE_EQ(*table.pairs[0].raw, 1);
    EXPECT_DOUBLE_EQ(*table.pairs[1].raw, 0.5);
    EXPECT_EQ(table.pairs[3].a, "majority");
    EXPECT_DOUBLE_EQ(*table.pairs[3].raw, 1);
}

TEST(AgreementTable, UndefinedIsNamed) {
    const std::vector<TextColumn> raters{{"a", {"x", "x"}}, {"b", {"x", "x"}}};
    const AgreementTable table = agreement_table(raters, {});
    EXPECT_FALSE(table.pairs[0].kappa.value || table.fleiss.value || table.alpha.value);
    EXPECT_EQ(table.warnings,
              (std::vector<std::string>{"no kappa of a and b: both gave the same label throughout",
                                        "no Fleiss' kappa: all gave the same label throughout",
                                        "no Krippendorff's alpha: all gave the same label throughout"}));
    AgreementOptions interval;
    interval.level = MeasurementLevel::interval;
    EXPECT_THROW((void)agreement_table(raters, interval), tiebreak::domain::Error);
    EXPECT_EQ(agreement_table({}, {}).n, 0u);
}

TEST(BattleTable, ReadsEveryMark) {
    const TextColumn a{"model_a", {"x", "y", "x", "x", "x", "y", "x", "x"}};
    const TextColumn b{"model_b", {"y", "x", "y", "z", "z", "x", "y", "z"}};
    const TextColumn winner{"winner", {"model_a", "B", "tie (bothbad)", "A>>B", "z", "y", "A=B", "b>a"}};
    const BattleTable table = read_battles(a, b, winner, lines_from_two(8));
    EXPECT_TRUE(table.skipped.empty());
    EXPECT_EQ(table.battles, 8u);
    EXPECT_EQ(table.players, (std::vector<std::string>{"x", "y", "z"}));
    ASSERT_EQ(table.counts.size(), 2u);
    EXPECT_EQ(table.counts[0].wins_a, 2); // x over y: rows 1 and 2
    EXPECT_EQ(table.counts[0].wins_b, 1);
    EXPECT_EQ(table.counts[0].ties, 2);
    EXPECT_EQ(table.counts[1].wins_a, 0);
    EXPECT_EQ(table.counts[1].marked_a, 1); // weighs three
    EXPECT_EQ(table.counts[1].wins_b, 2);
}

TEST(BattleTable, ASecondGameMustAgree) {
    // Sides swapped in the second game: a mark turns with them unless it was mapped back; a name never turns.
    const auto counted = [](const char* first, const char* second, SecondGame order) {
        BattleReader reader("a", "b", "g1", "g2");
        reader.add(2, "x", "y", first, second, order);
        return reader.take();
    };
    const BattleTable shown = counted("A>B", "B>A", SecondGame::as_shown);
    EXPECT_EQ(shown.counts.at(0).wins_a, 1);
    EXPECT_EQ(shown.agreeing, 1u);
    EXPECT_EQ(shown.first_shown, 1u); // x stood first in the first game, y in the second
    EXPECT_EQ(counted("A>B", "B>A", SecondGame::mapped_back).counts.at(0).ties, 1);
    EXPECT_EQ(counted("model_1", "model_1", SecondGame::mapped_back).counts.at(0).wins_a, 1);
    EXPECT_EQ(counted("model_1", "model_1", SecondGame::as_shown).counts.at(0).ties, 1);
    EXPECT_EQ(counted("model_1", "model_1", SecondGame::as_shown).first_shown, 2u);
    EXPECT_EQ(counted("x", "x", SecondGame::as_shown).counts.at(0).wins_a, 1);
    EXPECT_EQ(counted("tie", "model_1", SecondGame::mapped_back).counts.at(0).ties, 1);
    EXPECT_EQ(counted("A>>B", "A>B", SecondGame::mapped_back).counts.at(0).wins_a, 1);
    EXPECT_EQ(counted("A>>B", "A>>B", SecondGame::mapped_back).counts.at(0).marked_a, 1);
    const BattleTable error = counted("model_1", "error", SecondGame::mapped_back);
    EXPECT_TRUE(error.counts.empty());
    EXPECT_EQ(error.unread.at(0).value, "error");
}

TEST(BattleTable, UnreadOutcomesAreCountedAndNamed) {
    BattleReader reader("a", "b", "w");
    for (std::size_t line = 2; line < 3002; ++line) {
        reader.add(line, "x", "y", line % 3 == 0 ? "hmm" : "garbage");
    }
    reader.add(3002, "x", "y", " Tie ");
    const BattleTable table = reader.take();
    EXPECT_EQ(table.battles, 1u);
    EXPECT_EQ(table.skipped_rows, 3000u);
    EXPECT_EQ(table.skipped.size(), BattleReader::most_skipped);
    ASSERT_EQ(table.unread.size(), 2u);
    EXPECT_EQ(table.unread[0].value, "garbage");
    EXPECT_EQ(table.unread[0].n, 2000u);
    EXPECT_EQ(table.unread[1].n, 1000u);
}

TEST(AgreementTable, NothingIsTakenForAnotherUnlessTold) {
    const std::vector<TextColumn> raters{{"judge", {"1", "Tie", "2", "garbage", "", "0"}}};
    AgreementOptions options;
    options.labels = {"0", "1", "2"};
    options.against = TextColumn{"truth", {"1", "0", "1", "2", "2", "0"}};
    const AgreementTable strict = agreement_table(raters, options);
    EXPECT_EQ(strict.pairs.at(0).n, 3u);
    ASSERT_EQ(strict.unread.size(), 2u);
    EXPECT_EQ(strict.unread[0].value, "Tie");
    EXPECT_EQ(strict.raters.at(0).labelled, 3u);
    EXPECT_EQ(strict.raters.at(0).missing, 1u);
    EXPECT_EQ(strict.raters.at(0).unread, 2u);
    options.read_as = {{"Tie", "0"}};
    const AgreementTable told = agreement_table(raters, options);
    EXPECT_EQ(told.pairs.at(0).n, 4u);
    EXPECT_EQ(told.unread.size(), 1u);
    EXPECT_EQ(told.pairs[0].confusion,
              (std::vector<std::vector<std::size_t>>{{2, 0, 0}, {0, 1, 1}, {0, 0, 0}}));
    // Label 0: precision 1, recall 1; 1: 1, 1/2; 2: 0/1, no true one.
    EXPECT_DOUBLE_EQ(*told.pairs[0].macro_precision, 2.0 / 3);
    EXPECT_DOUBLE_EQ(*told.pairs[0].macro_recall, 0.5);
    EXPECT_DOUBLE_EQ(*told.pairs[0].macro_f1, (1 + 2.0 / 3 + 0) / 3);
}

TEST(BattleTable, NamesWinBeforeMarks) {
    // Players who are called as a mark is: the name counts.
    const BattleTable table = read_battles({"p", {"B"}}, {"q", {"A"}}, {"w", {"B"}}, lines_from_two(1));
    EXPECT_EQ(table.counts.at(0).wins_a, 1);
    EXPECT_EQ(table.counts.at(0).wins_b, 0);
}

TEST(BattleTable, SkipsByLine) {
    const BattleTable table = read_battles({"a", {"x", "", "x", "x"}}, {"b", {"x", "y", "y", "y"}},
                                           {"w", {"a", "a", "nobody", ""}}, lines_from_two(4));
    EXPECT_TRUE(table.counts.empty());
    EXPECT_EQ(table.skipped, (std::vector<SkippedRow>{{2, "both players are x"},
                                                      {3, "a is blank"},
                                                      {4, "w names neither player nor a tie: \"nobody\""},
                                                      {5, "w is blank"}}));
    EXPECT_TRUE(table.players.empty());
}

TEST(WinRateTable, DropsBlanksAndNamesTheRest) {
    const WinRateTable table =
        win_rate_table({"preference", {"2", "1", "", "null", "1.5", "0", "7", "good"}}, lines_from_two(8));
    EXPECT_EQ(table.win_rate.n, 4u);
    EXPECT_EQ(table.win_rate.dropped, 4u);
    EXPECT_DOUBLE_EQ(*table.win_rate.win_rate, 50);
    EXPECT_EQ(table.skipped, (std::vector<SkippedRow>{{8, "preference lies outside 1 to 2: 7"},
                                                      {9, "preference is not a number: \"good\""}}));
    EXPECT_EQ(win_rate_table({"p", {""}}, lines_from_two(1)).warnings.at(0), "no win rate: no preference");
    EXPECT_EQ(win_rate_table({"p", {"2"}}, lines_from_two(1)).warnings.at(0),
              "no standard error: only one preference");
}
