// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/ratings.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::statistics {

/// Battles with what the two answers looked like. Rows are kept, as no two have the same looks.
struct StyledBattles {
    std::vector<std::string> features; ///< names: "length", "headers", …
    std::vector<std::uint32_t> a;      ///< player of each battle
    std::vector<std::uint32_t> b;
    std::vector<float> outcome; ///< 1: a won, 0.5: a tie, 0: b won
    std::vector<float> weight;  ///< 1, or mark_weight
    /// Of battle i and feature f at i · features + f: (of a − of b) / (of a + of b), 0 where both are 0.
    std::vector<float> difference;

    /// `of_a` and `of_b` hold one value a feature, none negative.
    void add(std::uint32_t player_a, std::uint32_t player_b, double result, double weighs,
             std::span<const double> of_a, std::span<const double> of_b);
};

/// What one standard deviation more of a feature does to the log odds of winning.
struct StyleEffect {
    std::string feature;
    std::optional<double> coefficient; ///< absent with the reason in the ratings' warnings
    std::optional<double> se;          ///< by the sandwich
    std::optional<double> ci_low;
    std::optional<double> ci_high;
};

struct StyledRatings {
    Ratings ratings; ///< as if all answers looked alike
    std::vector<StyleEffect> effects;
};

/// Bradley–Terry with style control (Chiang and Angelopoulos 2024, "Does style matter?"): strengths and the
/// effects of the features are fitted jointly by logistic regression. Features are divided by their standard
/// deviation over battles and not centred, so that 0 goes on meaning equal looks; a feature that does not
/// vary is left out with a warning. Who has no finite rating without style control has none with it.
/// Bootstrap draws are of whole rows. Where the features part wins from losses the fit has no maximum: there
/// are no ratings then, with a warning. Throws domain::Error for columns of different length.
[[nodiscard]] StyledRatings styled_bradley_terry(std::span<const std::string> players,
                                                 const StyledBattles& battles,
                                                 const RatingOptions& options = {});

} // namespace tiebreak::statistics
