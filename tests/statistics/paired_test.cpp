// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "domain/random.h"
#include "statistics/mean.h"
#include "statistics/paired.h"
#include "statistics/sample_size.h"
#include "support.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace tiebreak::statistics;

TEST(Paired, ScoresOfTwoModelsByGpt4GiveTheOracle) {
    const auto folder = fixture::shared_data() / "rasbt/scores";
    SKIP_WITHOUT_SHARED_DATA(folder);
    const auto a = fixture::json_numbers(folder / "gpt4-model-1-response.json");
    const auto b = fixture::json_numbers(folder / "gpt4-model-2-response.json");
    ASSERT_EQ(a.size(), 100u);
    const PairedComparison c = compare_paired(a, b);
    EXPECT_NEAR(*c.difference, 17.52, 1e-12);
    EXPECT_NEAR(*c.se, 4.729885, 5e-7);
    EXPECT_NEAR(*c.t, 3.704107, 5e-7);
    EXPECT_EQ(c.wins, 33);
    EXPECT_EQ(c.ties, 56);
    EXPECT_EQ(c.losses, 11);
    EXPECT_NEAR(c.sign_p, 0.00126003, 5e-9);

    // Var(a - b) = Var a + Var b - 2 r sd_a sd_b, with r from the correlation reported.
    const double sd_a = *mean_estimate(a).sd;
    const double sd_b = *mean_estimate(b).sd;
    EXPECT_NEAR(*c.sd * *c.sd, sd_a * sd_a + sd_b * sd_b - 2 * *c.correlation * sd_a * sd_b, 1e-9);

    // The bootstrap and the t interval tell the same story of 100 items.
    const BootstrapDifference boot = *bootstrap_difference(a, b, 7);
    EXPECT_NEAR(boot.ci_low, *c.ci_low, 0.7);
    EXPECT_NEAR(boot.ci_high, *c.ci_high, 0.7);
    EXPECT_GT(boot.share_positive, 0.999);
    EXPECT_EQ(more_items_needed(c), 0);

    // One file holds 99 scores for 100 items: never shifted against the others.
    const auto short_one = fixture::json_numbers(folder / "llama3-8b-model-2-response.json");
    ASSERT_EQ(short_one.size(), 99u);
    EXPECT_THROW((void)compare_paired(a, short_one), tiebreak::domain::Error);
}

TEST(Paired, ClosedForm) {
    const PairedComparison c = compare_paired(std::vector<double>{3, 5, 10}, std::vector<double>{1, 1, 1});
    EXPECT_DOUBLE_EQ(*c.difference, 5);
    EXPECT_DOUBLE_EQ(*c.se, std::sqrt(13.0 / 3.0));
    EXPECT_DOUBLE_EQ(*c.t, 5 / std::sqrt(13.0 / 3.0));
    // Student's t with two degrees of freedom in closed form: p = 1 - t / sqrt(t² + 2).
    EXPECT_NEAR(*c.p, 1 - *c.t / std::sqrt(*c.t * *c.t + 2), 1e-13);
    EXPECT_FALSE(c.correlation); // b does not vary
    ASSERT_EQ(c.warnings.size(), 1u);
    EXPECT_NE(c.warnings[0].find("does not vary"), std::string::npos);
    EXPECT_DOUBLE_EQ(c.sign_p, 0.25);
}

TEST(Paired, SwappingSidesTurnsTheSign) {
    const std::vector<double> a{3, 5, 10, 2};
    const std::vector<double> b{1, 6, 4, 2};
    const PairedComparison ab = compare_paired(a, b);
    const PairedComparison ba = compare_paired(b, a);
    EXPECT_DOUBLE_EQ(*ab.difference, -*ba.difference);
    EXPECT_DOUBLE_EQ(*ab.ci_low, -*ba.ci_high);
    EXPECT_EQ(ab.wins, ba.losses);
    EXPECT_EQ(ab.ties, 1);
}

