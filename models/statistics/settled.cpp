// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/settled.h"

#include "domain/error.h"
#include "domain/random.h"

#include <algorithm>
#include <cmath>

namespace tiebreak::statistics {

using domain::Random;

namespace {

constexpr double strength = 10; // verdicts that a group's neighbours are worth
constexpr std::int64_t exact_binomial = 64;
constexpr double stages = 4; // in which the claim may be made first

/// Marsaglia and Tsang (2000); shape > 0.
double gamma_draw(Random& random, double shape) {
    if (shape < 1) {
        const double u = 1.0 - random.unit();
        return gamma_draw(random, shape + 1) * std::pow(u, 1 / shape);
    }
    const double d = shape - 1.0 / 3.0;
    const double c = 1 / std::sqrt(9 * d);
    for (;;) {
        const double x = random.normal();
        const double cube = std::pow(1 + c * x, 3);
        if (cube <= 0) {
            continue;
        }
        const double u = 1.0 - random.unit();
        if (std::log(u) < 0.5 * x * x + d - d * cube + d * std::log(cube)) {
            return d * cube;
        }
    }
}

double beta_draw(Random& random, double a, double b) {
    const double x = gamma_draw(random, a);
    const double y = gamma_draw(random, b);
    return x + y > 0 ? x / (x + y) : 0.5;
}

/// Exact up to 64 trials, then a rounded normal, which is as good there.
std::int64_t binomial_draw(Random& random, std::int64_t n, double p) {
    if (n > exact_binomial) {
        const double mean = static_cast<double>(n) * p;
        const double wins = std::round(mean + std::sqrt(mean * (1 - p)) * random.normal());
        return static_cast<std::int64_t>(std::clamp(wins, 0.0, static_cast<double>(n)));
    }
    std::int64_t wins = 0;
    for (std::int64_t i = 0; i < n; ++i) {
        wins += random.unit() < p ? 1 : 0;
    }
    return wins;
}

struct Chances {
    double right = 1; ///< of Beta(right, wrong): that a leaning proves right
    double wrong = 1;

