// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/ratings.h"

#include <cstddef>
#include <span>
#include <vector>

namespace tiebreak::statistics {

/// Groups of players within which each has beaten (or tied with) each other one, directly or through others:
/// the strongly connected components of "has taken something off". Result: the group's number of each player,
/// from 0.
[[nodiscard]] std::vector<std::size_t> mutual_groups(std::size_t players, std::span<const PairCount> counts,
                                                     bool ties_count);

/// Parts between which there is no battle at all: the part's number of each player, from 0.
[[nodiscard]] std::vector<std::size_t> separate_parts(std::size_t players, std::span<const PairCount> counts,
                                                      bool ties_count);

} // namespace tiebreak::statistics
