// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/win_rate.h"

#include "statistics/checks.h"
#include "statistics/distributions.h"
#include "statistics/mean.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace tiebreak::statistics {

namespace {

std::optional<double> percent(double part, double whole) {
    return whole > 0 ? std::optional(100.0 * part / whole) : std::nullopt;
}

/// Preferences as shares in [0, 1], with the index of each kept.
struct Shares {
    std::vector<double> values;
    std::vector<std::size_t> kept;
};

Shares shares_of(std::span<const std::optional<double>> preferences, const char* where) {
    Shares shares;
    for (std::size_t i = 0; i < preferences.size(); ++i) {
        if (!preferences[i]) {
            continue;
        }
        if (!is_preference(*preferences[i])) {
            throw domain::Error(
                domain::ErrorKind::usage, "not a preference: " + std::to_string(*preferences[i]), where,
                "preferences lie between 1 (baseline) and 2 (model); 0 is an old code for a draw");
        }
        shares.values.push_back(*preferences[i] == 0.0 ? 0.5 : *preferences[i] - 1.0);
        shares.kept.push_back(i);
    }
    return shares;
}

/// Whether a line through the gaps parts the sure wins from the sure losses, so that the logistic fit has no
/// finite maximum.
bool separated(std::span<const double> shares, std::span<const double> gaps) {
    const auto parted = [&](double direction) {
        double lowest_win = INFINITY;
        double highest_loss = -INFINITY;
        for (std::size_t i = 0; i < shares.size(); ++i) {
            const double gap = direction * gaps[i];
            if (shares[i] > 0.0) {
                lowest_win = std::min(lowest_win, gap);
            }
            if (shares[i] < 1.0) {
                highest_loss = std::max(highest_loss, gap);
            }
        }
        return lowest_win >= highest_loss;
    };
    return parted(1.0) || parted(-1.0);
}

/// Intercept and slope of a logistic fit to shares, by Newton with halved steps; the data are not separated.
Eigen::Vector2d logistic_fit(std::span<const double> shares, std::span<const double> x) {
    const auto log_likelihood = [&](const Eigen::Vector2d& beta) {
        double sum = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double eta = beta(0) + beta(1) * x[i];
            const double log_p = eta > 0 ? -std::log1p(std::exp(-eta)) : eta - std::log1p(std::exp(eta));
            sum += shares[i] * log_p + (1.0 - shares[i]) * (log_p - eta);
        }
        return sum;
    };
    Eigen::Vector2d beta = Eigen::Vector2d::Zero();
    double likelihood = log_likelihood(beta);
    for (int round = 0; round < 100; ++round) {
        Eigen::Vector2d gradient = Eigen::Vector2d::Zero();
        Eigen::Matrix2d information = Eigen::Matrix2d::Zero();
        for (std::size_t i = 0; i < x.size(); ++i) {
            const Eigen::Vector2d row{1.0, x[i]};
            const double p = 1.0 / (1.0 + std::exp(-row.dot(beta)));
            gradient += (shares[i] - p) * row;
            information += p * (1.0 - p) * row * row.transpose();
        }
        Eigen::Vector2d step = information.ldlt().solve(gradient);
        double next = log_likelihood(beta + step);
        for (int halved = 0; halved < 40 && !(next >= likelihood - 1e-12 * std::abs(likelihood)); ++halved) {
            step /= 2.0;
            next = log_likelihood(beta + step);
        }
        beta += step;
        likelihood = next;
        if (step.lpNorm<Eigen::Infinity>() < 1e-12) {
            break;
        }
    }
    return beta;
}

} // namespace

WinTally win_tally(std::int64_t wins, std::int64_t ties, std::int64_t losses, double level) {
    if (wins < 0 || ties < 0 || losses < 0) {
        throw domain::Error(domain::ErrorKind::internal, "a negative count of battles", "win rate");
    }
    WinTally tally{wins, ties, losses, {}, {}, {}, 1};
    const double n = static_cast<double>(wins + ties + losses);
    tally.win_rate = percent(static_cast<double>(wins) + static_cast<double>(ties) / 2.0, n);
    tally.win_tie_rate = percent(static_cast<double>(wins + ties), n);
    tally.wilson = wilson_interval(static_cast<double>(wins), static_cast<double>(wins + losses), level);
    if (tally.wilson) {
        tally.wilson = Interval{100.0 * tally.wilson->low, 100.0 * tally.wilson->high};
    }
    tally.sign_p = sign_test_p(wins, losses);
    return tally;
}

