// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/random.h"
#include "statistics/distributions.h"
#include "statistics/style_ratings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

using namespace tiebreak::statistics;

namespace {

const std::vector<std::string> names{"a", "b", "c", "d"};
constexpr double nats = 400 / 2.302585092994046;

/// Battles in which the longer answer wins more often, and player d writes the longest.
StyledBattles played(const std::vector<double>& strength, double length_effect, int n, std::uint64_t seed) {
    tiebreak::domain::Random random(seed);
    StyledBattles battles;
    battles.features = {"length", "lists"};
    for (int i = 0; i < n; ++i) {
        const auto a = static_cast<std::uint32_t>(random.below(4));
        const auto b = static_cast<std::uint32_t>((a + 1 + random.below(3)) % 4);
        const auto length = [&](std::uint32_t p) { return std::exp(5 + 0.3 * p + 0.5 * random.normal()); };
        const std::vector<double> of_a{length(a), static_cast<double>(random.below(4))};
        const std::vector<double> of_b{length(b), static_cast<double>(random.below(4))};
        const double x = (of_a[0] - of_b[0]) / (of_a[0] + of_b[0]);
        const double eta = strength[a] - strength[b] + length_effect * x;
        const double result = random.unit() < 0.1 ? 0.5 : random.unit() < 1 / (1 + std::exp(-eta)) ? 1 : 0;
        battles.add(a, b, result, 1, of_a, of_b);
    }
    return battles;
}

/// Standard deviation of a feature's differences.
double sd_of(const StyledBattles& battles, std::size_t f) {
    double sum = 0;
    double squares = 0;
    const std::size_t k = battles.features.size();
    const double n = static_cast<double>(battles.a.size());
    for (std::size_t i = 0; i < battles.a.size(); ++i) {
        sum += battles.difference[i * k + f];
        squares += battles.difference[i * k + f] * battles.difference[i * k + f];
    }
    return std::sqrt(squares / n - sum / n * (sum / n));
}

} // namespace

TEST(StyleControl, WithoutAFeatureItIsBradleyTerry) {
    StyledBattles battles = played({0, 0.2, 0.4, 0.1}, 1, 600, 3);
    battles.features.clear();
    battles.difference.clear();
    std::vector<PairCount> counts;
    for (std::size_t i = 0; i < battles.a.size(); ++i) {
        counts.push_back({battles.a[i], battles.b[i], battles.outcome[i] == 1.0F ? 1.0 : 0.0,
                          battles.outcome[i] == 0.0F ? 1.0 : 0.0, battles.outcome[i] == 0.5F ? 1.0 : 0.0});
    }
    const StyledRatings styled = styled_bradley_terry(names, battles);
    const Ratings plain = bradley_terry(names, counts);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(*styled.ratings.ratings[i].rating, *plain.ratings[i].rating, 1e-6);
        EXPECT_NEAR(*styled.ratings.ratings[i].se, *plain.ratings[i].se, 1e-6);
    }
    EXPECT_NEAR(*styled.ratings.log_likelihood, *plain.log_likelihood, 1e-6);
}

TEST(StyleControl, SolvesTheScoreEquations) {
    const StyledBattles battles = played({0, 0.3, -0.2, 0}, 2, 800, 4);
    const StyledRatings fit = styled_bradley_terry(names, battles);
    double of_length = 0; // Σ (outcome - p) x must vanish at the maximum, for every player and feature
    std::vector<double> of_player(4);
    for (std::size_t i = 0; i < battles.a.size(); ++i) {
        double eta =
            (*fit.ratings.ratings[battles.a[i]].rating - *fit.ratings.ratings[battles.b[i]].rating) / nats;
        for (std::size_t f = 0; f < 2; ++f) {
            eta += *fit.effects[f].coefficient * battles.difference[i * 2 + f] / sd_of(battles, f);
        }
        const double rest = battles.outcome[i] - 1 / (1 + std::exp(-eta));
        of_length += rest * battles.difference[i * 2];
        of_player[battles.a[i]] += rest;
        of_player[battles.b[i]] -= rest;
    }
    EXPECT_NEAR(of_length, 0, 1e-3); // features are kept in single precision
    for (const double surplus : of_player) {
        EXPECT_NEAR(surplus, 0, 1e-3);
    }
}

TEST(StyleControl, FindsTheBiasThatWasPutInAndTakesItOut) {
    // All four are equally good, but d writes longest and length wins.
    const std::vector<double> truth{0, 0, 0, 0};
    int covered = 0;
    int rating_covered = 0;
    int fooled = 0;
    constexpr int trials = 60;
    for (int trial = 0; trial < trials; ++trial) {
        const StyledBattles battles = played(truth, 3, 1500, 50 + static_cast<std::uint64_t>(trial));
        const StyledRatings fit = styled_bradley_terry(names, battles);
        const double true_effect = 3 * 0.9 * sd_of(battles, 0); // a tenth of the battles tie and dilute it
        covered +=
            *fit.effects[0].ci_low <= true_effect * 1.1 && true_effect * 0.9 <= *fit.effects[0].ci_high;
        EXPECT_LT(std::abs(*fit.effects[1].coefficient), 5 * *fit.effects[1].se);
        rating_covered += *fit.ratings.ratings[3].ci_low <= 1000 && 1000 <= *fit.ratings.ratings[3].ci_high;
        StyledBattles blind = battles;
        blind.features.clear();
        blind.difference.clear();
        fooled += *styled_bradley_terry(names, blind).ratings.ratings[3].ci_low > 1000;
    }
    EXPECT_GE(covered, trials * 85 / 100);
    EXPECT_GE(rating_covered, trials * 88 / 100);
    EXPECT_GE(fooled, trials * 9 / 10); // without control the longest writer leads
}

TEST(StyleControl, WhatCannotBeFittedIsNamed) {
    StyledBattles flat;
    flat.features = {"headers"};
    for (int i = 0; i < 20; ++i) {
        flat.add(0, 1, i % 2, 1, std::vector<double>{0}, std::vector<double>{0});
    }
    const std::vector<std::string> two{"a", "b"};
    const StyledRatings constant = styled_bradley_terry(two, flat);
    EXPECT_NEAR(*constant.ratings.ratings[0].rating, 1000, 1e-6);
    EXPECT_FALSE(constant.effects[0].coefficient);
    EXPECT_EQ(constant.ratings.warnings.at(0), "style: headers does not vary and is left out");

    StyledBattles parted;
    parted.features = {"length"};
    for (int i = 0; i < 20; ++i) {
        const bool longer = i % 2 == 0;
        parted.add(0, 1, longer ? 1 : 0, 1, std::vector<double>{longer ? 9.0 : 1.0}, std::vector<double>{4});
    }
    const StyledRatings separated = styled_bradley_terry(two, parted);
    EXPECT_FALSE(separated.ratings.ratings[0].rating);
    EXPECT_NE(separated.ratings.warnings.at(0).find("no finite fit exists"), std::string::npos);
}
