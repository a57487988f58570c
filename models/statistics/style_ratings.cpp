// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/style_ratings.h"

#include "domain/random.h"
#include "statistics/checks.h"
#include "statistics/distributions.h"
#include "statistics/rank.h"
#include "statistics/summary.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>

namespace tiebreak::statistics {

namespace {

constexpr double points_per_nat = 400.0 / std::numbers::ln10;
/// Log odds beyond which an effect or a strength is running away to infinity.
constexpr double runaway = 30;

/// The battles among those rated, with scaled features.
struct Design {
    Eigen::Index players = 0;
    Eigen::Index features = 0;
    std::vector<std::uint32_t> a; ///< places in the fit
    std::vector<std::uint32_t> b;
    std::vector<float> outcome;
    std::vector<float> weight;
    std::vector<float> x;

    [[nodiscard]] Eigen::Index size() const { return players + features; }
    [[nodiscard]] double eta(const Eigen::VectorXd& theta, std::size_t i) const {
        double sum = theta(a[i]) - theta(b[i]);
        for (Eigen::Index f = 0; f < features; ++f) {
            sum +=
                theta(players + f) * x[i * static_cast<std::size_t>(features) + static_cast<std::size_t>(f)];
        }
        return sum;
    }
    /// Adds `factor` times the outer product of row i's direction; the lower triangle only.
    void add_outer(Eigen::MatrixXd& matrix, std::size_t i, double factor) const {
        const Eigen::Index one = a[i];
        const Eigen::Index other = b[i];
        matrix(one, one) += factor;
        matrix(other, other) += factor;
        matrix(std::max(one, other), std::min(one, other)) -= factor;
        for (Eigen::Index f = 0; f < features; ++f) {
            const double xf = x[i * static_cast<std::size_t>(features) + static_cast<std::size_t>(f)];
            matrix(players + f, one) += factor * xf;
            matrix(players + f, other) -= factor * xf;
            for (Eigen::Index g = 0; g <= f; ++g) {
                matrix(players + f, players + g) +=
                    factor * xf * x[i * static_cast<std::size_t>(features) + static_cast<std::size_t>(g)];
            }
        }
    }
    void add_row(Eigen::VectorXd& vector, std::size_t i, double factor) const {
        vector(a[i]) += factor;
        vector(b[i]) -= factor;
        for (Eigen::Index f = 0; f < features; ++f) {
            vector(players + f) +=
                factor * x[i * static_cast<std::size_t>(features) + static_cast<std::size_t>(f)];
        }
    }
    [[nodiscard]] Eigen::MatrixXd start() const {
        Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(size(), size());
        matrix.topLeftCorner(players, players).setConstant(1.0 / static_cast<double>(players));
        return matrix;
    }
    [[nodiscard]] double log_likelihood(const Eigen::VectorXd& theta, std::span<const double> times) const {
        double sum = 0;
        for (std::size_t i = 0; i < a.size(); ++i) {
            const double t = (times.empty() ? 1.0 : times[i]) * weight[i];
            if (t > 0) {
                const double e = eta(theta, i);
                const double log_p = e > 0 ? -std::log1p(std::exp(-e)) : e - std::log1p(std::exp(e));
                sum += t * (outcome[i] * log_p + (1.0 - outcome[i]) * (log_p - e));
            }
        }
        return sum;
    }
};

/// Strengths (mean 0) and effects; nothing where they run away. `times`: how often each row was drawn.
std::optional<Eigen::VectorXd> fit(const Design& design, Eigen::VectorXd theta,
                                   std::span<const double> times) {
    double likelihood = design.log_likelihood(theta, times);
    for (int round = 0; round < 100; ++round) {
        Eigen::VectorXd gradient = Eigen::VectorXd::Zero(design.size());
        Eigen::MatrixXd information = design.start();
        for (std::size_t i = 0; i < design.a.size(); ++i) {
            const double t = (times.empty() ? 1.0 : times[i]) * design.weight[i];
            if (t > 0) {
                const double p = 1.0 / (1.0 + std::exp(-design.eta(theta, i)));
                design.add_row(gradient, i, t * (design.outcome[i] - p));
                design.add_outer(information, i, t * p * (1.0 - p));
            }
        }
        Eigen::VectorXd step = information.selfadjointView<Eigen::Lower>().ldlt().solve(gradient);
        step.head(design.players).array() -= step.head(design.players).mean();
        double next = design.log_likelihood(theta + step, times);
        for (int halved = 0; halved < 40 && !(next >= likelihood - 1e-9 * std::abs(likelihood)); ++halved) {
            step /= 2.0;
            next = design.log_likelihood(theta + step, times);
        }
        theta += step;
        likelihood = next;
        if (!theta.allFinite() || theta.lpNorm<Eigen::Infinity>() > runaway) {
            return std::nullopt;
        }
        if (step.lpNorm<Eigen::Infinity>() < 1e-8) {
            return theta;
        }
    }
    return std::nullopt;
}

Eigen::MatrixXd covariance(const Design& design, const Eigen::VectorXd& theta) {
    Eigen::MatrixXd information = design.start();
    Eigen::MatrixXd scores = Eigen::MatrixXd::Zero(design.size(), design.size());
    for (std::size_t i = 0; i < design.a.size(); ++i) {
        const double p = 1.0 / (1.0 + std::exp(-design.eta(theta, i)));
        const double surplus = design.weight[i] * (design.outcome[i] - p);
        design.add_outer(information, i, design.weight[i] * p * (1.0 - p));
        design.add_outer(scores, i, surplus * surplus);
    }
    const Eigen::MatrixXd inverse = information.selfadjointView<Eigen::Lower>().ldlt().solve(
        Eigen::MatrixXd::Identity(design.size(), design.size()));
    return inverse * scores.selfadjointView<Eigen::Lower>() * inverse;
}

/// The counts of all battles, for who can be rated at all.
std::vector<PairCount> counted(const StyledBattles& battles) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, PairCount> counts;
    for (std::size_t i = 0; i < battles.a.size(); ++i) {
        PairCount& count = counts[{battles.a[i], battles.b[i]}];
        count.a = battles.a[i];
        count.b = battles.b[i];
        const bool marked = battles.weight[i] > 1;
        double& cell = battles.outcome[i] == 0.5F  ? count.ties
                       : battles.outcome[i] > 0.5F ? (marked ? count.marked_a : count.wins_a)
                                                   : (marked ? count.marked_b : count.wins_b);
        cell += 1;
    }
    std::vector<PairCount> result;
    for (const auto& [pair, count] : counts) {
        result.push_back(count);
    }
    return result;
}

/// Features that vary, scaled by their standard deviation, over the battles of those rated.
Design design_of(const StyledBattles& battles, const RatingOptions& options,
                 const std::vector<std::optional<std::uint32_t>>& place, std::uint32_t players,
                 std::vector<StyleEffect>& effects, std::vector<std::size_t>& used,
                 std::vector<std::string>& warnings) {
    Design design;
    design.players = players;
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < battles.a.size(); ++i) {
        const bool tie = battles.outcome[i] == 0.5F;
        if (place[battles.a[i]] && place[battles.b[i]] && (options.ties_half || !tie)) {
            rows.push_back(i);
            design.a.push_back(*place[battles.a[i]]);
            design.b.push_back(*place[battles.b[i]]);
            design.outcome.push_back(battles.outcome[i]);
            design.weight.push_back(battles.weight[i]);
        }
    }
    const std::size_t features = battles.features.size();
    std::vector<double> scale(features);
    for (std::size_t f = 0; f < features; ++f) {
        effects.push_back({battles.features[f], {}, {}, {}, {}});
        double sum = 0;
        double squares = 0;
        for (const std::size_t i : rows) {
            sum += battles.difference[i * features + f];
        }
        const double mean = rows.empty() ? 0 : sum / static_cast<double>(rows.size());
        for (const std::size_t i : rows) {
            const double d = battles.difference[i * features + f] - mean;
            squares += d * d;
        }
        scale[f] = rows.empty() ? 0 : std::sqrt(squares / static_cast<double>(rows.size()));
        if (scale[f] > 1e-6) {
            used.push_back(f);
        } else {
            warnings.push_back("style: " + battles.features[f] + " does not vary and is left out");
        }
    }
    design.features = static_cast<Eigen::Index>(used.size());
    design.x.reserve(rows.size() * used.size());
    for (const std::size_t i : rows) {
        for (const std::size_t f : used) {
            design.x.push_back(static_cast<float>(battles.difference[i * features + f] / scale[f]));
        }
    }
    return design;
}

} // namespace