TEST(Paired, UndefinedIsAbsentAndNamed) {
    const PairedComparison none = compare_paired({}, {});
    EXPECT_FALSE(none.difference || none.se || none.t || none.p || none.ci_low);
    EXPECT_FALSE(none.warnings.empty());
    const PairedComparison same = compare_paired(std::vector<double>{1, 2, 3}, std::vector<double>{1, 2, 3});
    EXPECT_DOUBLE_EQ(*same.difference, 0);
    EXPECT_FALSE(same.t || same.p);
    EXPECT_DOUBLE_EQ(*same.ci_low, 0);
    EXPECT_EQ(same.sign_p, 1);
    EXPECT_EQ(same.warnings.at(0), "all differences are equal: t and p are not defined");
    EXPECT_FALSE(more_items_needed(same));
    const PairedComparison one_cluster = compare_paired(
        std::vector<double>{1, 2, 4}, std::vector<double>{1, 1, 1}, std::vector<std::int64_t>{5, 5, 5});
    EXPECT_FALSE(one_cluster.se || one_cluster.p);
    EXPECT_EQ(one_cluster.warnings.at(0), "all items are of one cluster");
}

TEST(Paired, RoundingIsNeitherAWinNorASpread) {
    const PairedComparison ties =
        compare_paired(std::vector<double>{0.1 + 0.2, 0.7 + 0.1}, std::vector<double>{0.3, 0.8});
    EXPECT_EQ(ties.ties, 2);
    EXPECT_EQ(*ties.difference, 0);
    const std::vector<double> a{0.3, 0.7, 1.1};
    const std::vector<double> b{0.1, 0.5, 0.9};
    ASSERT_NE(a[0] - b[0], a[2] - b[2]); // as doubles the three differences are not the same
    const PairedComparison equal = compare_paired(a, b);
    EXPECT_FALSE(equal.t || equal.p);
    EXPECT_EQ(equal.wins, 3);
}

TEST(Paired, ClustersWidenTheInterval) {
    const std::vector<double> a{5, 5, 5, 1, 1, 1, 3, 3, 3};
    const std::vector<double> b(9, 1.0);
    const std::vector<std::int64_t> cluster{1, 1, 1, 2, 2, 2, 3, 3, 3};
    const PairedComparison c = compare_paired(a, b, cluster);
    EXPECT_NEAR(*c.se, 2 / std::sqrt(3.0), 1e-13); // that of three independent differences 4, 0, 2
    EXPECT_NEAR(*c.p, *compare_paired(std::vector<double>{4, 0, 2}, std::vector<double>(3, 0.0)).p, 1e-13);
    const BootstrapDifference whole = *bootstrap_difference(a, b, 1, 2000, cluster);
    EXPECT_DOUBLE_EQ(whole.ci_low, 0); // all draws of three clusters lie among 0, 2/3, …, 4
    EXPECT_DOUBLE_EQ(whole.ci_high, 4);
    EXPECT_FALSE(bootstrap_difference(a, b, 1, 2000, std::vector<std::int64_t>(9, 1)));
}

