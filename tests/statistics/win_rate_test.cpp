// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "domain/random.h"
#include "statistics/mean.h"
#include "statistics/win_rate.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace tiebreak::statistics;
using Preferences = std::vector<std::optional<double>>;

TEST(WinTally, RatesAndIntervals) {
    const WinTally tally = win_tally(33, 56, 11);
    EXPECT_DOUBLE_EQ(*tally.win_rate, 61);
    EXPECT_DOUBLE_EQ(*tally.win_tie_rate, 89);
    EXPECT_NEAR(tally.sign_p, 0.00126003, 5e-9);
    EXPECT_NEAR(tally.wilson->low, 100 * wilson_interval(33, 44)->low, 1e-12);
    EXPECT_LT(tally.wilson->low, 75);
    EXPECT_GT(tally.wilson->high, 75);
}

TEST(WinTally, NothingPlayedNothingDecided) {
    const WinTally none = win_tally(0, 0, 0);
    EXPECT_FALSE(none.win_rate || none.win_tie_rate || none.wilson);
    EXPECT_EQ(none.sign_p, 1);
    const WinTally ties = win_tally(0, 4, 0);
    EXPECT_DOUBLE_EQ(*ties.win_rate, 50);
    EXPECT_FALSE(ties.wilson);
    EXPECT_THROW((void)win_tally(-1, 0, 0), tiebreak::domain::Error);
}

TEST(SwappedTally, BothOrdersMustAgree) {
    using enum Preferred;
    const std::vector<SwappedPair> pairs{
        {model, model},       // win
        {model, model},       // win
        {baseline, baseline}, // loss
        {tie, tie},           // tie, and consistent
        {model, baseline},    // the first shown both times: tie
        {baseline, model},    // the second shown both times: tie
        {model, tie},         // tie in one order: tie
        {model, std::nullopt} // one reply unread: not judged
    };
    const SwappedTally result = swapped_tally(pairs);
    EXPECT_EQ(result.tally.wins, 2);
    EXPECT_EQ(result.tally.losses, 1);
    EXPECT_EQ(result.tally.ties, 4);
    EXPECT_EQ(result.incomplete, 1);
    EXPECT_EQ(result.inconsistent, 3);
    EXPECT_NEAR(*result.consistency, 100.0 * 4 / 7, 1e-12);
    // First shown preferred: 1 of 2 in each of the three consistent decisions (3 of 6), 2 of 2, 0 of 2, then
    // 1 of 1 and 1 of 1.
    EXPECT_NEAR(*result.first_position_rate, 100.0 * 7 / 12, 1e-12);
    EXPECT_FALSE(swapped_tally({}).consistency || swapped_tally({}).first_position_rate);
}

TEST(PreferenceWinRate, ClosedForm) {
    const PreferenceWinRate result = preference_win_rate(Preferences{2, 1, 1.5, 0, std::nullopt, 1.9});
    EXPECT_EQ(result.n, 5u);
    EXPECT_EQ(result.dropped, 1u);
    EXPECT_NEAR(*result.win_rate, 100 * (1 + 0 + 0.5 + 0.5 + 0.9) / 5, 1e-12);
    EXPECT_EQ(result.wins, 2);
    EXPECT_EQ(result.ties, 2);
    EXPECT_EQ(result.losses, 1);
    EXPECT_DOUBLE_EQ(*result.discrete, 60);
    // Deviations from 0.58: .42, -.58, -.08, -.08, .32
    EXPECT_NEAR(*result.se, 100 * std::sqrt((0.1764 + 0.3364 + 0.0064 + 0.0064 + 0.1024) / 4 / 5), 1e-10);
}