void StyledBattles::add(std::uint32_t player_a, std::uint32_t player_b, double result, double weighs,
                        std::span<const double> of_a, std::span<const double> of_b) {
    require_same_length(of_a.size(), features.size(), "style control");
    require_same_length(of_b.size(), features.size(), "style control");
    a.push_back(player_a);
    b.push_back(player_b);
    outcome.push_back(static_cast<float>(result));
    weight.push_back(static_cast<float>(weighs));
    for (std::size_t f = 0; f < features.size(); ++f) {
        const double sum = of_a[f] + of_b[f];
        difference.push_back(static_cast<float>(sum > 0 ? (of_a[f] - of_b[f]) / sum : 0.0));
    }
}

StyledRatings styled_bradley_terry(std::span<const std::string> players, const StyledBattles& battles,
                                   const RatingOptions& options) {
    require_same_length(battles.difference.size(), battles.a.size() * battles.features.size(),
                        "style control");
    StyledRatings result;
    RatingOptions plain = options;
    plain.draws = 0;
    result.ratings = bradley_terry(players, counted(battles), plain);
    std::vector<std::optional<std::uint32_t>> place(players.size());
    std::vector<std::size_t> rated;
    for (std::size_t p = 0; p < players.size(); ++p) {
        Rating& rating = result.ratings.ratings[p];
        if (rating.rating) {
            place[p] = static_cast<std::uint32_t>(rated.size());
            rated.push_back(p);
        }
        rating = {rating.name, {}, {}, {}, {}, {}};
    }
    std::vector<std::size_t> used;
    const Design design = design_of(battles, options, place, static_cast<std::uint32_t>(rated.size()),
                                    result.effects, used, result.ratings.warnings);
    result.ratings.log_likelihood.reset();
    if (rated.empty()) {
        return result;
    }
    const auto theta = fit(design, Eigen::VectorXd::Zero(design.size()), {});
    if (!theta) {
        result.ratings.warnings.emplace_back(
            "no ratings: the features part the wins from the losses, so that no "
            "finite fit exists; leave out a feature");
        return result;
    }
    result.ratings.log_likelihood = design.log_likelihood(*theta, {});
    const Eigen::MatrixXd errors = covariance(design, *theta);
    const double z = normal_quantile(0.5 + options.level / 2.0);
    for (std::size_t k = 0; k < used.size(); ++k) {
        const Eigen::Index at = design.players + static_cast<Eigen::Index>(k);
        StyleEffect& effect = result.effects[used[k]];
        effect.coefficient = (*theta)(at);
        effect.se = std::sqrt(std::max(0.0, errors(at, at)));
        effect.ci_low = *effect.coefficient - z * *effect.se;
        effect.ci_high = *effect.coefficient + z * *effect.se;
    }
    const auto anchor = options.anchor ? std::optional<Eigen::Index>(*place[*options.anchor]) : std::nullopt;
    const auto points = [&](const Eigen::VectorXd& t, Eigen::Index i) {
        const double zero = anchor ? t(*anchor) : t.head(design.players).mean();
        return options.fixed + points_per_nat * (t(i) - zero);
    };
    std::vector<std::vector<double>> draws(rated.size());
    int infinite = 0;
    domain::Random random(options.seed, "styled Bradley–Terry bootstrap");
    for (int draw = 0; draw < options.draws; ++draw) {
        std::vector<double> times(design.a.size());
        for (std::size_t i = 0; i < times.size(); ++i) {
            times[random.below(times.size())] += 1;
        }
        const auto again = fit(design, *theta, times);
        infinite += again ? 0 : 1;
        for (std::size_t i = 0; again && i < rated.size(); ++i) {
            draws[i].push_back(points(*again, static_cast<Eigen::Index>(i)));
        }
    }
    result.ratings.bootstrapped =
        options.draws > 0 && infinite <= (1.0 - options.level) / 2.0 * options.draws;
    if (infinite > 0) {
        result.ratings.warnings.push_back(std::to_string(infinite) + " of " + std::to_string(options.draws) +
                                          " bootstrap draws have no finite fit" +
                                          (result.ratings.bootstrapped
                                               ? "; they are left out of the intervals"
                                               : ": the intervals are normal ones"));
    }
    std::vector<std::optional<Interval>> intervals(players.size());
    for (std::size_t i = 0; i < rated.size(); ++i) {
        const auto at = static_cast<Eigen::Index>(i);
        Rating& rating = result.ratings.ratings[rated[i]];
        rating.rating = points(*theta, at);
        double variance = errors(at, at);
        if (anchor) {
            variance += errors(*anchor, *anchor) - 2.0 * errors(at, *anchor);
        }
        rating.se = points_per_nat * std::sqrt(std::max(0.0, variance));
        intervals[rated[i]] = result.ratings.bootstrapped ? percentile_interval(draws[i], options.level)
                                                          : Interval{*rating.rating - z * *rating.se,
                                                                     *rating.rating + z * *rating.se};
        rating.ci_low = intervals[rated[i]]->low;
        rating.ci_high = intervals[rated[i]]->high;
    }
    const auto ranks = interval_ranks(intervals);
    for (std::size_t p = 0; p < players.size(); ++p) {
        result.ratings.ratings[p].rank = ranks[p];
    }
    return result;
}

} // namespace tiebreak::statistics
