// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/summary.h"

#include <optional>
#include <span>
#include <vector>

namespace tiebreak::statistics {

/// Rank of each candidate = 1 + how many have a lower bound above its own upper bound: candidates whose
/// intervals overlap the leader's share rank 1. One without an interval has no rank and pushes nobody down.
[[nodiscard]] std::vector<std::optional<int>>
interval_ranks(std::span<const std::optional<Interval>> intervals);

} // namespace tiebreak::statistics
