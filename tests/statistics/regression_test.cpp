// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/random.h"
#include "statistics/regression.h"
#include "statistics/summary.h"
#include "support.h"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <map>

using namespace tiebreak::statistics;

namespace {

struct Points {
    std::vector<double> x;
    std::vector<double> y;
    std::vector<std::string> names;
};

Points newest() {
    const fixture::Table table("ift_newest.csv");
    return {table.numbers("test_loss"), table.numbers("ift_score_avg5"), table.texts("model")};
}

Points noisy_line(std::size_t n, std::uint64_t seed, double slope = 2, double intercept = 1) {
    tiebreak::domain::Random random(seed);
    Points points;
    for (std::size_t i = 0; i < n; ++i) {
        points.x.push_back(random.unit() * 4);
        points.y.push_back(intercept + slope * points.x.back() + random.normal());
    }
    return points;
}

double median_slope_by_hand(const Points& p) {
    std::vector<double> slopes;
    for (std::size_t i = 0; i < p.x.size(); ++i) {
        for (std::size_t j = i + 1; j < p.x.size(); ++j) {
            if (p.x[i] != p.x[j]) {
                slopes.push_back((p.y[j] - p.y[i]) / (p.x[j] - p.x[i]));
            }
        }
    }
    std::sort(slopes.begin(), slopes.end());
    const std::size_t half = slopes.size() / 2;
    return slopes.size() % 2 == 1 ? slopes[half] : (slopes[half - 1] + slopes[half]) / 2;
}

} // namespace

TEST(LeastSquares, NewestPublishedTable) {
    const Points p = newest();
    const LeastSquares fit = *least_squares(p.x, p.y);
    EXPECT_EQ(fit.n, 24u);
    EXPECT_NEAR(fit.slope, -13.6935, 5e-5);
    EXPECT_NEAR(fit.slope_se, 4.862237019554922, 1e-11); // scipy.stats.linregress
    EXPECT_NEAR(fit.intercept, 66.69784764474382, 1e-10);
    EXPECT_NEAR(*fit.r2, 0.514772 * 0.514772, 1e-6);
    // The point its author names an outlier hides from least squares, which it pulls towards itself.
    const auto at = std::ranges::find(p.names, "JAX, FineWeb-Edu") - p.names.begin();
    EXPECT_NEAR(*fit.studentized.at(static_cast<std::size_t>(at)), 1.37, 0.005);
}

TEST(LeastSquares, OldestPublishedTable) {
    const fixture::Table table("ift_oldest.csv");
    const LeastSquares fit = *least_squares(table.numbers("test_loss"), table.numbers("ift_score_isolated"));
    EXPECT_EQ(fit.n, 9u);
    EXPECT_NEAR(fit.slope, -19.8737, 5e-5);
}

TEST(LeastSquares, AgreesWithTheMatrixFormulas) {
    const Points p = noisy_line(30, 4);
    const LeastSquares fit = *least_squares(p.x, p.y);
    Eigen::MatrixXd design(30, 2);
    Eigen::VectorXd y(30);
    for (int i = 0; i < 30; ++i) {
        design.row(i) << 1, p.x[static_cast<std::size_t>(i)];
        y(i) = p.y[static_cast<std::size_t>(i)];
    }
    const Eigen::VectorXd beta = design.colPivHouseholderQr().solve(y);
    EXPECT_NEAR(fit.intercept, beta(0), 1e-11);
    EXPECT_NEAR(fit.slope, beta(1), 1e-11);
    const Eigen::VectorXd rest = y - design * beta;
    const double variance = rest.squaredNorm() / 28;
    const Eigen::MatrixXd inverse = (design.transpose() * design).inverse();
    EXPECT_NEAR(fit.slope_se, std::sqrt(variance * inverse(1, 1)), 1e-11);
    const Eigen::MatrixXd hat = design * inverse * design.transpose();
    for (int i = 0; i < 30; ++i) {
        EXPECT_NEAR(fit.residuals[static_cast<std::size_t>(i)], rest(i), 1e-11);
        // Leave the point out, fit again, and judge it by the others' spread.
        Points others = p;
        others.x.erase(others.x.begin() + i);
        others.y.erase(others.y.begin() + i);
        const LeastSquares without = *least_squares(others.x, others.y);
        double squares = 0;
        for (const double r : without.residuals) {
            squares += r * r;
        }
        const double expected = rest(i) / std::sqrt(squares / 27 * (1 - hat(i, i)));
        EXPECT_NEAR(*fit.studentized[static_cast<std::size_t>(i)], expected, 1e-9);
    }
}

