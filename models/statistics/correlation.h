// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace tiebreak::statistics {

/// A correlation coefficient in [-1, 1] with its two-sided p, or the reason why there is none.
struct Correlation {
    std::size_t n = 0;
    std::optional<double> coefficient;
    std::optional<double> p;
    std::string reason; ///< for people; empty where the coefficient is there
};

// All three: x and y have one length; fewer than three points or a column that does not vary gives a reason
// and no number. A value that is not finite throws domain::Error.

/// Product-moment correlation; p by Student's t with n - 2 degrees of freedom.
[[nodiscard]] Correlation pearson(std::span<const double> x, std::span<const double> y);

/// Pearson's coefficient of the mid ranks; p by the same t, an approximation that is rough under ten points.
[[nodiscard]] Correlation spearman(std::span<const double> x, std::span<const double> y);

/// Kendall's tau-b, in O(n log n) (Knight 1966). p is exact (Kendall 1970) where neither column has ties and
/// n <= 33 or at most one pair is in disagreement (or in agreement); otherwise the normal approximation with
/// the tie correction, without a continuity correction. The same choice as scipy.stats.kendalltau's.
[[nodiscard]] Correlation kendall(std::span<const double> x, std::span<const double> y);

} // namespace tiebreak::statistics
