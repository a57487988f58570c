// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/random.h"
#include "statistics/checks.h"
#include "statistics/regression.h"
#include "statistics/summary.h"

#include <algorithm>
#include <numeric>

namespace tiebreak::statistics {

namespace {

constexpr std::size_t most_points_for_all_pairs = 300;
constexpr std::size_t drawn_pairs = 45'000;

/// One pair of points and its slope. A point drawn twice is a weight of two, so that the pairs are sorted
/// once and each draw finds its median slope by a walk along them.
struct Pair {
    double slope;
    std::uint32_t i;
    std::uint32_t j;
};

std::vector<Pair> sorted_pairs(std::span<const double> x, std::span<const double> y, std::uint64_t seed) {
    std::vector<Pair> pairs;
    const auto add = [&](std::size_t i, std::size_t j) {
        if (x[i] != x[j]) {
            pairs.push_back({(y[i] - y[j]) / (x[i] - x[j]), static_cast<std::uint32_t>(i),
                             static_cast<std::uint32_t>(j)});
        }
    };
    if (x.size() <= most_points_for_all_pairs) {
        for (std::size_t i = 1; i < x.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                add(i, j);
            }
        }
    } else {
        domain::Random random(seed, "pairs of the Theil–Sen band");
        for (std::size_t k = 0; k < drawn_pairs; ++k) {
            add(random.below(x.size()), random.below(x.size()));
        }
    }
    std::ranges::sort(pairs, {}, &Pair::slope);
    return pairs;
}

/// The values at the lower and the upper middle of a weighted, sorted sequence, averaged: the median of the
/// sequence in which each value stands as often as its weight says. `total` is the sum of the weights and
/// above 0.
template <class Sequence, class Value, class Weight>
double weighted_median(const Sequence& sorted, std::uint64_t total, Value value, Weight weight) {
    std::uint64_t seen = 0;
    double lower = 0;
    bool lower_found = false;
    for (const auto& entry : sorted) {
        seen += weight(entry);
        if (!lower_found && 2 * seen >= total) {
            lower = value(entry);
            lower_found = true;
        }
        if (2 * seen > total) {
            return std::midpoint(lower, value(entry));
        }
    }
    return lower;
}

} // namespace

std::optional<Band> theil_sen_band(std::span<const double> x, std::span<const double> y,
                                   std::span<const double> grid, int draws, std::uint64_t seed,
                                   double level) {
    require_same_length(x.size(), y.size(), "Theil–Sen band");
    require_finite(x, "Theil–Sen band");
    require_finite(y, "Theil–Sen band");
    require_finite(grid, "Theil–Sen band");
    require_share(level, "the level", "Theil–Sen band");
    if (x.size() < 3 || draws < 1) {
        return std::nullopt;
    }
    const std::vector<Pair> pairs = sorted_pairs(x, y, seed);
    if (pairs.empty()) {
        return std::nullopt;
    }
    domain::Random random(seed, "Theil–Sen band");
    std::vector<std::uint64_t> times(x.size());
    std::vector<double> offsets;
    std::vector<std::vector<double>> at_grid(grid.size());
    for (int draw = 0; draw < draws; ++draw) {
        std::uint64_t total = 0;
        while (total == 0) { // a draw of points that share one x has no line and is drawn again
            std::ranges::fill(times, 0);
            for (std::size_t k = 0; k < x.size(); ++k) {
                ++times[random.below(x.size())];
            }
            for (const Pair& pair : pairs) {
                total += times[pair.i] * times[pair.j];
            }
        }
        const double slope = weighted_median(
            pairs, total, [](const Pair& pair) { return pair.slope; },
            [&](const Pair& pair) { return times[pair.i] * times[pair.j]; });
        offsets.clear();
        for (std::size_t i = 0; i < x.size(); ++i) {
            offsets.insert(offsets.end(), times[i], y[i] - slope * x[i]);
        }
        const double intercept = *median_of(offsets);
        for (std::size_t g = 0; g < grid.size(); ++g) {
            at_grid[g].push_back(intercept + slope * grid[g]);
        }
    }
    Band band;
    band.draws = draws;
    band.seed = seed;
    for (std::vector<double>& values : at_grid) {
        const Interval interval = percentile_interval(values, level);
        band.lower.push_back(interval.low);
        band.upper.push_back(interval.high);
    }
    return band;
}

} // namespace tiebreak::statistics
