// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/ratings.h"

#include "domain/random.h"
#include "statistics/checks.h"
#include "statistics/distributions.h"
#include "statistics/rank.h"
#include "statistics/ratings_fit.h"
#include "statistics/ratings_groups.h"
#include "statistics/summary.h"

#include <boost/random/binomial_distribution.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>

namespace tiebreak::statistics {

namespace {

constexpr double points_per_nat = 400.0 / std::numbers::ln10;

/// One count a pair, the lower index first, without pairs that never met.
std::vector<PairCount> aggregated(std::size_t players, std::span<const PairCount> counts, bool ties_half) {
    std::map<std::pair<std::size_t, std::size_t>, PairCount> by_pair;
    for (PairCount count : counts) {
        const auto valid = [](double n) { return std::isfinite(n) && n >= 0.0; };
        if (count.a >= players || count.b >= players || count.a == count.b || !valid(count.wins_a) ||
            !valid(count.wins_b) || !valid(count.ties) || !valid(count.marked_a) || !valid(count.marked_b)) {
            throw domain::Error(domain::ErrorKind::internal, "a count of battles that cannot be",
                                "Bradley–Terry");
        }
        if (count.a > count.b) {
            std::swap(count.a, count.b);
            std::swap(count.wins_a, count.wins_b);
            std::swap(count.marked_a, count.marked_b);
        }
        PairCount& sum = by_pair[{count.a, count.b}];
        sum.a = count.a;
        sum.b = count.b;
        sum.wins_a += count.wins_a;
        sum.wins_b += count.wins_b;
        sum.ties += ties_half ? count.ties : 0.0;
        sum.marked_a += count.marked_a;
        sum.marked_b += count.marked_b;
    }
    std::vector<PairCount> result;
    for (const auto& [pair, sum] : by_pair) {
        if (sum.battles() > 0) {
            result.push_back(sum);
        }
    }
    return result;
}

/// Why a player outside the rated group has no number.
std::string why_unrated(std::size_t player, std::span<const PairCount> counts, bool apart) {
    double taken = 0;
    double given = 0;
    for (const PairCount& count : counts) {
        if (count.a == player || count.b == player) {
            taken += (count.a == player ? count.weight_a() : count.weight_b()) + count.ties / 2.0;
            given += (count.a == player ? count.weight_b() : count.weight_a()) + count.ties / 2.0;
        }
    }
    if (taken + given == 0) {
        return "has no battle";
    }
    if (given == 0) {
        return "never loses, so that no rating is high enough";
    }
    if (taken == 0) {
        return "never wins, so that no rating is low enough";
    }
    return apart ? "was never compared with those rated, not even through others"
                 : "has battles with those rated that, through others too, all went one way";
}

/// The group to be rated: the anchor's, or else the one larger than every other; nothing where there is none
/// of two or more.
std::optional<std::size_t> rated_group(std::span<const std::size_t> group, const RatingOptions& options) {
    std::map<std::size_t, std::size_t> sizes;
    for (const std::size_t g : group) {
        ++sizes[g];
    }
    if (options.anchor) {
        const std::size_t own = group[*options.anchor];
        return sizes.at(own) >= 2 ? std::optional(own) : std::nullopt;
    }
    std::optional<std::size_t> best;
    std::size_t most = 1;
    bool alone = true;
    for (const auto& [g, size] : sizes) {
        if (size > most) {
            best = g;
            most = size;
            alone = true;
        } else if (best && size == most) {
            alone = false;
        }
    }
    return alone ? best : std::nullopt;
}

double rating_of(const Eigen::VectorXd& strength, Eigen::Index player, const RatingOptions& options,
                 std::optional<std::size_t> anchor) {
    const double zero = anchor ? strength(static_cast<Eigen::Index>(*anchor)) : strength.mean();
    return options.fixed + points_per_nat * (strength(player) - zero);
}

/// As many battles as there were, drawn with replacement: a multinomial over the cells (pair and outcome), as
/// a chain of binomials, each of what is left.
std::vector<PairCount> drawn_again(std::span<const PairCount> counts, domain::Random& random) {
    std::vector<PairCount> result(counts.begin(), counts.end());
    std::vector<double*> cells;
    double mass = 0;
    for (PairCount& count : result) {
        for (double* cell : {&count.wins_a, &count.wins_b, &count.ties, &count.marked_a, &count.marked_b}) {
            if (*cell > 0) {
                cells.push_back(cell);
                mass += *cell;
            }
        }
    }
    std::int64_t left = std::llround(mass);
    for (double* cell : cells) {
        const double share = std::min(1.0, *cell / mass);
        mass -= *cell;
        const bool last = cell == cells.back() || share == 1.0;
        const std::int64_t taken =
            last ? left : boost::random::binomial_distribution<std::int64_t, double>(left, share)(random);
        *cell = static_cast<double>(taken);
        left -= taken;
    }
    return result;
}

/// Percentile intervals of the ratings; nothing where too many draws have no finite rating to tell the
/// interval's ends.
std::optional<std::vector<Interval>>
bootstrap(const Eigen::VectorXd& strength, std::span<const PairCount> counts, const RatingOptions& options,
          std::optional<std::size_t> anchor, std::vector<std::string>& warnings) {
    const auto players = static_cast<std::size_t>(strength.size());
    domain::Random random(options.seed, "Bradley–Terry bootstrap");
    std::vector<std::vector<double>> values(players);
    int infinite = 0;
    for (int draw = 0; draw < options.draws; ++draw) {
        const std::vector<PairCount> drawn = drawn_again(counts, random);
        const auto group = mutual_groups(players, drawn, true);
        if (std::ranges::any_of(group, [&](std::size_t g) { return g != group.front(); })) {
            ++infinite;
            continue;
        }
        const Eigen::VectorXd fitted = fit_strengths(drawn, strength);
        for (std::size_t i = 0; i < players; ++i) {
            values[i].push_back(rating_of(fitted, static_cast<Eigen::Index>(i), options, anchor));
        }
    }
    const std::string share =
        std::to_string(infinite) + " of " + std::to_string(options.draws) + " bootstrap draws";
    if (infinite > (1.0 - options.level) / 2.0 * options.draws) {
        warnings.push_back("in " + share +
                           " some rating is infinite, too many for an interval: too few battles; the "
                           "intervals are normal ones");
        return std::nullopt;
    }
    if (infinite > 0) {
        warnings.push_back("in " + share + " some rating is infinite; they are left out of the intervals");
    }
    std::vector<Interval> intervals;
    for (auto& draws : values) {
        intervals.push_back(percentile_interval(draws, options.level));
    }
    return intervals;
}

} // namespace

Ratings bradley_terry(std::span<const std::string> players, std::span<const PairCount> counts,
                      const RatingOptions& options) {
    require_share(options.level, "the level", "Bradley–Terry");
    if (options.anchor && *options.anchor >= players.size()) {
        throw domain::Error(domain::ErrorKind::internal, "the anchor is none of the players",
                            "Bradley–Terry");
    }
    const std::vector<PairCount> all = aggregated(players.size(), counts, options.ties_half);
    Ratings result;
    for (const std::string& name : players) {
        result.ratings.push_back({name, {}, {}, {}, {}, {}});
    }
    for (const PairCount& count : all) {
        result.battles += count.battles();
    }

    const auto group = mutual_groups(players.size(), all, true);
    const auto chosen = rated_group(group, options);
    if (!chosen) {
        result.warnings.push_back(
            options.anchor ? "no ratings: nobody has both taken something off " + players[*options.anchor] +
                                 " and lost something to it, even through others"
                           : "no ratings: no group of players larger than every other in which each has "
                             "taken something off each, even through others");
    }
    const auto part = separate_parts(players.size(), all, true);
    std::vector<std::size_t> rated;           // players by their place in the fit
    std::map<std::size_t, std::size_t> place; // and the other way round
    std::optional<std::size_t> rated_part;
    for (std::size_t player = 0; player < players.size(); ++player) {
        if (chosen && group[player] == *chosen) {
            place[player] = rated.size();
            rated.push_back(player);
            rated_part = part[player];
        }
    }
    for (std::size_t player = 0; player < players.size(); ++player) {
        if (!place.contains(player)) {
            const bool apart = rated_part && part[player] != *rated_part;
            result.warnings.push_back(players[player] + ": no rating; it " + why_unrated(player, all, apart));
        }
    }
    if (rated.empty()) {
        return result;
    }

    std::vector<PairCount> within;
    for (PairCount count : all) {
        if (place.contains(count.a) && place.contains(count.b)) {
            count.a = place[count.a];
            count.b = place[count.b];
            within.push_back(count);
        }
    }
    const auto anchor = options.anchor ? std::optional(place.at(*options.anchor)) : std::nullopt;
    const auto size = static_cast<Eigen::Index>(rated.size());
    const Eigen::VectorXd strength = fit_strengths(within, Eigen::VectorXd::Zero(size));
    const Eigen::VectorXd errors = strength_errors(strength, within, anchor);
    result.log_likelihood = log_likelihood(strength, within);
    std::optional<std::vector<Interval>> intervals;
    if (options.draws > 0) {
        intervals = bootstrap(strength, within, options, anchor, result.warnings);
        result.bootstrapped = intervals.has_value();
    }
    const double z = normal_quantile(0.5 + options.level / 2.0);
    std::vector<std::optional<Interval>> shown(players.size());
    for (Eigen::Index i = 0; i < size; ++i) {
        const std::size_t player = rated[static_cast<std::size_t>(i)];
        Rating& rating = result.ratings[player];
        rating.rating = rating_of(strength, i, options, anchor);
        rating.se = points_per_nat * errors(i);
        shown[player] = intervals
                            ? (*intervals)[static_cast<std::size_t>(i)]
                            : Interval{*rating.rating - z * *rating.se, *rating.rating + z * *rating.se};
        rating.ci_low = shown[player]->low;
        rating.ci_high = shown[player]->high;
    }
    const auto ranks = interval_ranks(shown);
    for (std::size_t player = 0; player < players.size(); ++player) {
        result.ratings[player].rank = ranks[player];
    }
    return result;
}

} // namespace tiebreak::statistics