TEST(PreferenceWinRate, UndefinedAndRefused) {
    const PreferenceWinRate none = preference_win_rate(Preferences{std::nullopt});
    EXPECT_EQ(none.dropped, 1u);
    EXPECT_FALSE(none.win_rate || none.se || none.discrete);
    EXPECT_FALSE(preference_win_rate(Preferences{2}).se);
    for (const double bad : {0.5, 2.01, -1.0, std::nan("")}) {
        EXPECT_FALSE(is_preference(bad));
        EXPECT_THROW((void)preference_win_rate(Preferences{bad}), tiebreak::domain::Error);
    }
}

TEST(LengthControlled, FindsTheRateAtEqualLength) {
    // The judge likes the model at 60 % and length besides; the model writes longer answers.
    tiebreak::domain::Random random(31);
    std::vector<double> gaps;
    for (int i = 0; i < 20'000; ++i) {
        gaps.push_back(150 + 300 * random.normal());
    }
    const double sd = *sd_of(gaps);
    Preferences preferences;
    for (const double gap : gaps) {
        const double p = 1 / (1 + std::exp(-(std::log(1.5) + 0.8 * std::tanh(gap / sd))));
        preferences.push_back(random.unit() < p ? 2 : 1);
    }
    const LengthControlled result = length_controlled_win_rate(preferences, gaps);
    EXPECT_NEAR(*result.win_rate, 60, 1.2);
    EXPECT_NEAR(*result.length_effect, 0.8, 0.1);
    EXPECT_GT(*preference_win_rate(preferences).win_rate, 64);
    EXPECT_TRUE(result.warnings.empty());
}

TEST(LengthControlled, SolvesTheScoreEquations) {
    const Preferences preferences{1.2, 1.9, 2, 1, std::nullopt, 1.5, 1};
    const std::vector<double> gaps{-40, 10, 80, -5, 3, 0, 60};
    const LengthControlled result = length_controlled_win_rate(preferences, gaps);
    EXPECT_EQ(result.n, 6u);
    const std::vector<double> kept{-40, 10, 80, -5, 0, 60};
    const std::vector<double> shares{0.2, 0.9, 1, 0, 0.5, 0};
    const double sd = *sd_of(kept);
    const double intercept = std::log(*result.win_rate / (100 - *result.win_rate));
    double sum = 0;
    double weighted = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const double x = std::tanh(kept[i] / sd);
        const double rest = shares[i] - 1 / (1 + std::exp(-(intercept + *result.length_effect * x)));
        sum += rest;
        weighted += rest * x;
    }
    EXPECT_NEAR(sum, 0, 1e-10);
    EXPECT_NEAR(weighted, 0, 1e-10);
}

TEST(LengthControlled, GuardsItsEdges) {
    EXPECT_EQ(length_controlled_win_rate(Preferences{2, 1}, std::vector<double>{1, 2}).warnings.at(0),
              "not length-controlled: fewer than three preferences");
    EXPECT_EQ(length_controlled_win_rate(Preferences{2, 1, 2}, std::vector<double>{5, 5, 5}).warnings.at(0),
              "not length-controlled: all length gaps are equal");
    EXPECT_FALSE(length_controlled_win_rate(Preferences{2, 1, 2}, std::vector<double>{1e6, 1e6 + 1, 1e6 + 2})
                     .win_rate);
    const LengthControlled parted =
        length_controlled_win_rate(Preferences{2, 2, 1, 1}, std::vector<double>{9, 8, 1, 0});
    EXPECT_FALSE(parted.win_rate);
    EXPECT_NE(parted.warnings.at(0).find("no finite fit"), std::string::npos);
    EXPECT_FALSE(length_controlled_win_rate(Preferences{2, 2, 2}, std::vector<double>{9, 8, 1}).win_rate);
    // All longer answers, mostly preferred: the rate at equal length is an extrapolation, and is called one.
    const LengthControlled far = length_controlled_win_rate(
        Preferences{2, 2, 2, 1, 2, 1, 2, 2}, std::vector<double>{90, 80, 95, 20, 70, 30, 25, 85});
    ASSERT_TRUE(far.win_rate);
    EXPECT_NE(far.warnings.at(0).find("more than ten points"), std::string::npos);
}
