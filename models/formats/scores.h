// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/candidate.h"
#include "formats/rows.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::formats {

/// Scores of one candidate that were counted elsewhere.
struct ScoreRow {
    std::size_t line = 0;
    std::string candidate;
    domain::TestLoss test_loss;
    std::optional<double> score; ///< one number for all judge runs; absent where the cell is empty
    std::vector<std::optional<double>> runs;  ///< beside ScoresImport::run_columns
    std::map<std::string, std::string> other; ///< further cells by column, such as a published average
};

struct ScoresImport {
    std::vector<ScoreRow> rows;
    std::vector<BadRow> bad;
    std::string score_column;             ///< empty where there are only runs
    std::vector<std::string> run_columns; ///< "run1", "run2", … in the order of their numbers
};

/// Reads a CSV of scores: a column model, candidate or name; test_loss (or loss), test_loss_se, loss_set,
/// tokenizer where there; and run1 … runN, or score, or one column whose name holds "score". The mapping may
/// name the columns of candidate, test_loss and score. Throws domain::Error (format) without names or scores,
/// (usage) where several columns could be the score or the mapping fits nothing.
[[nodiscard]] ScoresImport read_scores(std::string_view bytes, const ReadOptions& options = {});

/// Reads a bare JSON list of scores, one an item by position; null is "not judged". Without names or ids only
/// the length can tell that score k belongs to item k, so domain::Error (format) is thrown where there are
/// not exactly `items`, and for what is no number.
[[nodiscard]] std::vector<std::optional<double>> read_score_list(std::string_view bytes, std::size_t items,
                                                                 const std::string& where = {});

} // namespace tiebreak::formats
