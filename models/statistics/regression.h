// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tiebreak::statistics {

// In this file: x and y have one length, a value that is not finite throws domain::Error, and where there is
// nothing to compute (fewer than three points, x does not vary) the result is absent.

/// y = intercept + slope · x by least squares.
struct LeastSquares {
    std::size_t n = 0;
    double slope = 0;
    double slope_se = 0;
    double intercept = 0;
    std::optional<double> r2;      ///< absent where y does not vary
    std::vector<double> residuals; ///< y - fitted, in the order of the points
    /// Externally studentized: the residual over its standard error by the line's fit to the other points,
    /// Student's t with n - 3 degrees of freedom. Absent for a point of leverage 1, where the others lie on a
    /// line, and for n = 3.
    std::vector<std::optional<double>> studentized;
};

[[nodiscard]] std::optional<LeastSquares> least_squares(std::span<const double> x, std::span<const double> y);

/// The Theil–Sen line and what stands off it.
struct TheilSen {
    std::size_t n = 0;
    double slope = 0; ///< median of the slopes of all pairs with different x (Theil 1950, Sen 1968)
    double intercept =
        0; ///< median of y - slope · x, so that half the points lie above the line and half below
    std::vector<double> residuals;
    double mad = 0; ///< median of the residuals' absolute deviations from their median
    std::optional<double>
        threshold; ///< 2.5 · 1.4826 · mad; absent where mad is 0: then nothing is named an outlier
    std::vector<bool> outlier; ///< |residual| > threshold
};

/// Above 2,000 points the slope is the median over two million pairs drawn from a fixed seed.
[[nodiscard]] std::optional<TheilSen> theil_sen(std::span<const double> x, std::span<const double> y);

/// Pointwise percentile bounds of the Theil–Sen line at the places of a grid.
struct Band {
    std::vector<double> lower;
    std::vector<double> upper;
    int draws = 0;
    std::uint64_t seed = 0;
};

/// Bootstrap over points (whole points are drawn, as the points are themselves a sample of models). The band
/// covers the sampling of points; not the error within each point. Above 300 points the slopes come from
/// 45,000 pairs drawn once.
[[nodiscard]] std::optional<Band> theil_sen_band(std::span<const double> x, std::span<const double> y,
                                                 std::span<const double> grid, int draws = 2000,
                                                 std::uint64_t seed = 1, double level = 0.95);

} // namespace tiebreak::statistics
