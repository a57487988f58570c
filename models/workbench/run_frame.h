// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/candidates.h"
#include "store/evalsets.h"
#include "store/judgings.h"
#include "store/runs.h"

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace tiebreak::workbench {

/// A run's candidates, items and judgings with the places they have in tables. Every view starts from it.
struct RunFrame {
    store::RunRow run;
    std::vector<store::CandidateRow> candidates; ///< in the config's order
    std::vector<store::StoredItem> items;        ///< in the eval set's order; empty for scores without items
    std::vector<store::JudgingRow> judgings;     ///< in the config's order
    std::unordered_map<domain::CandidateRevisionId, std::size_t> candidate_of;
    std::unordered_map<domain::ItemRevisionId, std::size_t> item_of;
    std::vector<bool> leaked; ///< by item: found in training data
    std::int64_t leaked_items = 0;

    /// The run's baseline where a candidate has that name, else the first; nothing for a run without any.
    [[nodiscard]] std::optional<std::size_t> baseline() const;
    [[nodiscard]] std::optional<std::size_t> candidate_named(const std::string& name) const;
};

/// Throws domain::Error where the run is not there.
[[nodiscard]] RunFrame read_run_frame(store::Connection& connection, domain::RunId run);

/// "reference-overlap", "gpt-4o + gpt-4o-mini": who judged.
[[nodiscard]] std::string judge_names(const store::JudgingRow& judging);

/// Gives the same score to the same text, so that judging again would change nothing.
[[nodiscard]] bool is_scorer(const store::JudgingRow& judging);

/// Compares two answers at a time; its scores are points of 100: a win, a tie is 50.
[[nodiscard]] bool compares_pairs(const store::JudgingRow& judging);
/// Whether it puts the answers to an item in order.
[[nodiscard]] bool ranks_answers(const store::JudgingRow& judging);

/// Scores that came as a table, without items or replies behind them.
[[nodiscard]] bool is_imported(const store::JudgingRow& judging);

/// The judging a view shows unless told: `wanted` where stored, else the first that is not a heuristic
/// scorer, else the first; nothing where there is none. One that scored nothing yet is passed over for one
/// that did: `scored` says so by index. Throws domain::Error (usage) where `wanted` is not of this run.
[[nodiscard]] std::optional<std::size_t> deciding_judging(const RunFrame& frame, domain::JudgingId wanted,
                                                          const std::vector<bool>& scored = {});

/// How wide the scale is that a judging's scores stand on: its rubric's, else 100.
[[nodiscard]] double scale_width(store::Connection& connection, const store::JudgingRow& judging);

/// The item's id in its file where that is short enough for a list, else its number, from 1.
[[nodiscard]] std::string item_label(const store::StoredItem& item);
/// The first words of instruction and input in one line, safe to show.
[[nodiscard]] std::string item_title(const store::StoredItem& item);

} // namespace tiebreak::workbench
