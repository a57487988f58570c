// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tiebreak::judging {

/// How many things are put in order by asking about some of them at a time. For N things:
/// - pointwise: each alone for a score, N calls;
/// - pairs: every pair in both orders, N(N−1) calls; wins count, a tie is half of one;
/// - sorting: heapsort for the best `top`, each comparison asked in both orders;
/// - bubble: `top` passes that carry the best to the front, each comparison asked in both orders;
/// - listwise: one window of `window` things slides from the back to the front by `step` (Sun et al. 2023);
///   one call where N ≤ window, else ⌈(N − window)/step⌉ + 1: the last window is clamped so that it begins at
///   the front;
/// - tournament: groups choose who goes on, 100→50→20→10→5→2 and so on, in `rounds` tournaments (TourRank,
///   Chen et al. 2025); each stage survived is a point. 13 calls a tournament for N = 100.
enum class RankingMethod { pointwise, pairs, sorting, bubble, listwise, tournament };

struct RankingOptions {
    std::uint64_t seed = 1;
    std::size_t top = 0; ///< sorting and bubble: how many of the best are wanted; 0: all
    std::size_t window = 20;
    std::size_t step = 10;
    int rounds = 1;          ///< tournaments
    bool both_orders = true; ///< false: each comparison is asked once, in an order drawn from the seed
};

/// One prompt. (group, orientation) names it inside a ranking for good: a stored reply is found by it.
struct RankingQuestion {
    int group = 0;
    int orientation = 0;            ///< 1: a comparison asked again with its sides swapped
    std::vector<std::size_t> shown; ///< things in the order shown: one, two, or a window
    std::size_t choose = 0;         ///< tournament: how many of them go on; 0: all are put in order

    friend bool operator==(const RankingQuestion&, const RankingQuestion&) = default;
};

/// What a reply said, in positions from 0 of what was shown.
struct RankingReply {
    bool read = false;                  ///< false: it could not be read, or there is none to be had
    std::optional<double> score;        ///< pointwise
    int winner = -1;                    ///< of two: 0 or 1; -1: a tie
    std::vector<std::size_t> positions; ///< best first, or those chosen; may be fewer than were shown
    bool repaired = false;              ///< positions were left out, doubled or out of range
    std::vector<std::size_t> shown;     ///< the things it was about; empty: those that were asked about
};

struct RankingResult {
    std::vector<std::size_t> order; ///< best first; where the replies tell no difference, in the order drawn
    /// By thing: scores, wins, points of tournaments, else N − place; those behind the best `top` share one.
    std::vector<double> points;
    std::vector<std::optional<int>>
        rank;                ///< from 1, equal points share one; nothing for a thing without any reply
    bool whole = false;      ///< no question is open
    bool astray = false;     ///< a reply is about other things than are asked about now: it cannot go on
    std::int64_t calls = 0;  ///< replies that are there, readable or not
    std::int64_t unread = 0; ///< of those
    std::int64_t repaired = 0;
    std::int64_t comparisons = 0;  ///< pairs asked about
    std::int64_t inconsistent = 0; ///< of those whose two orders disagree; they count as ties
    /// Comparisons that the final order goes against: none by a judge whose verdicts fit one order.
    std::int64_t contradicted = 0;
};

/// Puts N things in order, one question after another. It keeps nothing but the replies: from the same seed
/// and replies it asks the same questions, so a ranking that was killed goes on from what is stored. However
/// a judge answers (lies, circles, nothing readable), it ends after as many calls as its method bounds.
class Ranking {
public:
    /// `things` from 0 to N − 1; the order they begin in is drawn from the seed.
    Ranking(RankingMethod method, std::size_t things, const RankingOptions& options);

    /// The questions that can be asked now, all that wait for no other reply; empty at the end.
    [[nodiscard]] std::vector<RankingQuestion> open() const;
    /// The questions that have replies, in the order in which they follow from each other.
    [[nodiscard]] std::vector<RankingQuestion> answered() const;
    /// A reply to a question, whenever it comes.
    void answer(int group, int orientation, RankingReply reply);
    [[nodiscard]] RankingResult result() const;

    /// The most calls there can be, and the fewest: the same for all but sorting, where the order decides.
    [[nodiscard]] static std::size_t calls_at_most(RankingMethod method, std::size_t things,
                                                   const RankingOptions& options);
    [[nodiscard]] static std::size_t calls_at_least(RankingMethod method, std::size_t things,
                                                    const RankingOptions& options);
    [[nodiscard]] std::size_t things() const { return things_; }

private:
    RankingMethod method_;
    std::size_t things_;
    RankingOptions options_;
    std::map<std::pair<int, int>, RankingReply> replies_;
};

/// Sizes a tournament goes through: {100, 50, 20, 10, 5, 2}; {2, 1} for two.
[[nodiscard]] std::vector<std::size_t> tournament_sizes(std::size_t things);

/// The last row of numbers in a reply: "[3] > [1] > [2]", "[2], [5], [1]", one a line, or a reply of nothing
/// but numbers ("3 > 1 > 2"). Of several rows (of two numbers or more, where there is one) the one that ends
/// the reply counts; where none does, all must say the same.
struct NumberRow {
    std::vector<long long> numbers; ///< empty: there is no such row
    bool ambiguous = false;         ///< rows that contradict each other, none of them the last word
};
[[nodiscard]] NumberRow read_number_row(std::string_view reply);

/// Reads an order over `n` things: numbers in range once each, what is missing behind them in the old order.
/// Not read where there is no row of numbers, or none of them is in range.
[[nodiscard]] RankingReply read_permutation(std::string_view reply, std::size_t n);

/// Reads those chosen of `n` things: numbers in range once each. How many were asked for is Ranking's to
/// know.
[[nodiscard]] RankingReply read_choice(std::string_view reply, std::size_t n);

} // namespace tiebreak::judging
