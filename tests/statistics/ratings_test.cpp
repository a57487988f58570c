// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "domain/random.h"
#include "statistics/distributions.h"
#include "statistics/ratings.h"
#include "statistics/ratings_groups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

using namespace tiebreak::statistics;

namespace {

const std::vector<std::string> four{"A", "B", "C", "D"};
/// The example of the public encyclopedia's article on the Bradley–Terry model.
const std::vector<PairCount> example{{0, 1, 2, 3, 0}, {0, 3, 1, 4, 0}, {1, 2, 5, 3, 0}, {2, 3, 1, 3, 0}};

double chance(double a, double b) {
    return 1 / (1 + std::pow(10, (b - a) / 400));
}

/// Ratings by Zermelo's fixed point (the minorisation of Hunter 2004), which shares nothing with Newton.
std::vector<double> by_fixed_point(std::size_t players, const std::vector<PairCount>& counts) {
    std::vector<double> gamma(players, 1.0);
    for (int round = 0; round < 20'000; ++round) {
        std::vector<double> won(players, 0.0);
        std::vector<double> met(players, 0.0);
        for (const PairCount& c : counts) {
            const double games = c.wins_a + c.wins_b + c.ties;
            won[c.a] += c.wins_a + c.ties / 2;
            won[c.b] += c.wins_b + c.ties / 2;
            met[c.a] += games / (gamma[c.a] + gamma[c.b]);
            met[c.b] += games / (gamma[c.a] + gamma[c.b]);
        }
        for (std::size_t i = 0; i < players; ++i) {
            gamma[i] = won[i] / met[i];
        }
    }
    double mean = 0;
    for (double& g : gamma) {
        g = 400 * std::log10(g);
        mean += g / static_cast<double>(players);
    }
    for (double& g : gamma) {
        g += 1000 - mean;
    }
    return gamma;
}

std::vector<PairCount> played(const std::vector<double>& ratings, int games, std::uint64_t seed,
                              bool ties = false) {
    tiebreak::domain::Random random(seed);
    std::vector<PairCount> counts;
    for (std::size_t a = 0; a < ratings.size(); ++a) {
        for (std::size_t b = a + 1; b < ratings.size(); ++b) {
            PairCount count{a, b, 0, 0, 0};
            for (int game = 0; game < games; ++game) {
                if (ties && random.unit() < 0.3) {
                    count.ties += 1;
                } else {
                    (random.unit() < chance(ratings[a], ratings[b]) ? count.wins_a : count.wins_b) += 1;
                }
            }
            counts.push_back(count);
        }
    }
    return counts;
}

} // namespace

TEST(BradleyTerry, EncyclopediaExampleGivesTheOracle) {
    const Ratings result = bradley_terry(four, example);
    EXPECT_NEAR(*result.ratings[0].rating, 922.427, 5e-4);
    EXPECT_NEAR(*result.ratings[1].rating, 1007.366, 5e-4);
    EXPECT_NEAR(*result.ratings[2].rating, 927.768, 5e-4);
    EXPECT_NEAR(*result.ratings[3].rating, 1142.439, 5e-4);
    EXPECT_EQ(result.battles, 22);
    EXPECT_TRUE(result.warnings.empty());
    const auto expected = by_fixed_point(4, example);
    double likelihood = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(*result.ratings[i].rating, expected[i], 1e-6);
        EXPECT_EQ(result.ratings[i].rank, 1); // 22 battles tell nobody apart
    }
    for (const PairCount& c : example) {
        const double p = chance(expected[c.a], expected[c.b]);
        likelihood += c.wins_a * std::log(p) + c.wins_b * std::log(1 - p);
    }
    EXPECT_NEAR(*result.log_likelihood, likelihood, 1e-9);
}

TEST(BradleyTerry, AtTheMaximumExpectedWinsAreTheWinsSeen) {
    const auto counts = played({900, 950, 1000, 1050, 1100, 1300}, 40, 5, true);
    const std::vector<std::string> names{"a", "b", "c", "d", "e", "f"};
    const Ratings result = bradley_terry(names, counts);
    for (std::size_t i = 0; i < 6; ++i) {
        double seen = 0;
        double expected = 0;
        for (const PairCount& c : counts) {
            if (c.a == i || c.b == i) {
                const std::size_t other = c.a == i ? c.b : c.a;
                seen += (c.a == i ? c.wins_a : c.wins_b) + c.ties / 2;
                expected += (c.wins_a + c.wins_b + c.ties) *
                            chance(*result.ratings[i].rating, *result.ratings[other].rating);
            }
        }
        EXPECT_NEAR(seen, expected, 1e-7);
    }
}

