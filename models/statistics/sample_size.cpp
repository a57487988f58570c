// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/sample_size.h"

#include "statistics/checks.h"
#include "statistics/distributions.h"

#include <algorithm>
#include <cmath>

namespace tiebreak::statistics {

namespace {

/// Beyond this no eval set goes, and a double no longer counts exactly.
constexpr double most_items = 9e15;

double items_for(double variance, double delta, double alpha, double power) {
    const double z = normal_quantile(1.0 - alpha / 2.0) + normal_quantile(power);
    return std::ceil(z * z * variance / (delta * delta));
}

} // namespace

std::int64_t sample_size(const SampleSizePlan& plan) {
    constexpr const char* where = "sample size";
    require_share(plan.alpha, "alpha", where);
    require_share(plan.power, "the power", where);
    const auto refuse = [](const char* what, const char* mend) {
        throw domain::Error(domain::ErrorKind::usage, what, where, mend);
    };
    if (!std::isfinite(plan.delta) || plan.delta == 0.0) {
        refuse("delta must be a number other than 0", "give the smallest difference that matters to you");
    }
    if (!(plan.omega2 >= 0.0) || !(plan.sigma_a >= 0.0) || !(plan.sigma_b >= 0.0)) {
        refuse("omega2 and the two sigmas must not be negative", "omega2 is a variance, a sigma an SD");
    }
    if (plan.k_a < 1 || plan.k_b < 1) {
        refuse("the samples an item must be at least 1", "use 1 where every item is asked once");
    }
    const double variance =
        plan.omega2 + plan.sigma_a * plan.sigma_a / plan.k_a + plan.sigma_b * plan.sigma_b / plan.k_b;
    const double items = items_for(variance, plan.delta, plan.alpha, plan.power);
    if (!(items < most_items)) {
        refuse("the difference is too small for any number of items", "give a larger delta");
    }
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(items));
}

std::optional<std::int64_t> more_items_needed(const PairedComparison& comparison, double alpha,
                                              double power) {
    require_share(alpha, "alpha", "items needed");
    require_share(power, "the power", "items needed");
    if (!comparison.difference || !comparison.se || *comparison.difference == 0.0) {
        return std::nullopt;
    }
    if (!comparison.p || *comparison.p <= alpha) {
        return 0; // without p all differences are equal and none is 0
    }
    const double n = static_cast<double>(comparison.n);
    const double variance = *comparison.se * *comparison.se * n; // of one item, clustering included
    const double items = items_for(variance, *comparison.difference, alpha, power);
    if (!(items < most_items)) {
        return std::nullopt;
    }
    return std::max<std::int64_t>(1,
                                  static_cast<std::int64_t>(items) - static_cast<std::int64_t>(comparison.n));
}

} // namespace tiebreak::statistics
