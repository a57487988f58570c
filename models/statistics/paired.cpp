// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/paired.h"

#include "domain/random.h"
#include "statistics/checks.h"
#include "statistics/correlation.h"
#include "statistics/distributions.h"
#include "statistics/mean.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace tiebreak::statistics {

namespace {

/// Scores are often means of a few numbers; what they differ by below this share of their size is rounding.
constexpr double rounding = 1e-12;

std::vector<double> differences(std::span<const double> a, std::span<const double> b, const char* where) {
    require_same_length(a.size(), b.size(), where);
    require_finite(a, where);
    require_finite(b, where);
    std::vector<double> result(a.size());
    std::ranges::transform(a, b, result.begin(), [](double x, double y) {
        const double scale = std::max(std::abs(x), std::abs(y));
        return std::abs(x - y) <= rounding * scale ? 0.0 : x - y;
    });
    return result;
}

/// What one draw of the bootstrap adds: an item, or a cluster with all its items.
struct Block {
    double sum = 0;
    double count = 0;
};

std::vector<Block> blocks_of(std::span<const double> values, std::span<const std::int64_t> cluster) {
    std::vector<Block> blocks;
    if (cluster.empty()) {
        blocks.reserve(values.size());
        std::ranges::transform(values, std::back_inserter(blocks), [](double value) {
            return Block{value, 1};
        });
        return blocks;
    }
    require_same_length(values.size(), cluster.size(), "paired bootstrap");
    std::map<std::int64_t, Block> by_id;
    for (std::size_t i = 0; i < values.size(); ++i) {
        Block& block = by_id[cluster[i]];
        block.sum += values[i];
        block.count += 1;
    }
    std::ranges::transform(by_id, std::back_inserter(blocks), [](const auto& entry) { return entry.second; });
    return blocks;
}

} // namespace

PairedComparison compare_paired(std::span<const double> a, std::span<const double> b,
                                std::span<const std::int64_t> cluster, double level) {
    const std::vector<double> difference = differences(a, b, "paired comparison");
    const MeanEstimate estimate = cluster.empty() ? mean_estimate(difference, level)
                                                  : clustered_mean_estimate(difference, cluster, level);
    PairedComparison result;
    result.n = estimate.n;
    result.difference = estimate.mean;
    result.sd = estimate.sd;
    result.se = estimate.se;
    result.ci_low = estimate.ci_low;
    result.ci_high = estimate.ci_high;
    result.clusters = estimate.clusters;
    result.level = level;
    for (const double d : difference) {
        (d > 0 ? result.wins : d < 0 ? result.losses : result.ties) += 1;
    }
    result.sign_p = sign_test_p(result.wins, result.losses);

    if (!estimate.se) {
        result.warnings.push_back(cluster.empty() || estimate.n < 2 ? "fewer than two items have both scores"
                                                                    : "all items are of one cluster");
    } else if (!varies(difference)) {
        result.warnings.push_back("all differences are equal: t and p are not defined");
    } else if (*estimate.se <= rounding * *estimate.sd) {
        result.warnings.push_back("the clusters' sums do not vary: t and p are not defined");
    } else {
        const double df = static_cast<double>(cluster.empty() ? estimate.n : estimate.clusters) - 1.0;
        result.t = *estimate.mean / *estimate.se;
        result.p = t_two_sided_p(*result.t, df);
    }
    const Correlation correlation = pearson(a, b);
    result.correlation = correlation.coefficient;
    if (!correlation.reason.empty()) {
        result.warnings.push_back("no correlation of the two: " + correlation.reason);
    }
    return result;
}

std::optional<BootstrapDifference> bootstrap_difference(std::span<const double> a, std::span<const double> b,
                                                        std::uint64_t seed, int draws,
                                                        std::span<const std::int64_t> cluster, double level) {
    const std::vector<double> difference = differences(a, b, "paired bootstrap");
    require_share(level, "the level", "paired bootstrap");
    const std::vector<Block> blocks = blocks_of(difference, cluster);
    if (blocks.size() < 2 || draws < 1) {
        return std::nullopt;
    }
    domain::Random random(seed, "paired bootstrap");
    std::vector<double> means(static_cast<std::size_t>(draws));
    double positive = 0;
    for (double& mean : means) {
        Block total;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const Block& block = blocks[random.below(blocks.size())];
            total.sum += block.sum;
            total.count += block.count;
        }
        mean = total.sum / total.count;
        positive += mean > 0 ? 1.0 : mean < 0 ? 0.0 : 0.5;
    }
    BootstrapDifference result;
    result.n = difference.size();
    result.difference = *mean_of(difference);
    const Interval interval = percentile_interval(means, level);
    result.ci_low = interval.low;
    result.ci_high = interval.high;
    result.share_positive = positive / static_cast<double>(draws);
    result.draws = draws;
    result.seed = seed;
    return result;
}

McNemar mcnemar(const std::vector<bool>& a, const std::vector<bool>& b) {
    require_same_length(a.size(), b.size(), "McNemar test");
    McNemar result;
    for (std::size_t i = 0; i < a.size(); ++i) {
        (a[i] ? (b[i] ? result.both : result.only_a) : (b[i] ? result.only_b : result.neither)) += 1;
    }
    result.p = sign_test_p(result.only_a, result.only_b);
    return result;
}

std::vector<double> holm(std::span<const double> p) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return p[i]; });
    std::vector<double> adjusted(p.size());
    double largest = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const double scaled = p[order[rank]] * static_cast<double>(p.size() - rank);
        largest = std::max(largest, std::min(1.0, scaled)); // a later p never gets a smaller adjusted value
        adjusted[order[rank]] = largest;
    }
    return adjusted;
}

} // namespace tiebreak::statistics
