// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/paired.h"

#include <cstdint>
#include <optional>

namespace tiebreak::statistics {

/// How many items a paired comparison needs (Miller 2024, "Adding error bars to evals", section 5):
/// n = (z_{alpha/2} + z_beta)² (ω² + σ_A²/K_A + σ_B²/K_B) / δ², rounded up.
struct SampleSizePlan {
    double delta = 0;          ///< the difference to be found, in the unit of the scores; not 0
    double omega2 = 1.0 / 9.0; ///< variance over items of the difference of the two expected scores
    double sigma_a = 0;        ///< SD of A's score on one item over decoding samples
    double sigma_b = 0;
    int k_a = 1; ///< samples an item of A
    int k_b = 1;
    double alpha = 0.05; ///< two-sided
    double power = 0.8;
};

/// Throws domain::Error for a plan outside its range.
[[nodiscard]] std::int64_t sample_size(const SampleSizePlan& plan);

/// "m more items needed to tell these two apart": 0 where the comparison already does (p <= alpha); otherwise
/// how many items like these beyond n it takes to find the observed difference with the given power. Nothing
/// where no number of items would do: the observed difference is 0, or its standard error is unknown. With
/// clusters the design effect seen is taken to go on.
[[nodiscard]] std::optional<std::int64_t> more_items_needed(const PairedComparison& comparison,
                                                            double alpha = 0.05, double power = 0.8);

} // namespace tiebreak::statistics
