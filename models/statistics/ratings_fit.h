// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/ratings.h"

#include <Eigen/Core>
#include <optional>
#include <span>

namespace tiebreak::statistics {

// Strengths are natural logarithms: P(i beats j) = 1 / (1 + exp(s_j - s_i)). Ties count half.

/// The maximum-likelihood strengths, with mean 0, from a starting point. All players must be of one mutual
/// group.
[[nodiscard]] Eigen::VectorXd fit_strengths(std::span<const PairCount> counts, Eigen::VectorXd start);

/// Natural log-likelihood of the battles.
[[nodiscard]] double log_likelihood(const Eigen::VectorXd& strength, std::span<const PairCount> counts);

/// Sandwich standard errors: of the strengths with their mean held, or of their distances from the anchor.
[[nodiscard]] Eigen::VectorXd strength_errors(const Eigen::VectorXd& strength,
                                              std::span<const PairCount> counts,
                                              std::optional<std::size_t> anchor);

} // namespace tiebreak::statistics
