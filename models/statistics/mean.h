// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/summary.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace tiebreak::statistics {

/// A mean with what is known of its uncertainty, in the unit of the values. The interval covers the sampling
/// of items (or whatever the values were sampled from) and nothing else: not judge reruns, decoding samples
/// or training seeds.
struct MeanEstimate {
    std::size_t n = 0;
    std::optional<double> mean; ///< absent for n = 0
    std::optional<double> sd;   ///< divisor n - 1; absent for n < 2
    std::optional<double> se; ///< sd / sqrt(n), or clustered; absent for n < 2 (for fewer than two clusters)
    std::optional<double> ci_low; ///< Student's t; absent where se is
    std::optional<double> ci_high;
    std::size_t clusters = 0; ///< 0 where the values were taken as independent
    double level = 0.95;

    [[nodiscard]] std::optional<Interval> interval() const;
};

/// Mean and its t interval with n - 1 degrees of freedom. Throws domain::Error for a value that is not
/// finite.
[[nodiscard]] MeanEstimate mean_estimate(std::span<const double> values, double level = 0.95);

/// The same where values of one cluster (items drawn from one document, one conversation, …) are not
/// independent: SE² = G/(G-1) · Σ_g (Σ_{i in g} (v_i - mean))² / n², t interval with G - 1 degrees of freedom
/// (Liang and Zeger 1986; Miller 2024, "Adding error bars to evals", eq. 4, with the small-sample factor, so
/// that clusters of one give sd/√n).
[[nodiscard]] MeanEstimate clustered_mean_estimate(std::span<const double> values,
                                                   std::span<const std::int64_t> cluster,
                                                   double level = 0.95);

/// Wilson's score interval for a proportion (Wilson 1927), as shares of 1. Nothing for n = 0. `successes` may
/// be a half-integer where ties count half; 0 <= successes <= n, otherwise domain::Error.
[[nodiscard]] std::optional<Interval> wilson_interval(double successes, double n, double level = 0.95);

} // namespace tiebreak::statistics
