// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/correlation.h"

#include "statistics/checks.h"
#include "statistics/distributions.h"
#include "statistics/summary.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace tiebreak::statistics {

namespace {

/// The checks all three share. The result has a reason where there is nothing to compute.
Correlation checked(std::span<const double> x, std::span<const double> y, const char* name) {
    require_same_length(x.size(), y.size(), name);
    require_finite(x, name);
    require_finite(y, name);
    Correlation result;
    result.n = x.size();
    if (x.size() < 3) {
        result.reason = "fewer than three points (" + std::to_string(x.size()) + ")";
    } else if (const bool flat_x = !varies(x); flat_x || !varies(y)) {
        result.reason = std::string("the ") + (flat_x ? "x" : "y") + " column does not vary";
    }
    return result;
}

void product_moment(std::span<const double> x, std::span<const double> y, Correlation& result) {
    const double mean_x = *mean_of(x);
    const double mean_y = *mean_of(y);
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
    const double r = std::clamp(xy / std::sqrt(xx) / std::sqrt(yy), -1.0, 1.0);
    // 1 - r² as the share of y that its line on x leaves: near ±1 the difference itself is all rounding.
    double left = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double rest = (y[i] - mean_y) - xy / xx * (x[i] - mean_x);
        left += rest * rest / yy;
    }
    const double df = static_cast<double>(x.size()) - 2.0;
    result.coefficient = r;
    result.p = t_two_sided_p(r * std::sqrt(df / left), df);
}

/// Sums over the groups of equal values in a sorted range, for tau-b and its variance.
struct Ties {
    double pairs = 0;   ///< Σ t(t-1)/2
    double triples = 0; ///< Σ t(t-1)(t-2)
    double weight = 0;  ///< Σ t(t-1)(2t+5)

    void add(std::size_t count) {
        const double t = static_cast<double>(count);
        pairs += t * (t - 1.0) / 2.0;
        triples += t * (t - 1.0) * (t - 2.0);
        weight += t * (t - 1.0) * (2.0 * t + 5.0);
    }
};

template <class T>
Ties ties_of_sorted(const std::vector<T>& sorted) {
    Ties ties;
    for (std::size_t from = 0; from < sorted.size();) {
        std::size_t to = from + 1;
        while (to < sorted.size() && sorted[to] == sorted[from]) {
            ++to;
        }
        ties.add(to - from);
        from = to;
    }
    return ties;
}

/// Sorts `values` upwards and counts the pairs that stood in falling order.
std::uint64_t sort_counting_inversions(std::span<double> values, std::span<double> scratch) {
    if (values.size() < 2) {
        return 0;
    }
    const std::size_t half = values.size() / 2;
    const auto left = values.first(half);
    const auto right = values.subspan(half);
    std::uint64_t inversions = sort_counting_inversions(left, scratch.first(half)) +
                               sort_counting_inversions(right, scratch.subspan(half));
    std::size_t l = 0;
    std::size_t r = 0;
    for (double& out : scratch) {
        if (r == right.size() || (l < left.size() && left[l] <= right[r])) {
            out = left[l++];
        } else {
            out = right[r++];
            inversions += left.size() - l;
        }
    }
    std::ranges::copy(scratch, values.begin());
    return inversions;
}

/// P(a random permutation of n has at most `most` inversions), by the recursion over n of the Mahonian
/// numbers, kept as probabilities so that no factorial overflows.
double at_most_inversions(std::size_t n, std::uint64_t most) {
    std::vector<double> share(most + 1, 0.0);
    share[0] = 1.0;
    for (std::size_t j = 2; j <= n; ++j) {
        std::vector<double> next(most + 1, 0.0);
        double window = 0;
        for (std::uint64_t k = 0; k <= most; ++k) {
            window += share[k];
            if (k >= j) {
                window -= share[k - j];
            }
            next[k] = std::max(0.0, window) / static_cast<double>(j);
        }
        share = std::move(next);
    }
    return std::accumulate(share.begin(), share.end(), 0.0);
}

} // namespace

Correlation pearson(std::span<const double> x, std::span<const double> y) {
    Correlation result = checked(x, y, "Pearson correlation");
    if (result.reason.empty()) {
        product_moment(x, y, result);
    }
    return result;
}

Correlation spearman(std::span<const double> x, std::span<const double> y) {
    Correlation result = checked(x, y, "Spearman correlation");
    if (result.reason.empty()) {
        product_moment(mid_ranks(x), mid_ranks(y), result);
    }
    return result;
}

Correlation kendall(std::span<const double> x, std::span<const double> y) {
    Correlation result = checked(x, y, "Kendall correlation");
    if (!result.reason.empty()) {
        return result;
    }
    std::vector<std::pair<double, double>> points(x.size());
    std::ranges::transform(x, y, points.begin(), [](double a, double b) { return std::pair{a, b}; });
    std::ranges::sort(points);
    std::vector<double> sorted_x(points.size());
    std::vector<double> by_x(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        sorted_x[i] = points[i].first;
        by_x[i] = points[i].second;
    }
    const Ties tied_both = ties_of_sorted(points);
    const Ties tied_x = ties_of_sorted(sorted_x);
    std::vector<double> scratch(points.size());
    const std::uint64_t falling = sort_counting_inversions(by_x, scratch); // sorts by_x
    const Ties tied_y = ties_of_sorted(by_x);

    const double n = static_cast<double>(x.size());
    const double pairs = n * (n - 1.0) / 2.0;
    const double discordant = static_cast<double>(falling);
    const double difference = pairs - tied_x.pairs - tied_y.pairs + tied_both.pairs - 2.0 * discordant;
    result.coefficient =
        std::clamp(difference / std::sqrt(pairs - tied_x.pairs) / std::sqrt(pairs - tied_y.pairs), -1.0, 1.0);

    const double fewer = std::min(discordant, pairs - discordant);
    if (tied_x.pairs == 0 && tied_y.pairs == 0 && (x.size() <= 33 || fewer <= 1)) {
        result.p = std::min(1.0, 2.0 * at_most_inversions(x.size(), static_cast<std::uint64_t>(fewer)));
        return result;
    }
    const double m = n * (n - 1.0);
    const double variance = (m * (2.0 * n + 5.0) - tied_x.weight - tied_y.weight) / 18.0 +
                            2.0 * tied_x.pairs * tied_y.pairs / m +
                            tied_x.triples * tied_y.triples / (9.0 * m * (n - 2.0));
    result.p = normal_two_sided_p(difference / std::sqrt(variance));
    return result;
}

} // namespace tiebreak::statistics
