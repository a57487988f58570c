// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace tiebreak::statistics {

struct Interval {
    double low = 0;
    double high = 0;

    friend bool operator==(const Interval&, const Interval&) = default;
};

/// Arithmetic mean; nothing for no values.
[[nodiscard]] std::optional<double> mean_of(std::span<const double> values);
/// Standard deviation with divisor n - 1, in two passes; nothing for fewer than two values.
[[nodiscard]] std::optional<double> sd_of(std::span<const double> values);
/// Whether the values differ by more than rounding: √Σ(v - mean)² above 1e-13 of the mean's size (scipy's
/// bound for a constant column). False for no values.
[[nodiscard]] bool varies(std::span<const double> values);
/// The middle value, or the mean of the two middle ones; nothing for no values.
[[nodiscard]] std::optional<double> median_of(std::vector<double> values);
/// Quantile of values sorted upwards, linear between order statistics (Hyndman and Fan's type 7, NumPy's and
/// R's default). `sorted` must not be empty; 0 <= p <= 1.
[[nodiscard]] double quantile_of_sorted(std::span<const double> sorted, double p);
/// The central `level` of bootstrap draws (percentile interval). Sorts `draws`, which must not be empty.
[[nodiscard]] Interval percentile_interval(std::span<double> draws, double level);
/// Ranks from 1, ties share the mean of the ranks they cover (mid ranks).
[[nodiscard]] std::vector<double> mid_ranks(std::span<const double> values);

} // namespace tiebreak::statistics
