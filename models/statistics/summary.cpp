// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/summary.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tiebreak::statistics {

std::optional<double> mean_of(std::span<const double> values) {
    if (values.empty()) {
        return std::nullopt;
    }
    const double n = static_cast<double>(values.size());
    const double rough = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double rest = 0; // what rounding lost in the first pass
    for (const double value : values) {
        rest += value - rough;
    }
    return rough + rest / n;
}

std::optional<double> sd_of(std::span<const double> values) {
    if (values.size() < 2) {
        return std::nullopt;
    }
    const double mean = *mean_of(values);
    double squares = 0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

bool varies(std::span<const double> values) {
    if (values.empty()) {
        return false;
    }
    const double mean = *mean_of(values);
    double squares = 0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    return std::sqrt(squares) > 1e-13 * std::abs(mean);
}

std::optional<double> median_of(std::vector<double> values) {
    if (values.empty()) {
        return std::nullopt;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) {
        return *middle;
    }
    return std::midpoint(*std::max_element(values.begin(), middle), *middle);
}

double quantile_of_sorted(std::span<const double> sorted, double p) {
    const double at = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(at));
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], at - static_cast<double>(below));
}

Interval percentile_interval(std::span<double> draws, double level) {
    std::sort(draws.begin(), draws.end());
    const double tail = (1.0 - level) / 2.0;
    return {quantile_of_sorted(draws, tail), quantile_of_sorted(draws, 1.0 - tail)};
}

std::vector<double> mid_ranks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t from = 0; from < order.size();) {
        std::size_t to = from + 1;
        while (to < order.size() && values[order[to]] == values[order[from]]) {
            ++to;
        }
        const double rank = (static_cast<double>(from + 1) + static_cast<double>(to)) / 2.0;
        for (; from < to; ++from) {
            ranks[order[from]] = rank;
        }
    }
    return ranks;
}

} // namespace tiebreak::statistics
