// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "domain/random.h"
#include "statistics/distributions.h"
#include "statistics/mean.h"
#include "statistics/rank.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace tiebreak::statistics;

TEST(Summary, QuantilesAndMedianFollowTypeSeven) {
    const std::vector<double> sorted{1, 2, 4, 8};
    EXPECT_DOUBLE_EQ(quantile_of_sorted(sorted, 0.0), 1);
    EXPECT_DOUBLE_EQ(quantile_of_sorted(sorted, 0.25), 1.75); // numpy.quantile
    EXPECT_DOUBLE_EQ(quantile_of_sorted(sorted, 0.9), 6.8);
    EXPECT_DOUBLE_EQ(quantile_of_sorted(sorted, 1.0), 8);
    EXPECT_DOUBLE_EQ(*median_of({8, 1, 4, 2}), 3);
    EXPECT_DOUBLE_EQ(*median_of({8, 1, 4}), 4);
    EXPECT_FALSE(median_of({}));
}

TEST(Summary, MidRanksShareTies) {
    EXPECT_EQ(mid_ranks(std::vector<double>{10, 20, 10, 5, 10}), (std::vector<double>{3, 5, 3, 1, 3}));
}

TEST(Summary, SdHoldsFarFromZero) {
    // A one-pass sum of squares loses every digit here.
    EXPECT_DOUBLE_EQ(*sd_of(std::vector<double>{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}), std::sqrt(30.0));
}

TEST(Distributions, KnownValues) {
    EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
    EXPECT_NEAR(normal_two_sided_p(1.959963984540054), 0.05, 1e-14);
    EXPECT_NEAR(t_quantile(0.975, 2), 4.302652729749462, 1e-12);
    EXPECT_NEAR(t_two_sided_p(4.302652729749462, 2), 0.05, 1e-13);
    // With one degree of freedom Student's t is Cauchy: P(|T| >= 1) = 1/2.
    EXPECT_NEAR(t_two_sided_p(-1, 1), 0.5, 1e-14);
    EXPECT_EQ(t_two_sided_p(std::numeric_limits<double>::infinity(), 3), 0);
}

TEST(Mean, ClosedForm) {
    const MeanEstimate m = mean_estimate(std::vector<double>{2, 4, 9});
    EXPECT_EQ(m.n, 3u);
    EXPECT_DOUBLE_EQ(*m.mean, 5);
    EXPECT_DOUBLE_EQ(*m.sd, std::sqrt(13.0));
    EXPECT_DOUBLE_EQ(*m.se, std::sqrt(13.0 / 3.0));
    EXPECT_NEAR(*m.ci_low, 5 - 4.302652729749462 * std::sqrt(13.0 / 3.0), 1e-12);
    EXPECT_NEAR(*m.ci_high, 5 + 4.302652729749462 * std::sqrt(13.0 / 3.0), 1e-12);
}

TEST(Mean, UndefinedIsAbsent) {
    const MeanEstimate none = mean_estimate({});
    EXPECT_EQ(none.n, 0u);
    EXPECT_FALSE(none.mean || none.sd || none.se || none.ci_low || none.ci_high || none.interval());
    const MeanEstimate one = mean_estimate(std::vector<double>{7});
    EXPECT_DOUBLE_EQ(*one.mean, 7);
    EXPECT_FALSE(one.sd || one.se || one.ci_low || one.ci_high);
    const MeanEstimate flat = mean_estimate(std::vector<double>{7, 7});
    EXPECT_EQ(flat.interval(), (Interval{7, 7}));
}

TEST(Mean, RefusesWhatIsNotFinite) {
    const std::vector<double> bad{1, std::numeric_limits<double>::quiet_NaN()};
    EXPECT_THROW((void)mean_estimate(bad), tiebreak::domain::Error);
    EXPECT_THROW((void)mean_estimate(std::vector<double>{1, 2}, 95), tiebreak::domain::Error);
}

TEST(Mean, IntervalCoversAsOftenAsItSays) {
    tiebreak::domain::Random random(20);
    int covered = 0;
    constexpr int trials = 4000;
    for (int trial = 0; trial < trials; ++trial) {
        std::vector<double> values(8);
        for (double& value : values) {
            value = 3 + 2 * random.normal();
        }
        const MeanEstimate m = mean_estimate(values, 0.9);
        covered += *m.ci_low <= 3 && 3 <= *m.ci_high;
    }
    EXPECT_NEAR(covered / double{trials}, 0.9, 0.02); // 4 standard errors of the share
}

