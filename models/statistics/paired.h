// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::statistics {

/// Two candidates on the same items, from A's point of view: a positive difference means that A scores
/// higher. What is undefined is absent, and `warnings` says why.
struct PairedComparison {
    std::size_t n = 0;                ///< items both have
    std::optional<double> difference; ///< mean of a - b, in the unit of the scores
    std::optional<double> sd;         ///< of the differences, divisor n - 1
    std::optional<double> se;         ///< of the mean difference; clustered where clusters were given
    std::optional<double> t;          ///< difference / se; absent where all differences are equal
    std::optional<double> p;          ///< two-sided, Student's t with n - 1 (clusters - 1) degrees of freedom
    std::optional<double> correlation; ///< Pearson's, of a and b over items
    std::int64_t wins = 0;             ///< items where a > b
    std::int64_t ties = 0;
    std::int64_t losses = 0;
    double sign_p = 1;            ///< exact two-sided sign test, ties left out
    std::optional<double> ci_low; ///< t interval of the difference
    std::optional<double> ci_high;
    std::size_t clusters = 0; ///< 0 where items were taken as independent
    double level = 0.95;
    std::vector<std::string> warnings;
};

/// a[i] and b[i] are the scores of one item. `cluster`, where not empty, holds the item's group (see
/// clustered_mean_estimate). Scores that differ by rounding alone (1e-12 of their size) tie.
/// Throws domain::Error for a value that is not finite.
[[nodiscard]] PairedComparison compare_paired(std::span<const double> a, std::span<const double> b,
                                              std::span<const std::int64_t> cluster = {},
                                              double level = 0.95);

struct BootstrapDifference {
    std::size_t n = 0;
    double difference = 0; ///< of the data
    double ci_low = 0;     ///< percentile interval
    double ci_high = 0;
    double share_positive = 0; ///< share of draws with a difference above 0, exact zeros counted half
    int draws = 0;
    std::uint64_t seed = 0;
};

/// Percentile bootstrap of the mean of a - b over items, or over whole clusters where they are given. The
/// same seed gives the same interval on every machine. Nothing for fewer than two items (two clusters).
[[nodiscard]] std::optional<BootstrapDifference>
bootstrap_difference(std::span<const double> a, std::span<const double> b, std::uint64_t seed,
                     int draws = 10'000, std::span<const std::int64_t> cluster = {}, double level = 0.95);

/// Pass and fail of two candidates on the same items.
struct McNemar {
    std::int64_t both = 0;
    std::int64_t only_a = 0;
    std::int64_t only_b = 0;
    std::int64_t neither = 0;
    double p = 1; ///< exact (binomial), two-sided
};

[[nodiscard]] McNemar mcnemar(const std::vector<bool>& a, const std::vector<bool>& b);

/// Holm's (1979) step-down adjusted p values, in the order given: rejecting where the result is <= alpha
/// keeps the chance of any false rejection under alpha.
[[nodiscard]] std::vector<double> holm(std::span<const double> p);

} // namespace tiebreak::statistics
