// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "store/connection.h"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace tiebreak::store {

/// A training file that items were looked up in. Its text is not kept, only where it matches.
struct TrainingSetRow {
    std::int64_t id = 0;
    std::string name;
    std::string hash; ///< SHA-256 of the file, 64 hexadecimal digits
    std::int64_t rows = 0;
    std::int64_t created = 0;
    std::int64_t matches = 0; ///< item revisions found in it
};

/// Where an item stands in a training file.
struct TrainingMatchRow {
    std::int64_t training_set = 0;
    std::string training_set_name;
    domain::ItemRevisionId item;
    std::int64_t row = 0; ///< of the training file, from 1
    bool exact = false;
    double similarity = 0; ///< 0 to 1
    std::string excerpt;   ///< the beginning of that row
};

/// Oldest first.
[[nodiscard]] std::vector<TrainingSetRow> training_sets(Connection& connection);

/// The training set of that content, made where it is missing. Looking it up again renames it to `name`.
std::int64_t save_training_set(Connection& connection, const std::string& name, const std::string& hash,
                               std::int64_t rows);

/// Stores a match. Where the item is known to stand in that file already, the new match counts.
void save_training_match(Connection& connection, const TrainingMatchRow& match);

/// Forgets a training file and what was found in it.
void remove_training_set(Connection& connection, std::int64_t id);

/// All matches of the items of an eval set's revision, by item; the most similar of an item first.
[[nodiscard]] std::unordered_map<domain::ItemRevisionId, std::vector<TrainingMatchRow>>
training_matches(Connection& connection, domain::EvalSetRevisionId revision);

/// The same of one item.
[[nodiscard]] std::vector<TrainingMatchRow> training_matches(Connection& connection,
                                                             domain::ItemRevisionId item);

/// An answer that copies a row of a training file.
struct TrainingCopyRow {
    std::int64_t training_set = 0;
    domain::TextId text; ///< of the answer
    std::int64_t row = 0;
    double similarity = 0;
    std::string excerpt;
};
void save_training_copy(Connection& connection, const TrainingCopyRow& copy);
/// The responses of a run that copy a row of any training file.
[[nodiscard]] std::unordered_set<domain::ResponseId> training_copies(Connection& connection,
                                                                     domain::RunId run);

/// The text of every answer of every run, once each; `text` lives until `each` returns.
void each_answer_text(Connection& connection,
                      const std::function<void(domain::TextId, std::string_view text)>& each);

/// Every item revision that any eval set holds.
struct ItemText {
    domain::ItemRevisionId item;
    std::string text; ///< instruction, and input behind it
};
[[nodiscard]] std::vector<ItemText> all_item_texts(Connection& connection);

} // namespace tiebreak::store
