// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/ratings_fit.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <utility>

namespace tiebreak::statistics {

namespace {

double win_probability(const Eigen::VectorXd& strength, const PairCount& count) {
    const auto a = static_cast<Eigen::Index>(count.a);
    const auto b = static_cast<Eigen::Index>(count.b);
    return 1.0 / (1.0 + std::exp(strength(b) - strength(a)));
}

/// Adds `weight` times the outer product of the pair's direction (+1 at a, -1 at b).
void add_pair(Eigen::MatrixXd& matrix, const PairCount& count, double weight) {
    const auto a = static_cast<Eigen::Index>(count.a);
    const auto b = static_cast<Eigen::Index>(count.b);
    matrix(a, a) += weight;
    matrix(b, b) += weight;
    matrix(a, b) -= weight;
    matrix(b, a) -= weight;
}

/// Information of the strengths, with the direction in which all rise together filled in so that it can be
/// inverted: the inverse then gives strengths whose mean is held.
Eigen::MatrixXd information(const Eigen::VectorXd& strength, std::span<const PairCount> counts) {
    const auto n = strength.size();
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Constant(n, n, 1.0 / static_cast<double>(n));
    for (const PairCount& count : counts) {
        const double p = win_probability(strength, count);
        add_pair(matrix, count, (count.wins_a + count.wins_b + count.ties) * p * (1.0 - p));
    }
    return matrix;
}

} // namespace

double log_likelihood(const Eigen::VectorXd& strength, std::span<const PairCount> counts) {
    double sum = 0;
    for (const PairCount& count : counts) {
        const double gap =
            strength(static_cast<Eigen::Index>(count.a)) - strength(static_cast<Eigen::Index>(count.b));
        // ln P without cancelling for large gaps
        const double log_a = gap > 0 ? -std::log1p(std::exp(-gap)) : gap - std::log1p(std::exp(gap));
        sum += (count.wins_a + count.ties / 2.0) * log_a + (count.wins_b + count.ties / 2.0) * (log_a - gap);
    }
    return sum;
}

Eigen::VectorXd fit_strengths(std::span<const PairCount> counts, Eigen::VectorXd start) {
    Eigen::VectorXd strength = std::move(start);
    // The likelihood is concave with one maximum: Newton, with steps halved where they overshoot, finds it
    // from any start.
    double likelihood = log_likelihood(strength, counts);
    for (int round = 0; round < 200; ++round) {
        Eigen::VectorXd gradient = Eigen::VectorXd::Zero(strength.size());
        for (const PairCount& count : counts) {
            const double games = count.wins_a + count.wins_b + count.ties;
            const double surplus = count.wins_a + count.ties / 2.0 - games * win_probability(strength, count);
            gradient(static_cast<Eigen::Index>(count.a)) += surplus;
            gradient(static_cast<Eigen::Index>(count.b)) -= surplus;
        }
        Eigen::VectorXd step = information(strength, counts).ldlt().solve(gradient);
        step.array() -= step.mean();
        double next_likelihood = log_likelihood(strength + step, counts);
        for (int halved = 0; halved < 40 && !(next_likelihood >= likelihood - 1e-9 * std::abs(likelihood));
             ++halved) {
            step /= 2.0;
            next_likelihood = log_likelihood(strength + step, counts);
        }
        strength += step;
        likelihood = next_likelihood;
        if (step.lpNorm<Eigen::Infinity>() < 1e-11) {
            break;
        }
    }
    return strength;
}

Eigen::VectorXd strength_errors(const Eigen::VectorXd& strength, std::span<const PairCount> counts,
                                std::optional<std::size_t> anchor) {
    const auto n = strength.size();
    Eigen::MatrixXd scores = Eigen::MatrixXd::Zero(n, n);
    for (const PairCount& count : counts) {
        const double p = win_probability(strength, count);
        add_pair(scores, count,
                 count.wins_a * (1.0 - p) * (1.0 - p) + count.wins_b * p * p +
                     count.ties * (0.5 - p) * (0.5 - p));
    }
    const Eigen::MatrixXd inverse = information(strength, counts).inverse();
    const Eigen::MatrixXd covariance = inverse * scores * inverse;
    Eigen::VectorXd se(n);
    for (Eigen::Index i = 0; i < n; ++i) {
        double variance = covariance(i, i);
        if (anchor) {
            const auto k = static_cast<Eigen::Index>(*anchor);
            variance += covariance(k, k) - 2.0 * covariance(i, k);
        }
        se(i) = std::sqrt(std::max(0.0, variance));
    }
    return se;
}

} // namespace tiebreak::statistics