TEST(BradleyTerry, TwoPlayersInClosedForm) {
    const std::vector<std::string> names{"x", "y"};
    RatingOptions options;
    options.anchor = 1;
    const Ratings result = bradley_terry(names, std::vector<PairCount>{{0, 1, 30, 10, 0}}, options);
    EXPECT_NEAR(*result.ratings[0].rating, 1000 + 400 * std::log10(3.0), 1e-8);
    EXPECT_DOUBLE_EQ(*result.ratings[1].rating, 1000);
    // Var(logit p̂) = 1 / (n p (1 - p)); without ties the sandwich is the same.
    EXPECT_NEAR(*result.ratings[0].se, 400 / std::log(10.0) / std::sqrt(40 * 0.75 * 0.25), 1e-8);
    EXPECT_NEAR(*result.ratings[1].se, 0, 1e-9);
    EXPECT_EQ(result.ratings[0].rank, 1);
    EXPECT_EQ(result.ratings[1].rank, 2);
    // Ties as halves carry less noise than wins and losses would, and the sandwich sees it.
    const Ratings tied = bradley_terry(names, std::vector<PairCount>{{0, 1, 20, 0, 20}}, options);
    EXPECT_NEAR(*tied.ratings[0].rating, *result.ratings[0].rating, 1e-8);
    EXPECT_NEAR(*tied.ratings[0].se / *result.ratings[0].se,
                std::sqrt((20 * 0.0625 + 20 * 0.0625) / (30 * 0.0625 + 10 * 0.5625)), 1e-8);
}

TEST(BradleyTerry, OrderAndSplittingOfCountsDoNotMatter) {
    std::vector<PairCount> split;
    for (const PairCount& c : example) {
        split.push_back({c.b, c.a, c.wins_b, 0, 0});
        split.push_back({c.a, c.b, c.wins_a, 0, 0});
    }
    std::ranges::reverse(split);
    const Ratings one = bradley_terry(four, example);
    const Ratings other = bradley_terry(four, split);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(*one.ratings[i].rating, *other.ratings[i].rating, 1e-8);
        EXPECT_NEAR(*one.ratings[i].se, *other.ratings[i].se, 1e-8);
    }
}

TEST(BradleyTerry, TiesMayBeDropped) {
    RatingOptions drop;
    drop.ties_half = false;
    std::vector<PairCount> tied = example;
    tied[0].ties = 50;
    const Ratings result = bradley_terry(four, tied, drop);
    EXPECT_EQ(result.battles, 22);
    EXPECT_NEAR(*result.ratings[0].rating, 922.427, 5e-4);
    EXPECT_EQ(bradley_terry(four, tied).battles, 72);
}

TEST(BradleyTerry, OneWhoNeverLosesHasNoNumber) {
    std::vector<PairCount> counts = example;
    counts.push_back({4, 3, 9, 0, 0});
    counts.push_back({5, 0, 0, 4, 0});
    const std::vector<std::string> names{"A", "B", "C", "D", "champion", "novice"};
    RatingOptions options;
    options.draws = 20;
    const Ratings result = bradley_terry(names, counts, options);
    for (const std::size_t i : {4U, 5U}) {
        const Rating& r = result.ratings[i];
        EXPECT_FALSE(r.rating || r.se || r.ci_low || r.ci_high || r.rank);
    }
    EXPECT_NE(std::ranges::find(result.warnings,
                                "champion: no rating; it never loses, so that no rating is high enough"),
              result.warnings.end());
    EXPECT_NE(std::ranges::find(result.warnings,
                                "novice: no rating; it never wins, so that no rating is low enough"),
              result.warnings.end());
    EXPECT_NEAR(*result.ratings[3].rating, 1142.439, 5e-4); // the rest is as without the two
    EXPECT_EQ(result.battles, 35);
}

TEST(BradleyTerry, SeparatePartsAreNamed) {
    std::vector<PairCount> counts = example;
    counts.push_back({4, 5, 2, 3, 0});
    const std::vector<std::string> names{"A", "B", "C", "D", "E", "F", "G"};
    const Ratings result = bradley_terry(names, counts);
    EXPECT_TRUE(result.ratings[0].rating);
    EXPECT_FALSE(result.ratings[4].rating || result.ratings[5].rating || result.ratings[6].rating);
    ASSERT_EQ(result.warnings.size(), 3u);
    EXPECT_EQ(result.warnings[0],
              "E: no rating; it was never compared with those rated, not even through others");
    EXPECT_EQ(result.warnings[2], "G: no rating; it has no battle");
    // The anchor decides which part is rated.
    RatingOptions options;
    options.anchor = 4;
    const Ratings anchored = bradley_terry(names, counts, options);
    EXPECT_FALSE(anchored.ratings[0].rating);
    EXPECT_NEAR(*anchored.ratings[5].rating, 1000 + 400 * std::log10(1.5), 1e-8);
    // Two parts of one size: neither is the more worthy.
    const Ratings even = bradley_terry(four, std::vector<PairCount>{{0, 1, 1, 1, 0}, {2, 3, 1, 1, 0}});
    EXPECT_TRUE(std::ranges::none_of(even.ratings, [](const Rating& r) { return r.rating.has_value(); }));
    EXPECT_EQ(even.warnings.size(), 5u);
    EXPECT_FALSE(even.log_likelihood);
}