TEST(PairedBootstrap, SeedDecides) {
    const std::vector<double> a{3, 5, 10, 2, 8, 1};
    const std::vector<double> b{1, 6, 4, 2, 7, 3};
    const auto first = *bootstrap_difference(a, b, 11);
    const auto again = *bootstrap_difference(a, b, 11);
    EXPECT_EQ(first.ci_low, again.ci_low);
    EXPECT_EQ(first.share_positive, again.share_positive);
    EXPECT_EQ(first.draws, 10'000);
    EXPECT_NE(first.share_positive, bootstrap_difference(a, b, 12)->share_positive);
}

TEST(PairedBootstrap, SmallCaseByEnumeration) {
    // Three differences 0, 1, 5: all 27 draws are listed, and the share of positive ones is known.
    const std::vector<double> a{0, 1, 5};
    const std::vector<double> b{0, 0, 0};
    const auto boot = *bootstrap_difference(a, b, 4, 40'000);
    EXPECT_NEAR(boot.share_positive, 1 - 0.5 / 27, 0.003); // only 0,0,0 is not positive, and it counts half
    EXPECT_DOUBLE_EQ(boot.ci_high, 5);                     // 5,5,5 has 1/27, more than 2.5 %
    EXPECT_DOUBLE_EQ(boot.ci_low, 0);
}

TEST(PairedBootstrap, CoversAsOftenAsItSays) {
    tiebreak::domain::Random random(9);
    int covered = 0;
    constexpr int trials = 600;
    for (int trial = 0; trial < trials; ++trial) {
        std::vector<double> a(60);
        std::vector<double> b(60);
        for (std::size_t i = 0; i < a.size(); ++i) {
            const double item = random.normal();
            a[i] = item + 0.3 + random.normal();
            b[i] = item + random.normal();
        }
        const auto boot = *bootstrap_difference(a, b, static_cast<std::uint64_t>(trial), 500);
        covered += boot.ci_low <= 0.3 && 0.3 <= boot.ci_high;
    }
    EXPECT_NEAR(covered / double{trials}, 0.95, 0.035);
}

TEST(SignTest, IsTheShareOfCoinTosses) {
    EXPECT_NEAR(
        [] {
            const PairedComparison c =
                compare_paired(std::vector<double>{1, 1, 1, 1, 0}, std::vector<double>{0, 0, 0, 0, 1});
            return c.sign_p;
        }(),
        2.0 * (1 + 5) / 32.0, 1e-15);
}

TEST(McNemar, CountsAndExactP) {
    std::vector<bool> a;
    std::vector<bool> b;
    const auto add = [&](int times, bool in_a, bool in_b) {
        a.insert(a.end(), static_cast<std::size_t>(times), in_a);
        b.insert(b.end(), static_cast<std::size_t>(times), in_b);
    };
    add(40, true, true);
    add(9, true, false);
    add(1, false, true);
    add(50, false, false);
    const McNemar result = mcnemar(a, b);
    EXPECT_EQ(result.both, 40);
    EXPECT_EQ(result.only_a, 9);
    EXPECT_EQ(result.only_b, 1);
    EXPECT_EQ(result.neither, 50);
    EXPECT_NEAR(result.p, 2 * 11 / 1024.0, 1e-15);
    EXPECT_EQ(mcnemar({true}, {true}).p, 1);
}

TEST(Holm, StepsDown) {
    const auto adjusted = holm(std::vector<double>{0.01, 0.04, 0.03, 0.005});
    // R's p.adjust(c(.01,.04,.03,.005), "holm")
    const std::vector<double> expected{0.03, 0.06, 0.06, 0.02};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_NEAR(adjusted[i], expected[i], 1e-15);
    }
    EXPECT_EQ(holm(std::vector<double>{0.7, 0.9}), (std::vector<double>{1, 1}));
    EXPECT_TRUE(holm({}).empty());
}

TEST(SampleSize, Oracle) {
    SampleSizePlan plan;
    plan.delta = 0.03;
    EXPECT_EQ(sample_size(plan), 969);
    plan.delta = -0.03;
    EXPECT_EQ(sample_size(plan), 969);
    plan.sigma_a = plan.sigma_b = 0.5;
    plan.k_a = plan.k_b = 10;
    plan.delta = 0.05;
    // (1.959964 + 0.841621)² (1/9 + 0.05) / 0.0025 = 505.8
    EXPECT_EQ(sample_size(plan), 506);
}

TEST(SampleSize, HasThePowerItPromises) {
    SampleSizePlan plan;
    plan.delta = 0.4;
    plan.omega2 = 1;
    const std::int64_t n = sample_size(plan);
    EXPECT_EQ(n, 50);
    tiebreak::domain::Random random(12);
    int found = 0;
    constexpr int trials = 3000;
    const std::vector<double> zero(static_cast<std::size_t>(n), 0.0);
    for (int trial = 0; trial < trials; ++trial) {
        std::vector<double> difference(zero.size());
        for (double& d : difference) {
            d = 0.4 + random.normal();
        }
        found += *compare_paired(difference, zero).p < 0.05;
    }
    EXPECT_NEAR(found / double{trials}, 0.8, 0.03);
}

TEST(SampleSize, RefusesWhatHasNoAnswer) {
    EXPECT_THROW((void)sample_size({}), tiebreak::domain::Error); // delta 0
    SampleSizePlan plan;
    plan.delta = 1e-12;
    EXPECT_THROW((void)sample_size(plan), tiebreak::domain::Error);
    plan.delta = 0.1;
    plan.k_a = 0;
    EXPECT_THROW((void)sample_size(plan), tiebreak::domain::Error);
    plan.k_a = 1;
    plan.power = 1;
    EXPECT_THROW((void)sample_size(plan), tiebreak::domain::Error);
    plan.power = 0.8;
    plan.omega2 = -1;
    EXPECT_THROW((void)sample_size(plan), tiebreak::domain::Error);
}

TEST(MoreItems, ContinueTheComparisonSeen) {
    const std::vector<double> a{1, 0, 1, 0, 1, 1, 0, 0};
    const std::vector<double> b{0, 1, 0, 0, 1, 0, 1, 0};
    const PairedComparison c = compare_paired(a, b);
    ASSERT_GT(*c.p, 0.05);
    SampleSizePlan plan;
    plan.delta = *c.difference;
    plan.omega2 = *c.sd * *c.sd;
    EXPECT_EQ(more_items_needed(c), sample_size(plan) - 8);
}