TEST(ClusteredMean, ClustersOfOneAreNoClusters) {
    const std::vector<double> values{2, 4, 9, 1, 3};
    const std::vector<std::int64_t> own{1, 2, 3, 4, 5};
    const MeanEstimate clustered = clustered_mean_estimate(values, own);
    const MeanEstimate plain = mean_estimate(values);
    EXPECT_NEAR(*clustered.se, *plain.se, 1e-14);
    EXPECT_NEAR(*clustered.ci_low, *plain.ci_low, 1e-12);
    EXPECT_EQ(clustered.clusters, 5u);
}

TEST(ClusteredMean, CopiesAddNothing) {
    // Every item three times, as three clusters' worth of copies: the SE of the distinct items, not of three
    // times as many.
    const std::vector<double> values{2, 2, 2, 4, 4, 4, 9, 9, 9};
    const std::vector<std::int64_t> cluster{1, 1, 1, 2, 2, 2, 3, 3, 3};
    EXPECT_NEAR(*clustered_mean_estimate(values, cluster).se, std::sqrt(13.0 / 3.0), 1e-14);
    EXPECT_FALSE(clustered_mean_estimate(values, std::vector<std::int64_t>(9, 1)).se);
}

TEST(ClusteredMean, CoversWhereThePlainIntervalDoesNot) {
    tiebreak::domain::Random random(21);
    int clustered_covers = 0;
    int plain_covers = 0;
    constexpr int trials = 2000;
    for (int trial = 0; trial < trials; ++trial) {
        std::vector<double> values;
        std::vector<std::int64_t> cluster;
        for (int g = 0; g < 20; ++g) {
            const double shared = random.normal();
            for (int i = 0; i < 6; ++i) {
                values.push_back(shared + 0.5 * random.normal());
                cluster.push_back(g);
            }
        }
        const auto covers = [](const MeanEstimate& m) { return *m.ci_low <= 0 && 0 <= *m.ci_high; };
        clustered_covers += covers(clustered_mean_estimate(values, cluster));
        plain_covers += covers(mean_estimate(values));
    }
    EXPECT_NEAR(clustered_covers / double{trials}, 0.95, 0.02);
    EXPECT_LT(plain_covers / double{trials}, 0.75);
}

TEST(Wilson, SolvesItsOwnEquation) {
    // The bounds are the two p with |p̂ - p| = z sqrt(p(1-p)/n).
    const double z = normal_quantile(0.975);
    for (const auto& [successes, n] : {std::pair{33.0, 44.0}, {1.0, 7.0}, {0.5, 3.0}}) {
        const Interval ci = *wilson_interval(successes, n);
        for (const double p : {ci.low, ci.high}) {
            EXPECT_NEAR(std::abs(successes / n - p), z * std::sqrt(p * (1 - p) / n), 1e-12);
        }
    }
    EXPECT_NEAR(wilson_interval(0, 10)->low, 0, 1e-15);
    EXPECT_NEAR(wilson_interval(0, 10)->high, 0.2775327998628892, 1e-12); // z²/(n + z²)
    EXPECT_NEAR(wilson_interval(10, 10)->high, 1, 1e-15);
    EXPECT_FALSE(wilson_interval(0, 0));
    EXPECT_THROW((void)wilson_interval(3, 2), tiebreak::domain::Error);
}

TEST(Rank, CountsOnlyThoseClearlyAbove) {
    const std::vector<std::optional<Interval>> intervals{Interval{40, 50}, Interval{45, 55},
                                                         Interval{20, 30}, std::nullopt,
                                                         Interval{28, 44}, Interval{30, 31}};
    const auto ranks = interval_ranks(intervals);
    // 20–30 touches 30–31, so that only the two leaders stand above it; 28–44 overlaps 40–50 but not 45–55.
    EXPECT_EQ(ranks, (std::vector<std::optional<int>>{1, 1, 3, std::nullopt, 2, 3}));
}
