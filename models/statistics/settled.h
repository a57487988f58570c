// SPDX-License-Identifier: GPL-3.0-or-later
// Whether more verdicts could still change who beats whom (docs/methods.md, "Settled").
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tiebreak::statistics {

/// Two candidates over the items that both answered: a win 1 point, a tie half a point to each.
struct HeadToHead {
    std::size_t a = 0;
    std::size_t b = 0;
    double points_a = 0; ///< of what is settled
    double points_b = 0;
    std::int64_t open = 0; ///< comparisons that nobody settled yet, over all groups

    /// +1: a is ahead, −1: b is, 0: level. Open comparisons count half to each side, which changes nothing.
    [[nodiscard]] int ahead() const noexcept {
        return points_a > points_b + 1e-9 ? 1 : points_b > points_a + 1e-9 ? -1 : 0;
    }
};

/// Comparisons of one pair that are open in the same way: whatever is known of one is known of all.
struct OpenGroup {
    std::size_t pair = 0; ///< of OpenOrder::pairs
    bool swapped = false; ///< `wins_a` counts the pair's b
    bool leans = false;   ///< the judge leaned towards this group's a in each, within its noise
    double wins_a = 0;    ///< settled so far in this group; a tie is half a win for each
    double wins_b = 0;
    std::int64_t open = 0; ///< still unsettled
};

/// Who beats whom, with what is still open. The order of the candidates follows: by how many others each
/// beats.
struct OpenOrder {
    std::vector<HeadToHead> pairs; ///< those in question: all, or the chosen one
    std::vector<OpenGroup> groups;
};

struct OrderCertainty {
    double share = 0; ///< of draws in which every pair in question keeps the side it is on now
    int draws = 0;
    std::uint64_t seed = 0;
};

/// How sure it is that nobody will beat another than now once every open comparison is settled. Each draw
/// fills the open comparisons in: the chance that a leaning proves right is drawn from Beta(1 + right, 1 +
/// wrong) over all groups; each group's own chance from a Beta of strength 10 around it (around 1/2 where the
/// judge did not lean) and of what was settled in the group; the number of wins from the binomial. That is a
/// Bayesian bootstrap of a finite population (Lo 1988) in which groups lend each other strength. It covers
/// what is still open; it leaves out the sampling of items and what people may get wrong.
[[nodiscard]] OrderCertainty order_certainty(const OpenOrder& order, std::uint64_t seed, int draws = 4000);

/// The share that has to be reached for the claim "settled" to be wrong in at most `alpha` of cases, though
/// it is looked for after every verdict. The way from the first verdict to the last open comparison is cut
/// into four stages (up to an eighth, a quarter and a half of all, and to the end), and each may be wrong
/// with a quarter of alpha: a union bound. Within a stage the share of draws is a predictive probability,
/// hence a martingale, so that the chance to be wrong at the first crossing is at most what the stage may
/// spend.
[[nodiscard]] double share_needed(double alpha = 0.05);

/// No claim is made before so many verdicts unless nothing is open.
inline constexpr std::int64_t first_claim = 10;

/// What a queue goes by, without draws (a normal approximation of the same model).
struct GroupValues {
    /// By group: how much one more verdict in it could change who beats whom: the chance that the pair's side
    /// is still wrong, times the variance p (1 − p) of the verdict. 0 where nothing is open.
    std::vector<double> value;
    double share = 0; ///< product over pairs of the chance that each keeps its side
};
[[nodiscard]] GroupValues group_values(const OpenOrder& order);

/// About how many more verdicts until `share_needed` is reached, if they come out as the groups lead one to
/// expect and are given where they are worth most; at most what is open. 0: reached already.
[[nodiscard]] std::int64_t verdicts_until_settled(OpenOrder order, std::int64_t verdicts,
                                                  double alpha = 0.05);

} // namespace tiebreak::statistics