TEST(BradleyTerry, GroupsThatOnlyWinAgainstTheRest) {
    // {A, B, C} and {D, E} are each mutual, and every battle between them is won by a side of one.
    const std::vector<std::string> names{"A", "B", "C", "D", "E"};
    const std::vector<PairCount> counts{{0, 1, 1, 1, 0}, {1, 2, 1, 1, 0}, {3, 4, 1, 1, 0}, {3, 0, 2, 0, 0}};
    const Ratings result = bradley_terry(names, counts);
    EXPECT_TRUE(result.ratings[2].rating);
    EXPECT_FALSE(result.ratings[3].rating);
    EXPECT_EQ(result.warnings.at(0),
              "D: no rating; it has battles with those rated that, through others too, all went one way");
}

TEST(BradleyTerry, NothingToRate) {
    EXPECT_TRUE(bradley_terry({}, {}).ratings.empty());
    const Ratings chain =
        bradley_terry(four, std::vector<PairCount>{{0, 1, 1, 0, 0}, {1, 2, 1, 0, 0}, {2, 3, 1, 0, 0}});
    EXPECT_TRUE(std::ranges::none_of(chain.ratings, [](const Rating& r) { return r.rating.has_value(); }));
    EXPECT_EQ(chain.warnings.size(), 5u);
    EXPECT_THROW((void)bradley_terry(four, std::vector<PairCount>{{0, 0, 1, 0, 0}}), tiebreak::domain::Error);
    EXPECT_THROW((void)bradley_terry(four, std::vector<PairCount>{{0, 9, 1, 0, 0}}), tiebreak::domain::Error);
    EXPECT_THROW((void)bradley_terry(four, std::vector<PairCount>{{0, 1, -1, 0, 0}}),
                 tiebreak::domain::Error);
}

TEST(BradleyTerry, LopsidedCountsStillConverge) {
    const std::vector<std::string> names{"x", "y", "z"};
    const Ratings result = bradley_terry(names, std::vector<PairCount>{{0, 1, 1e9, 1, 0}, {1, 2, 1e9, 1, 0}});
    EXPECT_NEAR(*result.ratings[0].rating - *result.ratings[1].rating, 3600, 1e-3);
    EXPECT_NEAR(*result.ratings[1].rating - *result.ratings[2].rating, 3600, 1e-3);
}

TEST(BradleyTerry, AMarkedWinWeighsThreeButIsOneBattle) {
    const std::vector<std::string> names{"x", "y"};
    const Ratings marked = bradley_terry(names, std::vector<PairCount>{{0, 1, 10, 20, 0, 10, 0}});
    const Ratings tripled = bradley_terry(names, std::vector<PairCount>{{0, 1, 40, 20, 0}});
    EXPECT_NEAR(*marked.ratings[0].rating, *tripled.ratings[0].rating, 1e-9);
    EXPECT_EQ(marked.battles, 40);
    EXPECT_EQ(tripled.battles, 60);
    // Var = Σ w² r² / (Σ w p (1 - p))² with p = 2/3: a mark errs three at a time.
    const double info = 60 * 2.0 / 9.0;
    const double scores = 10 / 9.0 + 20 * 4 / 9.0 + 9 * 10 / 9.0;
    const double half = 400 / std::log(10.0) / 2; // of the distance, the mean being held
    EXPECT_NEAR(*marked.ratings[0].se, half * std::sqrt(scores) / info, 1e-9);
    EXPECT_GT(*marked.ratings[0].se, *tripled.ratings[0].se);
    RatingOptions options;
    options.draws = 2000;
    const Ratings drawn = bradley_terry(names, std::vector<PairCount>{{0, 1, 10, 20, 0, 10, 0}}, options);
    EXPECT_NEAR(*drawn.ratings[0].ci_high - *drawn.ratings[0].ci_low, 2 * 1.96 * *marked.ratings[0].se,
                0.1 * 2 * 1.96 * *marked.ratings[0].se);
}