TEST(LeastSquares, UndefinedIsAbsent) {
    EXPECT_FALSE(least_squares(std::vector<double>{1, 2}, std::vector<double>{1, 2}));
    EXPECT_FALSE(least_squares(std::vector<double>{1, 1, 1}, std::vector<double>{1, 2, 3}));
    EXPECT_FALSE(least_squares(std::vector<double>{0.1 + 0.2, 0.3, 0.3},
                               std::vector<double>{1, 2, 3})); // rounding only
    const LeastSquares flat = *least_squares(std::vector<double>{1, 2, 3}, std::vector<double>{5, 5, 5});
    EXPECT_FALSE(flat.r2);
    EXPECT_EQ(flat.slope, 0);
    EXPECT_FALSE(flat.studentized[0]);
    // x = 0, 0, 0, 1: the fourth point alone decides its end of the line.
    const LeastSquares lever =
        *least_squares(std::vector<double>{0, 0, 0, 1}, std::vector<double>{1, 2, 4, 9});
    EXPECT_FALSE(lever.studentized[3]);
    EXPECT_TRUE(lever.studentized[0]);
}

TEST(TheilSen, NewestPublishedTableNamesThreeOutliers) {
    const Points p = newest();
    const TheilSen fit = *theil_sen(p.x, p.y);
    EXPECT_NEAR(fit.slope, -10.910534817123825, 1e-10);   // scipy.stats.theilslopes
    EXPECT_NEAR(fit.intercept, 55.19466691215452, 1e-10); // its method "joint"
    EXPECT_NEAR(*fit.threshold, 7.61, 0.005);
    std::map<std::string, double> outliers;
    for (std::size_t i = 0; i < p.x.size(); ++i) {
        if (fit.outlier[i]) {
            outliers[p.names[i]] = fit.residuals[i];
        }
    }
    ASSERT_EQ(outliers.size(), 3u);
    EXPECT_NEAR(outliers.at("OpenAI weights: medium"), 22.42, 0.005);
    EXPECT_NEAR(outliers.at("JAX, FineWeb-Edu"), 9.00, 0.005);
    EXPECT_NEAR(outliers.at("OpenAI weights: small"), 8.18, 0.005);
}

TEST(TheilSen, HalfThePointsLieOnEachSide) {
    const Points p = noisy_line(51, 8);
    const TheilSen fit = *theil_sen(p.x, p.y);
    EXPECT_DOUBLE_EQ(fit.slope, median_slope_by_hand(p));
    EXPECT_EQ(std::ranges::count_if(fit.residuals, [](double r) { return r > 1e-12; }), 25);
    EXPECT_EQ(std::ranges::count_if(fit.residuals, [](double r) { return r < -1e-12; }), 25);
}

TEST(TheilSen, HoldsAgainstAFifthOfTheData) {
    Points p = noisy_line(100, 9);
    for (std::size_t i = 0; i < 20; ++i) {
        p.y[i] = -500 - 100 * p.x[i];
    }
    const TheilSen fit = *theil_sen(p.x, p.y);
    EXPECT_NEAR(fit.slope, 2, 0.5);
    for (std::size_t i = 0; i < 20; ++i) {
        EXPECT_TRUE(fit.outlier[i]);
    }
    EXPECT_GT(std::abs(least_squares(p.x, p.y)->slope - 2), 5);
}

TEST(TheilSen, ManyPointsAreSampled) {
    const Points p = noisy_line(2500, 10);
    const TheilSen fit = *theil_sen(p.x, p.y);
    EXPECT_NEAR(fit.slope, median_slope_by_hand(p), 0.002);
    EXPECT_EQ(fit.slope, theil_sen(p.x, p.y)->slope);
}

