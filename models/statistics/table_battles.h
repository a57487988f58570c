// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/ratings.h"
#include "statistics/table.h"
#include "statistics/win_rate.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::statistics {

/// The battles of a table, counted by pair.
struct BattleTable {
    std::vector<std::string> players; ///< in the order in which they first appear
    std::vector<PairCount> counts;    ///< a battle with a double mark weighs three here
    std::size_t battles = 0;          ///< rows read, whatever they weigh
    std::vector<SkippedRow> skipped;
};

/// Reads one battle a row. The winner is named by the player's own name, by "a", "model_a", "b", "model_b",
/// "tie" and "tie (bothbad)", or by a mark such as "A>B", "A=B", "B<<A"; case does not matter but in names. A
/// double mark counts three times. A row with a blank player, two players that are one, or a winner that
/// cannot be read is skipped and named.
[[nodiscard]] BattleTable read_battles(const TextColumn& a, const TextColumn& b, const TextColumn& winner,
                                       std::span<const std::size_t> lines);

/// What `stats win-rate` says of a column of preferences.
struct WinRateTable {
    PreferenceWinRate win_rate; ///< `dropped` counts blanks and what `skipped` names
    std::vector<SkippedRow> skipped;
    std::vector<std::string> warnings;
};

/// Blank and "null" cells are missing preferences, dropped without a word; what is no number or no preference
/// is skipped and named.
[[nodiscard]] WinRateTable win_rate_table(const TextColumn& preference, std::span<const std::size_t> lines);

} // namespace tiebreak::statistics