TEST(BradleyTerryBootstrap, AgreesWithTheSandwichAndTheSeedDecides) {
    const std::vector<std::string> names{"a", "b", "c", "d"};
    const auto counts = played({900, 980, 1020, 1100}, 200, 6, true);
    RatingOptions options;
    const Ratings normal = bradley_terry(names, counts, options);
    options.draws = 1000;
    const Ratings boot = bradley_terry(names, counts, options);
    ASSERT_TRUE(boot.bootstrapped);
    EXPECT_FALSE(normal.bootstrapped);
    for (std::size_t i = 0; i < 4; ++i) {
        const double width = *normal.ratings[i].ci_high - *normal.ratings[i].ci_low;
        EXPECT_NEAR(*boot.ratings[i].ci_low, *normal.ratings[i].ci_low, 0.1 * width);
        EXPECT_NEAR(*boot.ratings[i].ci_high, *normal.ratings[i].ci_high, 0.1 * width);
    }
    EXPECT_EQ(boot.ratings[0].rank, 4);
    EXPECT_EQ(*bradley_terry(names, counts, options).ratings[2].ci_low, *boot.ratings[2].ci_low);
    options.seed = 2;
    EXPECT_NE(*bradley_terry(names, counts, options).ratings[2].ci_low, *boot.ratings[2].ci_low);
}

TEST(BradleyTerryBootstrap, TooFewBattlesFallBackAndSaySo) {
    RatingOptions options;
    options.draws = 300;
    const Ratings result = bradley_terry(four, example, options);
    EXPECT_FALSE(result.bootstrapped);
    ASSERT_EQ(result.warnings.size(), 1u);
    EXPECT_NE(result.warnings[0].find("the intervals are normal ones"), std::string::npos);
    EXPECT_TRUE(result.ratings[0].ci_low);
}

TEST(BradleyTerryBootstrap, AMillionBattlesTakeNoLonger) {
    std::vector<PairCount> counts = played({950, 1000, 1050, 1000}, 50, 7);
    for (PairCount& c : counts) {
        c.wins_a *= 10'000;
        c.wins_b *= 10'000;
    }
    RatingOptions options;
    const Ratings normal = bradley_terry(four, counts, options);
    options.draws = 400;
    const Ratings boot = bradley_terry(four, counts, options);
    EXPECT_EQ(boot.battles, 3e6);
    for (std::size_t i = 0; i < 4; ++i) {
        const double width = *normal.ratings[i].ci_high - *normal.ratings[i].ci_low;
        EXPECT_NEAR(*boot.ratings[i].ci_high - *boot.ratings[i].ci_low, width, 0.2 * width);
    }
}

TEST(BradleyTerry, SandwichIntervalsCover) {
    const std::vector<double> truth{920, 1000, 1000, 1080};
    int covered = 0;
    constexpr int trials = 500;
    for (int trial = 0; trial < trials; ++trial) {
        const Ratings result =
            bradley_terry(four, played(truth, 60, 100 + static_cast<std::uint64_t>(trial)));
        covered += *result.ratings[3].ci_low <= 1080 && 1080 <= *result.ratings[3].ci_high;
    }
    EXPECT_NEAR(covered / double{trials}, 0.95, 0.03);
}

TEST(MutualGroups, FollowFordsCondition) {
    // 0 -> 1 -> 2 -> 0 is a ring of wins; 3 only loses; 4 and 5 tie.
    const std::vector<PairCount> counts{
        {0, 1, 1, 0, 0}, {1, 2, 1, 0, 0}, {2, 0, 1, 0, 0}, {2, 3, 1, 0, 0}, {4, 5, 0, 0, 1}};
    const auto group = mutual_groups(6, counts, true);
    EXPECT_EQ(group[0], group[1]);
    EXPECT_EQ(group[0], group[2]);
    EXPECT_NE(group[0], group[3]);
    EXPECT_EQ(group[4], group[5]);
    EXPECT_NE(mutual_groups(6, counts, false)[4], mutual_groups(6, counts, false)[5]);
    const auto part = separate_parts(6, counts, true);
    EXPECT_EQ(part, (std::vector<std::size_t>{0, 0, 0, 0, 1, 1}));
}

TEST(MutualGroups, LongChainsDoNotExhaustTheStack) {
    std::vector<PairCount> counts;
    for (std::size_t i = 0; i + 1 < 200'000; ++i) {
        counts.push_back({i, i + 1, 1, 0, 0});
    }
    counts.push_back({199'999, 0, 1, 0, 0});
    const auto group = mutual_groups(200'000, counts, true);
    EXPECT_TRUE(std::ranges::all_of(group, [](std::size_t g) { return g == 0; }));
}
