// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/regression.h"

#include "domain/random.h"
#include "statistics/checks.h"
#include "statistics/summary.h"

#include <algorithm>
#include <cmath>

namespace tiebreak::statistics {

namespace {

constexpr std::size_t most_points_for_all_pairs = 2000;
constexpr std::size_t drawn_pairs = 2'000'000;

bool fits(std::span<const double> x, std::span<const double> y, const char* where) {
    require_same_length(x.size(), y.size(), where);
    require_finite(x, where);
    require_finite(y, where);
    return x.size() >= 3 && varies(x);
}

std::vector<double> pair_slopes(std::span<const double> x, std::span<const double> y) {
    std::vector<double> slopes;
    const auto add = [&](std::size_t i, std::size_t j) {
        if (x[i] != x[j]) {
            slopes.push_back((y[i] - y[j]) / (x[i] - x[j]));
        }
    };
    if (x.size() <= most_points_for_all_pairs) {
        slopes.reserve(x.size() * (x.size() - 1) / 2);
        for (std::size_t i = 1; i < x.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                add(i, j);
            }
        }
        return slopes;
    }
    domain::Random random(1, "pairs of the Theil–Sen line");
    slopes.reserve(drawn_pairs);
    for (std::size_t k = 0; k < drawn_pairs; ++k) {
        add(random.below(x.size()), random.below(x.size()));
    }
    if (slopes.empty()) { // nearly all x equal: the few points that differ decide
        const auto other = std::ranges::find_if(x, [&](double value) { return value != x.front(); });
        add(0, static_cast<std::size_t>(other - x.begin()));
    }
    return slopes;
}

} // namespace

std::optional<LeastSquares> least_squares(std::span<const double> x, std::span<const double> y) {
    if (!fits(x, y, "least squares")) {
        return std::nullopt;
    }
    const double n = static_cast<double>(x.size());
    const double mean_x = *mean_of(x);
    const double mean_y = *mean_of(y);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
    }
    LeastSquares fit;
    fit.n = x.size();
    fit.slope = xy / xx;
    fit.intercept = mean_y - fit.slope * mean_x;
    double squares = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        fit.residuals.push_back((y[i] - mean_y) - fit.slope * (x[i] - mean_x));
        squares += fit.residuals.back() * fit.residuals.back();
    }
    if (varies(y)) {
        fit.r2 = std::max(0.0, 1.0 - squares / yy);
    }
    fit.slope_se = std::sqrt(squares / (n - 2.0) / xx);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double free = 1.0 - 1.0 / n - (x[i] - mean_x) * (x[i] - mean_x) / xx;
        std::optional<double> studentized;
        if (x.size() > 3 && free > 1e-12) { // a point of leverage 1 is fitted exactly, whatever it is
            const double others = squares - fit.residuals[i] * fit.residuals[i] / free;
            if (others > 1e-12 * squares) {
                studentized = fit.residuals[i] / std::sqrt(others / (n - 3.0) * free);
            }
        }
        fit.studentized.push_back(studentized);
    }
    return fit;
}

std::optional<TheilSen> theil_sen(std::span<const double> x, std::span<const double> y) {
    if (!fits(x, y, "Theil–Sen line")) {
        return std::nullopt;
    }
    TheilSen fit;
    fit.n = x.size();
    fit.slope = *median_of(pair_slopes(x, y));
    for (std::size_t i = 0; i < x.size(); ++i) {
        fit.residuals.push_back(y[i] - fit.slope * x[i]);
    }
    fit.intercept = *median_of(fit.residuals);
    double scale =
        0; // of the numbers the residuals are differences of: below its rounding there is no spread
    std::vector<double> deviations;
    for (std::size_t i = 0; i < x.size(); ++i) {
        scale = std::max({scale, std::abs(y[i]), std::abs(fit.slope * x[i])});
        fit.residuals[i] -= fit.intercept;
        deviations.push_back(
            std::abs(fit.residuals[i])); // the residuals' median is 0 by the choice of the intercept
    }
    fit.mad = *median_of(deviations);
    if (fit.mad > 1e-12 * scale) {
        fit.threshold = 2.5 * 1.4826 * fit.mad; // 1.4826 makes the MAD an estimate of a normal's sigma
    } else {
        fit.mad = 0;
    }
    for (const double residual : fit.residuals) {
        fit.outlier.push_back(fit.threshold && std::abs(residual) > *fit.threshold);
    }
    return fit;
}

} // namespace tiebreak::statistics
