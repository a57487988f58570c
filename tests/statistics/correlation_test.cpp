// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "domain/random.h"
#include "statistics/correlation.h"
#include "statistics/summary.h"
#include "support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace tiebreak::statistics;

namespace {

/// tau-b from its definition, over all pairs.
double tau_by_pairs(const std::vector<double>& x, const std::vector<double>& y) {
    double s = 0;
    double in_x = 0;
    double in_y = 0;
    const auto sign = [](double d) { return (d > 0) - (d < 0); };
    for (std::size_t i = 0; i < x.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            s += sign(x[i] - x[j]) * sign(y[i] - y[j]);
            in_x += std::abs(sign(x[i] - x[j]));
            in_y += std::abs(sign(y[i] - y[j]));
        }
    }
    return s / std::sqrt(in_x * in_y);
}

} // namespace

TEST(Correlation, NewestPublishedTable) {
    const fixture::Table table("ift_newest.csv");
    const auto x = table.numbers("test_loss");
    const auto y = table.numbers("ift_score_avg5");
    EXPECT_EQ(pearson(x, y).n, 24u);
    EXPECT_NEAR(*pearson(x, y).coefficient, -0.514772, 5e-7);
    EXPECT_NEAR(*spearman(x, y).coefficient, -0.606087, 5e-7);
    EXPECT_NEAR(*kendall(x, y).coefficient, -0.413043, 5e-7);
    // p of scipy 1.10.1
    EXPECT_NEAR(*pearson(x, y).p, 0.010055979149136626, 1e-12);
    EXPECT_NEAR(*spearman(x, y).p, 0.0016940936259311093, 1e-12);
    EXPECT_NEAR(*kendall(x, y).p, 0.004233454362761548, 1e-12);
}

