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
        add_pair(matrix, count, count.weight() * p * (1.0 - p));
    }
    return matrix;
}

/// Likelihood, gradient and information at one point, with one exponential a pair: a bootstrap comes here
/// hundreds of times. Of the symmetric information the lower triangle alone is filled in.
struct Local {
    double log_likelihood = 0;
    Eigen::VectorXd gradient;
    Eigen::MatrixXd information;

    void look(const Eigen::VectorXd& strength, std::span<const PairCount> counts) {
        const auto n = strength.size();
        log_likelihood = 0;
        gradient.setZero(n);
        information.setConstant(n, n, 1.0 / static_cast<double>(n));
        for (const PairCount& count : counts) {
            const auto a = static_cast<Eigen::Index>(count.a);
            const auto b = static_cast<Eigen::Index>(count.b);
            const double gap = strength(a) - strength(b);
            const double rest = std::exp(-std::abs(gap)); // in (0, 1]: nothing overflows or cancels
            const double larger = 1.0 / (1.0 + rest);
            const double p = gap > 0 ? larger : 1.0 - larger;
            const double games = count.weight();
            const double won = count.weight_a() + count.ties / 2.0;
            const double log_larger = -std::log1p(rest);
            const double log_smaller = log_larger - std::abs(gap);
            log_likelihood += won * (gap > 0 ? log_larger : log_smaller) +
                              (games - won) * (gap > 0 ? log_smaller : log_larger);
            const double surplus = won - games * p;
            gradient(a) += surplus;
            gradient(b) -= surplus;
            const double weight = games * rest * larger * larger; // p (1 - p)
            information(a, a) += weight;
            information(b, b) += weight;
            information(std::max(a, b), std::min(a, b)) -= weight;
        }
    }
};

} // namespace

double log_likelihood(const Eigen::VectorXd& strength, std::span<const PairCount> counts) {
    double sum = 0;
    for (const PairCount& count : counts) {
        const double gap =
            strength(static_cast<Eigen::Index>(count.a)) - strength(static_cast<Eigen::Index>(count.b));
        // ln P without cancelling for large gaps
        const double log_a = gap > 0 ? -std::log1p(std::exp(-gap)) : gap - std::log1p(std::exp(gap));
        sum += (count.weight_a() + count.ties / 2.0) * log_a +
               (count.weight_b() + count.ties / 2.0) * (log_a - gap);
    }
    return sum;
}

Eigen::VectorXd fit_strengths(std::span<const PairCount> counts, Eigen::VectorXd start) {
    Eigen::VectorXd strength = std::move(start);
    // The likelihood is concave with one maximum: Newton, with steps halved where they overshoot, finds it
    // from any start.
    Local here;
    Local next;
    here.look(strength, counts);
    Eigen::LLT<Eigen::MatrixXd> factors;
    Eigen::VectorXd step;
    for (int round = 0; round < 200; ++round) {
        factors.compute(here.information);
        step = factors.info() == Eigen::Success
                   ? factors.solve(here.gradient).eval()
                   : here.information.selfadjointView<Eigen::Lower>().ldlt().solve(here.gradient).eval();
        step.array() -= step.mean();
        next.look(strength + step, counts);
        for (int halved = 0; halved < 40 && !(next.log_likelihood >=
                                              here.log_likelihood - 1e-9 * std::abs(here.log_likelihood));
             ++halved) {
            step /= 2.0;
            next.look(strength + step, counts);
        }
        strength += step;
        std::swap(here, next);
        // Newton squares the error each time: what a step of 1e-7 leaves is rounding.
        if (step.lpNorm<Eigen::Infinity>() < 1e-7) {
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
                 (count.wins_a + mark_weight * mark_weight * count.marked_a) * (1.0 - p) * (1.0 - p) +
                     (count.wins_b + mark_weight * mark_weight * count.marked_b) * p * p +
                     count.ties * (0.5 - p) * (0.5 - p));
    }
    const Eigen::MatrixXd inverse =
        information(strength, counts).ldlt().solve(Eigen::MatrixXd::Identity(n, n));
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
