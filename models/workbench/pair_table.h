// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts on pairs, counted as methods.md 2 says.
#pragma once

#include "statistics/win_rate.h"
#include "store/passes.h"
#include "workbench/run_frame.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace tiebreak::workbench {

/// One showing of a pair to one judge, seen from its first.
struct Showing {
    std::size_t candidate = 0;
    std::optional<std::size_t> opponent; ///< absent: the baseline is none of the run's candidates
    std::size_t item = 0;
    int turn = 1;
    int repeat = 1;
    int orientation = 0;
    int judge = 0;
    statistics::Preferred preferred = statistics::Preferred::tie; ///< model: the first of the pair
    double weight = 1;                                            ///< 3 for a double mark
    std::optional<double> preference; ///< P(the first is preferred), by log-probabilities
    bool asked = true;                ///< false: the answers are identical
    domain::UnitId unit;
};

/// What one judge, in one repeat, says of a pair: with both orders, a win needs both to agree.
struct Vote {
    statistics::Preferred preferred = statistics::Preferred::tie;
    bool inconsistent = false;
    bool asked = true;
    double weight = 1;
};

/// What came of a pair on one item and turn: the majority of its votes, a tie where there is none.
struct Battle {
    std::size_t candidate = 0;
    std::optional<std::size_t> opponent;
    std::size_t item = 0;
    int turn = 1;
    statistics::Preferred outcome = statistics::Preferred::tie;
    bool inconsistent = false; ///< a tie, and some vote's two orders disagreed
    bool identical = false;
    double weight = 1; ///< 3 where every showing behind it is marked double
    std::optional<double> preference; ///< mean over showings
};

/// The votes of one judge and repeat, for tables by repeat.
struct RepeatVote {
    std::size_t candidate = 0;
    std::optional<std::size_t> opponent;
    std::size_t item = 0;
    int repeat = 1;
    Vote vote;
};

struct PairTable {
    std::vector<Showing> showings;
    std::vector<Battle> battles; ///< by candidate, opponent, item, turn
    std::vector<RepeatVote> votes;
    std::map<std::pair<std::size_t, std::optional<std::size_t>>, std::int64_t>
        incomplete; ///< (item, turn)s of a pair without a vote: an order, or all, could not be read
    std::size_t strangers = 0; ///< verdicts about items or candidates the run no longer has

    [[nodiscard]] bool empty() const { return showings.empty(); }
};

/// Points of an outcome: 100 a win, 50 a tie, 0 a loss.
[[nodiscard]] double points_of(statistics::Preferred outcome) noexcept;

/// Counts showings; both orders are needed for a vote where `swap`.
[[nodiscard]] PairTable count_pairs(std::vector<Showing> showings, bool swap);

/// The showings of a judging that compares pairs; of one judge where it is given.
[[nodiscard]] PairTable read_pairs(store::Connection& connection, const RunFrame& frame,
                                   const store::JudgingRow& judging, std::optional<int> judge = {});

} // namespace tiebreak::workbench
