// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::statistics {

// How a judge leans, whatever is right. Several verdicts on one item are not independent, so that intervals
// are clustered by item; where every item has one verdict a share has Wilson's.

/// A figure with its 95 % interval; absent with the reason.
struct Habit {
    std::optional<double> value;
    std::optional<double> low;
    std::optional<double> high;
    std::size_t n = 0; ///< verdicts, or showings, counted
    std::string reason;
};

/// The mean of shares in [0, 1], one a verdict.
[[nodiscard]] Habit share_of(std::span<const double> shares, std::span<const std::int64_t> items);

/// The verdict on two answers to one item, all showings together.
struct JudgedPair {
    std::int64_t item = 0;
    int side = 0;          ///< 1: the first is better, 0: a tie, −1: the second
    double length_gap = 0; ///< characters of the first minus those of the second
    int list_gap = 0;      ///< 1: the first alone holds a list, −1: the second alone, 0: both or neither
};

/// Of decided pairs whose lengths differ by more than `beyond` characters: the share that the longer won.
[[nodiscard]] Habit prefers_longer(std::span<const JudgedPair> pairs, double beyond = 30);
/// Of decided pairs in which one answer alone holds a list: the share that it won.
[[nodiscard]] Habit prefers_lists(std::span<const JudgedPair> pairs);

/// One showing of a pair.
struct Showing {
    std::int64_t item = 0;
    std::int64_t pair = 0;      ///< the same for the two orders of one asking
    int side = 0;               ///< 1: the pair's first is better, whichever place it stood in
    bool first_in_front = true; ///< the pair's first stood first
};

/// Share of pairs, shown in both orders, whose two verdicts are the same; a tie in one alone is not.
[[nodiscard]] Habit swap_consistency(std::span<const Showing> showings);
/// Share of decided showings that preferred what stood in front. A judge without a lean gives a half where
/// every pair is shown both ways, whatever the answers are worth.
[[nodiscard]] Habit first_position_rate(std::span<const Showing> showings);

/// Correlation of length and score within items: each item's mean is taken off both, so that hard items with
/// long answers do not count. Interval by Fisher's z, with the items' means taken off its degrees of freedom.
[[nodiscard]] Habit length_correlation(std::span<const std::int64_t> items, std::span<const double> lengths,
                                       std::span<const double> scores);

/// The most frequent score and its share: a judge that gives 85 to everything tells little apart.
struct Clumping {
    std::optional<double> score;
    Habit share;
};
[[nodiscard]] Clumping clumping(std::span<const double> scores);

/// Whether a judge that was asked in both orders is right, as JudgeBench counts: +1 for the right answer, −1
/// for the wrong one, 0 for a tie in each order; right only where the sum is above 0. Sides as in Showing.
[[nodiscard]] bool right_in_both_orders(int first_side, int second_side, int truth);

/// Accuracy on RewardBench (Lambert et al. 2024): by subset; by section, each subset weighted by the
/// benchmark's own count of it (math-prm by 984, so that it weighs as much as code); overall the mean of the
/// sections present.
struct RewardBench {
    struct Part {
        std::string name;
        std::string section;
        std::size_t n = 0; ///< rows counted
        double accuracy = 0;
    };
    std::vector<Part> subsets;         ///< in the benchmark's order
    std::vector<Part> sections;        ///< in the benchmark's order; those with a subset present
    std::optional<double> overall;     ///< absent unless all four sections are there
    std::vector<std::string> warnings; ///< subsets that are none of the benchmark's, or missing
};
[[nodiscard]] RewardBench reward_bench(std::span<const std::string> subsets, std::span<const double> correct);

} // namespace tiebreak::statistics
