// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/mean.h"

#include "statistics/checks.h"
#include "statistics/distributions.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace tiebreak::statistics {

namespace {

void add_t_interval(MeanEstimate& estimate, double df) {
    const double reach = t_quantile(0.5 + estimate.level / 2.0, df) * *estimate.se;
    estimate.ci_low = *estimate.mean - reach;
    estimate.ci_high = *estimate.mean + reach;
}

} // namespace

std::optional<Interval> MeanEstimate::interval() const {
    if (!ci_low || !ci_high) {
        return std::nullopt;
    }
    return Interval{*ci_low, *ci_high};
}

MeanEstimate mean_estimate(std::span<const double> values, double level) {
    require_finite(values, "mean");
    require_share(level, "the level", "mean");
    MeanEstimate estimate;
    estimate.n = values.size();
    estimate.level = level;
    estimate.mean = mean_of(values);
    estimate.sd = sd_of(values);
    if (estimate.sd) {
        const double n = static_cast<double>(values.size());
        estimate.se = *estimate.sd / std::sqrt(n);
        add_t_interval(estimate, n - 1.0);
    }
    return estimate;
}

MeanEstimate clustered_mean_estimate(std::span<const double> values, std::span<const std::int64_t> cluster,
                                     double level) {
    require_same_length(values.size(), cluster.size(), "clustered mean");
    require_finite(values, "clustered mean");
    require_share(level, "the level", "clustered mean");
    MeanEstimate estimate;
    estimate.n = values.size();
    estimate.level = level;
    estimate.mean = mean_of(values);
    estimate.sd = sd_of(values);
    std::map<std::int64_t, double> deviation_sums;
    for (std::size_t i = 0; i < values.size(); ++i) {
        deviation_sums[cluster[i]] += values[i] - *estimate.mean;
    }
    estimate.clusters = deviation_sums.size();
    if (estimate.clusters >= 2) {
        double squares = 0;
        for (const auto& [id, sum] : deviation_sums) {
            squares += sum * sum;
        }
        const double groups = static_cast<double>(estimate.clusters);
        estimate.se = std::sqrt(groups / (groups - 1.0) * squares) / static_cast<double>(values.size());
        add_t_interval(estimate, groups - 1.0);
    }
    return estimate;
}

std::optional<Interval> wilson_interval(double successes, double n, double level) {
    require_share(level, "the level", "Wilson interval");
    if (!(successes >= 0.0 && successes <= n)) {
        throw domain::Error(domain::ErrorKind::internal, "successes must lie between 0 and n",
                            "Wilson interval");
    }
    if (n == 0.0) {
        return std::nullopt;
    }
    const double z = normal_quantile(0.5 + level / 2.0);
    const double p = successes / n;
    const double widened = 1.0 + z * z / n;
    const double centre = (p + z * z / (2.0 * n)) / widened;
    const double reach = z * std::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n)) / widened;
    return Interval{std::max(0.0, centre - reach), std::min(1.0, centre + reach)};
}

} // namespace tiebreak::statistics