TEST(TheilSen, NoSpreadNoOutliers) {
    // Three points: two of them always lie on the line, and the third must not be accused.
    const TheilSen three = *theil_sen(std::vector<double>{3.1, 3.4, 3.9}, std::vector<double>{20, 25, 11});
    EXPECT_FALSE(three.threshold);
    EXPECT_EQ(three.mad, 0);
    EXPECT_EQ(three.outlier, (std::vector<bool>{false, false, false}));
    EXPECT_FALSE(theil_sen(std::vector<double>{1, 2}, std::vector<double>{1, 2}));
    EXPECT_FALSE(theil_sen(std::vector<double>{2, 2, 2}, std::vector<double>{1, 2, 3}));
}

TEST(TheilSenBand, AgreesWithDrawingPointsOutright) {
    const Points p = noisy_line(7, 11);
    const std::vector<double> grid{0.5, 3.5};
    const Band band = *theil_sen_band(p.x, p.y, grid, 20'000, 3);
    tiebreak::domain::Random random(77);
    std::vector<std::vector<double>> at(2);
    for (int draw = 0; draw < 20'000; ++draw) {
        std::vector<double> x;
        std::vector<double> y;
        for (int k = 0; k < 7; ++k) {
            const std::size_t i = random.below(7);
            x.push_back(p.x[i]);
            y.push_back(p.y[i]);
        }
        const auto fit = theil_sen(x, y);
        if (fit) {
            at[0].push_back(fit->intercept + fit->slope * 0.5);
            at[1].push_back(fit->intercept + fit->slope * 3.5);
        }
    }
    for (std::size_t g = 0; g < 2; ++g) {
        const Interval expected = percentile_interval(at[g], 0.95);
        const double width = expected.high - expected.low;
        EXPECT_NEAR(band.lower[g], expected.low, 0.03 * width);
        EXPECT_NEAR(band.upper[g], expected.high, 0.03 * width);
    }
}

TEST(TheilSenBand, SeedDecidesAndTheLineLiesInside) {
    const Points p = newest();
    const TheilSen fit = *theil_sen(p.x, p.y);
    const std::vector<double> grid{3.2, 3.5, 3.8, 4.1};
    const Band band = *theil_sen_band(p.x, p.y, grid, 2000, 5);
    for (std::size_t g = 0; g < grid.size(); ++g) {
        const double line = fit.intercept + fit.slope * grid[g];
        EXPECT_LT(band.lower[g], line);
        EXPECT_GT(band.upper[g], line);
    }
    EXPECT_EQ(band.lower, theil_sen_band(p.x, p.y, grid, 2000, 5)->lower);
    EXPECT_NE(band.lower, theil_sen_band(p.x, p.y, grid, 2000, 6)->lower);
    EXPECT_TRUE(theil_sen_band(p.x, p.y, {}, 10)->lower.empty());
    EXPECT_FALSE(theil_sen_band(std::vector<double>{2, 2, 2}, std::vector<double>{1, 2, 3}, grid));
}

TEST(TheilSenBand, CoversTheTrueLine) {
    int covered = 0;
    constexpr int trials = 300;
    const std::vector<double> grid{2};
    for (int trial = 0; trial < trials; ++trial) {
        const Points p = noisy_line(30, 1000 + static_cast<std::uint64_t>(trial));
        const Band band = *theil_sen_band(p.x, p.y, grid, 300, 1);
        covered += band.lower[0] <= 5 && 5 <= band.upper[0];
    }
    EXPECT_NEAR(covered / double{trials}, 0.95, 0.04);
}

TEST(TheilSenBand, SampledPairsGiveTheSameBand) {
    const Points many = noisy_line(400, 13);
    const std::vector<double> grid{0, 2, 4};
    const Band band = *theil_sen_band(many.x, many.y, grid, 400, 2);
    const TheilSen fit = *theil_sen(many.x, many.y);
    for (std::size_t g = 0; g < grid.size(); ++g) {
        const double line = fit.intercept + fit.slope * grid[g];
        EXPECT_LT(band.lower[g], line);
        EXPECT_GT(band.upper[g], line);
        EXPECT_LT(band.upper[g] - band.lower[g],
                  0.6); // ±1.96 σ / √n in the middle is 0.2 wide, twice that at the ends
    }
}
