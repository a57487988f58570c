// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/summary.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::statistics {

// Rates in this file are per cent.

/// Wins, ties and losses against a baseline.
struct WinTally {
    std::int64_t wins = 0;
    std::int64_t ties = 0;
    std::int64_t losses = 0;
    std::optional<double> win_rate;     ///< 100 · (wins + ties/2) / n; absent where there is no battle
    std::optional<double> win_tie_rate; ///< 100 · (wins + ties) / n
    std::optional<Interval>
        wilson;        ///< of 100 · wins / (wins + losses), ties left out; absent where nothing is decided
    double sign_p = 1; ///< exact, two-sided, ties left out
};

/// Counts must not be negative; otherwise domain::Error.
[[nodiscard]] WinTally win_tally(std::int64_t wins, std::int64_t ties, std::int64_t losses,
                                 double level = 0.95);

/// Who a judge preferred in one showing, by name, not by position.
enum class Preferred { model, tie, baseline };

/// One item asked in both orders. A showing whose reply could not be read is absent.
struct SwappedPair {
    std::optional<Preferred> model_first;
    std::optional<Preferred> baseline_first;
};

/// Verdicts asked in both orders: a win or a loss needs both orders to agree; a tie in either, or
/// disagreement, is a tie.
struct SwappedTally {
    WinTally tally;
    std::int64_t incomplete = 0; ///< items that lack a readable showing: not judged
    std::int64_t inconsistent =
        0; ///< items whose two orders gave different verdicts; a tie in one alone counts
    std::optional<double> consistency; ///< per cent of complete items whose two orders agree
    std::optional<double>
        first_position_rate; ///< per cent of decided readable showings that preferred the first shown
};

[[nodiscard]] SwappedTally swapped_tally(std::span<const SwappedPair> pairs, double level = 0.95);

/// Win rate of preferences in [1, 2] (AlpacaEval 2): 1 the baseline, 2 the model, 1.5 a draw, between them a
/// probability; 0 is an old code for a draw.
struct PreferenceWinRate {
    std::size_t n = 0;
    std::size_t dropped = 0;        ///< missing preferences
    std::optional<double> win_rate; ///< 100 · mean(preference - 1)
    std::optional<double> se;       ///< 100 · sd / √n, divisor n - 1; absent for n < 2
    std::optional<double> ci_low;   ///< Student's t
    std::optional<double> ci_high;
    std::int64_t wins = 0; ///< preferences above 1.5
    std::int64_t ties = 0;
    std::int64_t losses = 0;
    std::optional<double> discrete; ///< 100 · (wins + ties/2) / n
};

/// Whether a number is one of the preferences above.
[[nodiscard]] bool is_preference(double value);

/// Throws domain::Error for a value that is no preference.
[[nodiscard]] PreferenceWinRate preference_win_rate(std::span<const std::optional<double>> preferences,
                                                    double level = 0.95);

/// Length-controlled win rate (after Dubois et al. 2024, without the difficulty term that is shared between
/// models): logistic fit of preference - 1 on an intercept and tanh(gap / sd of gaps), predicted at gap 0,
/// that is for answers of equal length.
struct LengthControlled {
    std::size_t n = 0;
    std::optional<double> win_rate; ///< absent with a reason in `warnings`
    std::optional<double> se;       ///< by the sandwich, carried from the intercept (delta method)
    std::optional<double> ci_low;   ///< of the intercept, carried over: never outside 0 to 100
    std::optional<double> ci_high;
    std::optional<double> length_effect; ///< coefficient of the tanh term; above 0 the judge rewards length
    std::vector<std::string> warnings;   ///< also where it lies more than ten points from the raw rate
};

/// `length_gap[i]`: length of the model's answer minus the baseline's, in any one unit; missing preferences
/// are dropped.
[[nodiscard]] LengthControlled length_controlled_win_rate(std::span<const std::optional<double>> preferences,
                                                          std::span<const double> length_gap);

} // namespace tiebreak::statistics
