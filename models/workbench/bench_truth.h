// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of this room: what is held to be right in a judge bench, and what a judging says of the same pairs.
#pragma once

#include "statistics/judge_habits.h"
#include "workbench/judge_bench.h"
#include "workbench/run_frame.h"
#include "workbench/score_table.h"

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace tiebreak::workbench {

/// Two answers to one item: item, first candidate, second candidate, by their places in the frame; the first
/// is the lower one.
using PairKey = std::tuple<std::size_t, std::size_t, std::size_t>;

/// One side's word on a pair: 1 the first, 0 a tie, −1 the second.
struct PairWord {
    int side = 0;
    std::optional<double> first_score; ///< where it scored
    std::optional<double> second_score;
};
using PairWords = std::map<PairKey, PairWord>;

/// Which candidate answered which item with a response.
using ResponsePlaces = std::unordered_map<domain::ResponseId, std::pair<std::size_t, std::size_t>>;
[[nodiscard]] ResponsePlaces response_places(store::Connection& connection, const RunFrame& frame);

/// What one judging says: the pairs, each showing, and the items of which a reply could not be read. A pair
/// judged in several showings has a winner only where all name it.
struct JudgingWords {
    PairWords pairs;
    std::vector<statistics::Showing> showings; ///< of pairs, or of neighbours in a joint prompt
    std::map<std::int64_t, PairKey> askings;   ///< whose Showing::pair it is; of verdicts on pairs only
    std::map<std::size_t, std::int64_t> unread_items;
    bool scores = false; ///< the judge gave scores, `table` holds them
    JudgedScores scored;
    std::vector<double> raw_scores; ///< as the replies gave them
};
[[nodiscard]] JudgingWords read_words(store::Connection& connection, const RunFrame& frame,
                                      const store::JudgingRow& judging);

/// People's words by pair: the majority of annotators, each with the newest label. `people` counts what they
/// gave, summed over runs; `ratings` gets one row a pair with one place an annotator.
struct PeopleWords {
    PairWords pairs;
    std::map<PairKey, std::map<std::string, int>> by_annotator;
    bool only_queue = false; ///< no label was drawn at random
};
[[nodiscard]] PeopleWords read_people(store::Connection& connection, const RunFrame& frame,
                                      const ResponsePlaces& places, BenchPeople& people);

} // namespace tiebreak::workbench
