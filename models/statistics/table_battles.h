// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/ratings.h"
#include "statistics/table.h"
#include "statistics/win_rate.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::statistics {

/// A value that names no outcome, and how often it stands there.
struct UnreadOutcome {
    std::string value;
    std::size_t n = 0;
};

/// The battles of a table, counted by pair.
struct BattleTable {
    std::vector<std::string> players;  ///< in the order in which they first appear
    std::vector<PairCount> counts;     ///< sorted by pair
    std::size_t battles = 0;           ///< rows read, whatever they weigh
    std::vector<SkippedRow> skipped;   ///< the first `BattleReader::most_skipped` of them
    std::size_t skipped_rows = 0;      ///< all of them
    std::vector<UnreadOutcome> unread; ///< by value, most frequent first; at most a hundred values
    // Of rows with a second game (the sides swapped):
    std::size_t both_games = 0;  ///< rows in which both could be read
    std::size_t agreeing = 0;    ///< of those: both say the same
    std::size_t first_shown = 0; ///< of `decided`: the player shown first won
    std::size_t decided = 0;     ///< games, first and second, that are no tie
};

/// In whose order the second game of a row names its winner: the order in which the two were shown then
/// (swapped), or mapped back to the row's own.
enum class SecondGame { as_shown, mapped_back };

/// Counts battles row by row, holding no rows. The winner is named by the player's own name, by "a",
/// "model_a", "model_1", "b", "model_b", "model_2", "tie", "tie (bothbad)" and such, or by a mark such as
/// "A>B", "A=B", "B<<A"; case does not matter but in names. A double mark counts three times. A row with a
/// blank player, two players that are one, or a winner that cannot be read is skipped and named.
class BattleReader {
public:
    static constexpr std::size_t most_skipped = 1000;

    /// The names of the columns, for messages.
    BattleReader(std::string a, std::string b, std::string winner, std::string second = {});
    ~BattleReader();
    BattleReader(const BattleReader&) = delete;
    BattleReader& operator=(const BattleReader&) = delete;

    /// One battle as it was counted.
    struct Counted {
        std::uint32_t a = 0; ///< players by their place in BattleTable::players
        std::uint32_t b = 0;
        double outcome = 0.5; ///< 1: a won, 0: b won
        double weight = 1;
    };

    /// Nothing where the row is skipped.
    std::optional<Counted> add(std::size_t line, std::string_view a, std::string_view b,
                               std::string_view winner);
    /// A row judged twice, the sides swapped for the second game: a win needs both games to agree; a tie in
    /// either, or disagreement, is a tie. A row in which either game cannot be read is skipped.
    std::optional<Counted> add(std::size_t line, std::string_view a, std::string_view b,
                               std::string_view first, std::string_view second, SecondGame order);
    [[nodiscard]] BattleTable take();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The same of whole columns.
[[nodiscard]] BattleTable read_battles(const TextColumn& a, const TextColumn& b, const TextColumn& winner,
                                       std::span<const std::size_t> lines);

/// Who one row's outcome names, for tables that are not counted by pair: 1 the first player, 0 a tie, −1 the
/// second; nothing where it cannot be read.
[[nodiscard]] std::optional<int> read_outcome(std::string_view winner, std::string_view a,
                                              std::string_view b);

/// What `stats win-rate` says of a column of preferences.
struct WinRateTable {
    std::vector<std::optional<double>> preferences; ///< beside the rows
    PreferenceWinRate win_rate;                     ///< `dropped` counts blanks and what `skipped` names
    std::vector<SkippedRow> skipped;
    std::vector<std::string> warnings;
};

/// Blank and "null" cells are missing preferences, dropped without a word; what is no number or no preference
/// is skipped and named.
[[nodiscard]] WinRateTable win_rate_table(const TextColumn& preference, std::span<const std::size_t> lines);

} // namespace tiebreak::statistics