    explicit Chances(const OpenOrder& order) {
        for (const OpenGroup& group : order.groups) {
            right += group.leans ? group.wins_a : 0;
            wrong += group.leans ? group.wins_b : 0;
        }
    }
};

void check(const OpenOrder& order) {
    std::vector<std::int64_t> open(order.pairs.size());
    for (const OpenGroup& group : order.groups) {
        if (group.pair >= order.pairs.size() || group.open < 0) {
            throw domain::Error(domain::ErrorKind::internal, "a group of no pair", "settled");
        }
        open[group.pair] += group.open;
    }
    for (std::size_t k = 0; k < open.size(); ++k) {
        if (open[k] != order.pairs[k].open) {
            throw domain::Error(domain::ErrorKind::internal, "open comparisons do not add up", "settled");
        }
    }
}

/// The chance of one more win of the group's a, and the variance of the number among its open ones.
struct Expected {
    double p = 0.5;
    double variance = 0;
};

Expected expected_of(const OpenGroup& group, double leaning) {
    const double around = group.leans ? leaning : 0.5;
    const double n = strength + group.wins_a + group.wins_b;
    const double p = (strength * around + group.wins_a) / n;
    const auto m = static_cast<double>(group.open);
    return {p, m * p * (1 - p) * (n + m) / (n + 1)};
}

struct Prediction {
    std::vector<Expected> groups;
    std::vector<double> wrong; ///< by pair: the chance that it ends on another side than it is on now
};

Prediction predict(const OpenOrder& order) {
    const Chances lean(order);
    Prediction result;
    std::vector<double> mean(order.pairs.size());
    std::vector<double> variance(order.pairs.size());
    for (const OpenGroup& group : order.groups) {
        const Expected expected = expected_of(group, lean.right / (lean.right + lean.wrong));
        result.groups.push_back(expected);
        mean[group.pair] += (group.swapped ? -1 : 1) * static_cast<double>(group.open) * (2 * expected.p - 1);
        variance[group.pair] += 4 * expected.variance; // a win moves the difference by two halves
    }
    for (std::size_t k = 0; k < order.pairs.size(); ++k) {
        const HeadToHead& pair = order.pairs[k];
        if (pair.open == 0) {
            result.wrong.push_back(0);
        } else if (pair.ahead() == 0) {
            result.wrong.push_back(1);
        } else {
            const double ahead = (pair.points_a - pair.points_b + mean[k]) * pair.ahead();
            // Differences go in steps of 2, and level is another side: half a step is its own.
            result.wrong.push_back(0.5 * std::erfc((ahead - 1) / std::sqrt(2 * variance[k])));
        }
    }
    return result;
}

} // namespace

OrderCertainty order_certainty(const OpenOrder& order, std::uint64_t seed, int draws) {
    check(order);
    const Chances lean(order);
    Random random(seed, "order certainty");
    OrderCertainty result{0, draws, seed};
    // Pairs that nothing can turn need no draw.
    std::vector<const OpenGroup*> groups;
    for (const OpenGroup& group : order.groups) {
        const HeadToHead& pair = order.pairs[group.pair];
        if (group.open > 0 && std::abs(pair.points_a - pair.points_b) <= static_cast<double>(pair.open)) {
            groups.push_back(&group);
        }
    }
    std::vector<double> difference(order.pairs.size());
    int kept = 0;
    for (int d = 0; d < draws; ++d) {
        const double leaning = beta_draw(random, lean.right, lean.wrong);
        for (const OpenGroup* group : groups) {
            difference[group->pair] = order.pairs[group->pair].points_a - order.pairs[group->pair].points_b;
        }
        for (const OpenGroup* group : groups) {
            const double around = std::clamp(group->leans ? leaning : 0.5, 1e-6, 1 - 1e-6);
            const double p =
                beta_draw(random, strength * around + group->wins_a, strength * (1 - around) + group->wins_b);
            const std::int64_t wins = binomial_draw(random, group->open, p);
            difference[group->pair] +=
                static_cast<double>((group->swapped ? -1 : 1) * (2 * wins - group->open));
        }
        kept += std::ranges::all_of(groups, [&](const OpenGroup* group) {
            const double now = difference[group->pair];
            const int side = now > 1e-9 ? 1 : now < -1e-9 ? -1 : 0;
            return side == order.pairs[group->pair].ahead();
        });
    }
    result.share = draws > 0 ? static_cast<double>(kept) / draws : 0;
    return result;
}

double share_needed(double alpha) {
    return 1 - alpha / stages;
}

GroupValues group_values(const OpenOrder& order) {
    check(order);
    const Prediction prediction = predict(order);
    GroupValues result;
    for (std::size_t k = 0; k < order.groups.size(); ++k) {
        const OpenGroup& group = order.groups[k];
        const double p = prediction.groups[k].p;
        result.value.push_back(group.open == 0 ? 0 : prediction.wrong[group.pair] * p * (1 - p));
    }
    result.share = 1;
    for (const double wrong : prediction.wrong) {
        result.share *= 1 - wrong;
    }
    return result;
}

std::int64_t verdicts_until_settled(OpenOrder order, std::int64_t verdicts, double alpha) {
    std::int64_t open = 0;
    for (const HeadToHead& pair : order.pairs) {
        open += pair.open;
    }
    // In a long queue one verdict changes little: a fiftieth at a time is near enough.
    const std::int64_t stride = std::max<std::int64_t>(1, open / 50);
    std::int64_t more = 0;
    while (open > 0) {
        GroupValues values = group_values(order);
        if (verdicts + more >= first_claim && values.share >= share_needed(alpha)) {
            break;
        }
        const Prediction prediction = predict(order);
        for (std::int64_t i = 0; i < stride && open > 0; ++i) {
            auto best =
                static_cast<std::size_t>(std::ranges::max_element(values.value) - values.value.begin());
            if (order.groups[best].open == 0) { // nothing left is worth anything: any that is open
                const auto any =
                    std::ranges::find_if(order.groups, [](const OpenGroup& g) { return g.open > 0; });
                best = static_cast<std::size_t>(any - order.groups.begin());
            }
            OpenGroup& group = order.groups[best];
            HeadToHead& pair = order.pairs[group.pair];
            const double p = prediction.groups[best].p;
            group.wins_a += p;
            group.wins_b += 1 - p;
            pair.points_a += group.swapped ? 1 - p : p;
            pair.points_b += group.swapped ? p : 1 - p;
            --group.open;
            --pair.open;
            // So that one stride is spread over the best few.
            values.value[best] = group.open == 0 ? 0 : values.value[best] * 0.95;
            --open;
            ++more;
        }
    }
    return more;
}

} // namespace tiebreak::statistics