SwappedTally swapped_tally(std::span<const SwappedPair> pairs, double level) {
    SwappedTally result;
    std::int64_t wins = 0;
    std::int64_t ties = 0;
    std::int64_t losses = 0;
    double decided = 0;
    double first = 0;
    for (const SwappedPair& pair : pairs) {
        if (pair.model_first && *pair.model_first != Preferred::tie) {
            decided += 1;
            first += *pair.model_first == Preferred::model;
        }
        if (pair.baseline_first && *pair.baseline_first != Preferred::tie) {
            decided += 1;
            first += *pair.baseline_first == Preferred::baseline;
        }
        if (!pair.model_first || !pair.baseline_first) {
            ++result.incomplete;
        } else if (*pair.model_first != *pair.baseline_first) {
            ++result.inconsistent;
            ++ties;
        } else {
            (*pair.model_first == Preferred::model      ? wins
             : *pair.model_first == Preferred::baseline ? losses
                                                        : ties) += 1;
        }
    }
    result.tally = win_tally(wins, ties, losses, level);
    const double judged = static_cast<double>(wins + ties + losses);
    result.consistency = percent(judged - static_cast<double>(result.inconsistent), judged);
    result.first_position_rate = percent(first, decided);
    return result;
}

bool is_preference(double value) {
    return value == 0.0 || (value >= 1.0 && value <= 2.0);
}

PreferenceWinRate preference_win_rate(std::span<const std::optional<double>> preferences, double level) {
    const Shares shares = shares_of(preferences, "win rate");
    PreferenceWinRate result;
    result.n = shares.values.size();
    result.dropped = preferences.size() - result.n;
    for (const double share : shares.values) {
        (share > 0.5 ? result.wins : share < 0.5 ? result.losses : result.ties) += 1;
    }
    const MeanEstimate mean = mean_estimate(shares.values, level);
    const auto scaled = [](std::optional<double> share) {
        return share ? std::optional(100.0 * *share) : share;
    };
    result.win_rate = scaled(mean.mean);
    result.se = scaled(mean.se);
    result.ci_low = scaled(mean.ci_low);
    result.ci_high = scaled(mean.ci_high);
    result.discrete = percent(static_cast<double>(result.wins) + static_cast<double>(result.ties) / 2.0,
                              static_cast<double>(result.n));
    return result;
}

LengthControlled length_controlled_win_rate(std::span<const std::optional<double>> preferences,
                                            std::span<const double> length_gap) {
    require_same_length(preferences.size(), length_gap.size(), "length-controlled win rate");
    require_finite(length_gap, "length-controlled win rate");
    const Shares shares = shares_of(preferences, "length-controlled win rate");
    std::vector<double> gaps;
    for (const std::size_t i : shares.kept) {
        gaps.push_back(length_gap[i]);
    }
    LengthControlled result;
    result.n = gaps.size();
    const auto sd = sd_of(gaps);
    if (result.n < 3) {
        result.warnings.push_back("not length-controlled: fewer than three preferences");
        return result;
    }
    if (*sd == 0.0) {
        result.warnings.push_back("not length-controlled: all length gaps are equal");
        return result;
    }
    // Scaled, not centred: 0 must go on meaning equal length.
    std::ranges::transform(gaps, gaps.begin(), [&](double gap) { return std::tanh(gap / *sd); });
    if (*sd_of(gaps) < 1e-9) {
        result.warnings.push_back(
            "not length-controlled: all answers differ in length by far more than the gaps vary");
        return result;
    }
    if (separated(shares.values, gaps)) {
        result.warnings.push_back("not length-controlled: length alone parts the wins from the losses, so "
                                  "that no finite fit exists");
        return result;
    }
    const Eigen::Vector2d beta = logistic_fit(shares.values, gaps);
    result.win_rate = 100.0 / (1.0 + std::exp(-beta(0)));
    result.length_effect = beta(1);
    Eigen::Matrix2d information = Eigen::Matrix2d::Zero();
    Eigen::Matrix2d scores = Eigen::Matrix2d::Zero();
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        const Eigen::Vector2d row{1.0, gaps[i]};
        const double p = 1.0 / (1.0 + std::exp(-row.dot(beta)));
        information += p * (1.0 - p) * row * row.transpose();
        scores += (shares.values[i] - p) * (shares.values[i] - p) * row * row.transpose();
    }
    const Eigen::Matrix2d inverse = information.inverse();
    const double se = std::sqrt(std::max(0.0, (inverse * scores * inverse)(0, 0)));
    const double z = normal_quantile(0.975);
    const double at_zero = *result.win_rate / 100.0;
    result.se = 100.0 * at_zero * (1.0 - at_zero) * se;
    result.ci_low = 100.0 / (1.0 + std::exp(-(beta(0) - z * se)));
    result.ci_high = 100.0 / (1.0 + std::exp(-(beta(0) + z * se)));
    const double raw = 100.0 * *mean_of(shares.values);
    if (std::abs(*result.win_rate - raw) > 10.0) {
        result.warnings.push_back("the length-controlled rate lies more than ten points from the raw one: "
                                  "the lengths differ too much to "
                                  "be corrected for safely");
    }
    return result;
}

} // namespace tiebreak::statistics
