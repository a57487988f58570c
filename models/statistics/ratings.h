// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::statistics {

/// What a battle with a double mark ("A>>B") weighs, as the arenas weigh it.
inline constexpr double mark_weight = 3;

/// All battles of one pair of players, counted.
struct PairCount {
    std::size_t a = 0; ///< index of a player
    std::size_t b = 0; ///< another player's
    double wins_a = 0;
    double wins_b = 0;
    double ties = 0;
    /// Wins with a double mark, beside the others: each is one battle that weighs mark_weight. It is drawn,
    /// and errs, as one: three battles in its place would promise intervals that the data do not hold.
    double marked_a = 0;
    double marked_b = 0;

    [[nodiscard]] double weight_a() const noexcept { return wins_a + mark_weight * marked_a; }
    [[nodiscard]] double weight_b() const noexcept { return wins_b + mark_weight * marked_b; }
    [[nodiscard]] double weight() const noexcept { return weight_a() + weight_b() + ties; }
    [[nodiscard]] double battles() const noexcept { return wins_a + wins_b + ties + marked_a + marked_b; }
};

struct RatingOptions {
    bool ties_half = true;             ///< a tie is half a win for each; otherwise ties are left out
    std::optional<std::size_t> anchor; ///< player whose rating is fixed; otherwise the mean of all rated is
    double fixed = 1000;               ///< the anchor's rating, or the mean
    int draws = 0; ///< bootstrap draws for the intervals; 0: normal intervals from the standard errors
    std::uint64_t seed = 1;
    double level = 0.95;
};

struct Rating {
    std::string name;
    std::optional<double>
        rating; ///< absent where no finite rating fits the battles; `Ratings::warnings` says why
    std::optional<double> se; ///< by the sandwich; 0 for the anchor
    std::optional<double> ci_low;
    std::optional<double> ci_high;
    std::optional<int>
        rank; ///< among those rated: 1 + how many have a lower bound above one's own upper bound
};

struct Ratings {
    std::vector<Rating> ratings;          ///< in the order of the players
    double battles = 0;                   ///< counted (ties that are left out are not), whatever they weigh
    std::optional<double> log_likelihood; ///< natural, of the battles among those rated
    bool bootstrapped = false;            ///< whether the intervals are the bootstrap's
    std::vector<std::string> warnings;
};

/// Bradley–Terry (1952) ratings by maximum likelihood, in Newton steps on the aggregated counts:
/// P(i beats j) = 1 / (1 + 10^((R_j - R_i) / 400)).
///
/// A finite maximum exists only among players of whom each has beaten each other one, directly or through
/// others (Ford 1957). The largest such group that holds the anchor (or, without an anchor, that is larger
/// than every other) is rated from the battles within it, which is the limit of the full likelihood;
/// everybody else is named in a warning with the reason and has no numbers.
///
/// Standard errors are the sandwich H⁻¹ B H⁻¹ with B the sum of the squared scores of the battles, so that
/// they hold where battles are noisier than the model thinks, and take ties for what they are. Bootstrap
/// draws are multinomial on the cells (pair and outcome), which is the same as drawing rows with replacement
/// and costs the same for a thousand battles as for a million. A draw in which some rating is infinite is
/// counted; where those are more than one tail of the interval, the normal intervals stand instead, with a
/// warning.
///
/// Throws domain::Error for a player's index out of range, a battle against oneself or a count that is
/// negative or not finite.
[[nodiscard]] Ratings bradley_terry(std::span<const std::string> players, std::span<const PairCount> counts,
                                    const RatingOptions& options = {});

} // namespace tiebreak::statistics
