// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/agreement.h"

#include "statistics/checks.h"
#include "statistics/summary.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <map>

namespace tiebreak::statistics {

namespace {

/// Pairs of ratings where both raters gave one.
std::vector<std::pair<int, int>> both_rated(std::span<const LabelIndex> a, std::span<const LabelIndex> b,
                                            const char* where) {
    require_same_length(a.size(), b.size(), where);
    std::vector<std::pair<int, int>> pairs;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] && b[i]) {
            if (*a[i] < 0 || *b[i] < 0) {
                throw domain::Error(domain::ErrorKind::internal, "a label's index is negative", where);
            }
            pairs.emplace_back(*a[i], *b[i]);
        }
    }
    return pairs;
}

double disagreement(int a, int b, KappaWeights weights) {
    const double distance = std::abs(a - b);
    switch (weights) {
    case KappaWeights::linear:
        return distance;
    case KappaWeights::quadratic:
        return distance * distance;
    case KappaWeights::unweighted:
        break;
    }
    return a == b ? 0.0 : 1.0;
}

/// Ratings of the units that have at least two: a lone value can be paired with nothing.
std::vector<std::vector<double>> pairable(std::span<const std::vector<std::optional<double>>> ratings) {
    std::vector<std::vector<double>> units;
    for (const auto& unit : ratings) {
        std::vector<double> given;
        for (const auto& value : unit) {
            if (value) {
                given.push_back(*value);
            }
        }
        require_finite(given, "Krippendorff's alpha");
        if (given.size() >= 2) {
            units.push_back(std::move(given));
        }
    }
    return units;
}

/// Σ (v - mean)², which is half of the mean of all squared differences times the number of values.
double squares_around_mean(std::span<const double> values) {
    const double mean = *mean_of(values);
    double squares = 0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    return squares;
}

/// Unlike ordered pairs among the values.
double unlike_pairs(std::span<const double> values) {
    std::map<double, double> counts;
    for (const double value : values) {
        counts[value] += 1;
    }
    const double n = static_cast<double>(values.size());
    double unlike = n * n;
    for (const auto& [value, count] : counts) {
        unlike -= count * count;
    }
    return unlike;
}

} // namespace

Agreement cohen_kappa(std::span<const LabelIndex> a, std::span<const LabelIndex> b, KappaWeights weights) {
    const auto pairs = both_rated(a, b, "Cohen's kappa");
    Agreement result;
    result.n = pairs.size();
    if (pairs.empty()) {
        result.reason = "no item was rated by both";
        return result;
    }
    std::map<int, double> share_a;
    std::map<int, double> share_b;
    const double each = 1.0 / static_cast<double>(pairs.size());
    double seen = 0;
    for (const auto& [x, y] : pairs) {
        share_a[x] += each;
        share_b[y] += each;
        seen += disagreement(x, y, weights) * each;
    }
    if (share_a.size() == 1 && share_b.size() == 1 && share_a.begin()->first == share_b.begin()->first) {
        result.reason = "both gave the same label throughout";
        return result;
    }
    double by_chance = 0;
    for (const auto& [x, px] : share_a) {
        for (const auto& [y, py] : share_b) {
            by_chance += px * py * disagreement(x, y, weights);
        }
    }
    result.value = 1.0 - seen / by_chance;
    return result;
}

Agreement accuracy(std::span<const LabelIndex> a, std::span<const LabelIndex> b) {
    const auto pairs = both_rated(a, b, "accuracy");
    Agreement result;
    result.n = pairs.size();
    if (pairs.empty()) {
        result.reason = "no item was rated by both";
        return result;
    }
    const auto same =
        std::ranges::count_if(pairs, [](const auto& pair) { return pair.first == pair.second; });
    result.value = static_cast<double>(same) / static_cast<double>(pairs.size());
    return result;
}

Agreement fleiss_kappa(std::span<const std::vector<LabelIndex>> ratings) {
    Agreement result;
    const std::size_t raters = ratings.empty() ? 0 : ratings.front().size();
    std::map<int, double> totals;
    double agreeing = 0; // sum over units of the ordered pairs of raters that agree
    for (const auto& unit : ratings) {
        require_same_length(unit.size(), raters, "Fleiss' kappa");
        if (!std::ranges::all_of(unit, [](const LabelIndex& label) { return label.has_value(); })) {
            continue;
        }
        ++result.n;
        std::map<int, double> counts;
        for (const LabelIndex& label : unit) {
            counts[*label] += 1;
            totals[*label] += 1;
        }
        for (const auto& [label, count] : counts) {
            agreeing += count * (count - 1.0);
        }
    }
    if (raters < 2) {
        result.reason = "fewer than two raters";
    } else if (result.n == 0) {
        result.reason = "no item was rated by all";
    } else if (totals.size() == 1) {
        result.reason = "all gave the same label throughout";
    } else {
        const double units = static_cast<double>(result.n);
        const double k = static_cast<double>(raters);
        const double seen = agreeing / (units * k * (k - 1.0));
        double by_chance = 0;
        for (const auto& [label, total] : totals) {
            by_chance += total / (units * k) * (total / (units * k));
        }
        result.value = (seen - by_chance) / (1.0 - by_chance);
    }
    return result;
}

Agreement krippendorff_alpha(std::span<const std::vector<std::optional<double>>> ratings,
                             MeasurementLevel level) {
    std::vector<std::vector<double>> units = pairable(ratings);
    Agreement result;
    result.n = units.size();
    std::vector<double> all;
    for (const auto& unit : units) {
        all.insert(all.end(), unit.begin(), unit.end());
    }
    if (units.empty()) {
        result.reason = "no item has two ratings";
        return result;
    }
    if (std::ranges::all_of(all, [&](double value) { return value == all.front(); })) {
        result.reason = "all gave the same label throughout";
        return result;
    }
    if (level == MeasurementLevel::ordinal) {
        // The ordinal distance of two labels, the ratings between them and half of those at each end, is the
        // distance of their mid ranks: ordinal alpha is interval alpha of the mid ranks.
        all = mid_ranks(all);
        auto rank = all.begin();
        for (auto& unit : units) {
            for (double& value : unit) {
                value = *rank++;
            }
        }
    }
    double seen = 0;
    for (const auto& unit : units) {
        const double m = static_cast<double>(unit.size());
        seen += level == MeasurementLevel::nominal ? unlike_pairs(unit) / (m - 1.0)
                                                   : 2.0 * m * squares_around_mean(unit) / (m - 1.0);
    }
    const double n = static_cast<double>(all.size());
    const double by_chance = level == MeasurementLevel::nominal
                                 ? unlike_pairs(all) / (n - 1.0)
                                 : 2.0 * n * squares_around_mean(all) / (n - 1.0);
    result.value = 1.0 - seen / by_chance;
    return result;
}

} // namespace tiebreak::statistics