TEST(Correlation, NewestWithoutTheTwoOpenAiRows) {
    const fixture::Table table("ift_newest.csv");
    const auto names = table.texts("model");
    auto x = table.numbers("test_loss");
    auto y = table.numbers("ift_score_avg5");
    for (std::size_t i = names.size(); i-- > 0;) {
        if (names[i].starts_with("OpenAI")) {
            x.erase(x.begin() + static_cast<std::ptrdiff_t>(i));
            y.erase(y.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    ASSERT_EQ(x.size(), 22u);
    EXPECT_NEAR(*pearson(x, y).coefficient, -0.438550, 5e-7);
    EXPECT_NEAR(*spearman(x, y).coefficient, -0.540373, 5e-7);
    EXPECT_NEAR(*kendall(x, y).coefficient, -0.359307, 5e-7);
}

TEST(Correlation, OldestPublishedTable) {
    const fixture::Table table("ift_oldest.csv");
    const auto x = table.numbers("test_loss");
    const auto y = table.numbers("ift_score_isolated");
    EXPECT_NEAR(*pearson(x, y).coefficient, -0.703251, 5e-7);
    EXPECT_NEAR(*pearson(x, y).p, 0.0346, 5e-5);
    EXPECT_NEAR(*spearman(x, y).coefficient, -0.45, 1e-12);
    EXPECT_NEAR(*spearman(x, y).p, 0.22421610749233659, 1e-12);
    EXPECT_NEAR(*kendall(x, y).coefficient, -0.277778, 5e-7);
    EXPECT_NEAR(*kendall(x, y).p, 0.35848765432098767, 1e-12);
}

TEST(Correlation, TiesAsScipyCountsThem) {
    const std::vector<double> a{1, 2, 2, 3, 5, 5, 5, 8, 9, 1};
    const std::vector<double> b{2, 1, 4, 4, 5, 7, 7, 6, 9, 3};
    EXPECT_NEAR(*kendall(a, b).coefficient, 0.7474763743641387, 1e-14);
    EXPECT_NEAR(*kendall(a, b).p, 0.0042474989048942105, 1e-13);
    EXPECT_NEAR(*spearman(a, b).coefficient, 0.8789498077789584, 1e-14);
    EXPECT_NEAR(*spearman(a, b).p, 0.0008096864066665544, 1e-13);
    EXPECT_NEAR(*pearson(a, b).coefficient, 0.8632543454045387, 1e-14);
    EXPECT_NEAR(*pearson(a, b).p, 0.001292784208806271, 1e-13);
}

TEST(Kendall, MergeSortAgreesWithAllPairs) {
    tiebreak::domain::Random random(5);
    for (int trial = 0; trial < 200; ++trial) {
        const std::size_t n = 3 + random.below(40);
        std::vector<double> x(n);
        std::vector<double> y(n);
        do {
            for (std::size_t i = 0; i < n; ++i) {
                x[i] = static_cast<double>(random.below(6));
                y[i] = static_cast<double>(random.below(6));
            }
        } while (!kendall(x, y).coefficient);
        EXPECT_NEAR(*kendall(x, y).coefficient, tau_by_pairs(x, y), 1e-12);
    }
}

TEST(Kendall, ExactPIsTheShareOfAllPermutations) {
    const std::vector<double> x{1, 2, 3, 4, 5, 6};
    for (const std::vector<double>& y :
         {std::vector<double>{3, 1, 2, 5, 4, 6}, {6, 5, 4, 3, 2, 1}, {2, 4, 6, 1, 3, 5}}) {
        const double seen = std::abs(tau_by_pairs(x, y));
        std::vector<double> permuted = x;
        double as_far = 0;
        double all = 0;
        do {
            as_far += std::abs(tau_by_pairs(x, permuted)) >= seen - 1e-12;
            all += 1;
        } while (std::next_permutation(permuted.begin(), permuted.end()));
        EXPECT_NEAR(*kendall(x, y).p, as_far / all, 1e-12);
    }
}

TEST(Kendall, LargeTablesUseTheNormalApproximation) {
    std::vector<double> x(40);
    std::vector<double> y(40);
    for (int i = 0; i < 40; ++i) {
        x[static_cast<std::size_t>(i)] = i;
        y[static_cast<std::size_t>(i)] = (7 * (i + 1)) % 41;
    }
    EXPECT_NEAR(*kendall(x, y).coefficient, 0.19230769230769232, 1e-14);
    EXPECT_NEAR(*kendall(x, y).p, 0.08052375349086888, 1e-13); // scipy
    EXPECT_NEAR(*kendall(x, x).p, 2.0 / std::tgamma(41.0), 1e-55);
}

TEST(Correlation, PearsonPAgreesWithPermutations) {
    tiebreak::domain::Random random(6);
    std::vector<double> x(30);
    std::vector<double> y(30);
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = random.normal();
        y[i] = 0.35 * x[i] + random.normal();
    }
    for (auto* correlation : {&pearson, &spearman}) {
        const Correlation seen = correlation(x, y);
        std::vector<double> shuffled = y;
        int as_far = 0;
        constexpr int trials = 20'000;
        for (int trial = 0; trial < trials; ++trial) {
            random.shuffle(std::span(shuffled));
            as_far += std::abs(*correlation(x, shuffled).coefficient) >= std::abs(*seen.coefficient);
        }
        EXPECT_NEAR(*seen.p, as_far / double{trials}, 0.01);
    }
}

TEST(Correlation, NothingToComputeGivesAReasonAndNoNumber) {
    const std::vector<double> two{1, 2};
    const std::vector<double> flat{0.1, 0.1, 0.1};
    const std::vector<double> rising{1, 2, 3};
    for (auto* correlation : {&pearson, &spearman, &kendall}) {
        const Correlation few = correlation(two, two);
        EXPECT_FALSE(few.coefficient || few.p);
        EXPECT_EQ(few.n, 2u);
        EXPECT_EQ(few.reason, "fewer than three points (2)");
        EXPECT_FALSE(correlation({}, {}).coefficient);
        EXPECT_EQ(correlation(flat, rising).reason, "the x column does not vary");
        EXPECT_EQ(correlation(rising, flat).reason, "the y column does not vary");
        EXPECT_FALSE(correlation(flat, flat).coefficient || correlation(flat, flat).p);
        const std::vector<double> bad{1, 2, std::numeric_limits<double>::infinity()};
        EXPECT_THROW((void)correlation(bad, rising), tiebreak::domain::Error);
        EXPECT_THROW((void)correlation(two, rising), tiebreak::domain::Error);
    }
    // Perfect correlation is a number, with p 0 for the t (2/3! for Kendall's exact test).
    EXPECT_DOUBLE_EQ(*pearson(rising, rising).coefficient, 1);
    EXPECT_EQ(*pearson(rising, rising).p, 0);
    EXPECT_DOUBLE_EQ(*kendall(rising, rising).p, 1.0 / 3.0);
}
