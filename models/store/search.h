// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <string>
#include <vector>

namespace tiebreak::store {

/// What a person types as an FTS5 query: every word must occur, the last one as a prefix; no operator of
/// FTS5's own language is let through. Empty where there is no word.
[[nodiscard]] std::string match_expression(const std::string& words);

/// Items of an eval set's revision, or of a run, with the words in instruction, input or reference.
[[nodiscard]] std::vector<domain::ItemRevisionId>
items_with_words(Connection& connection, domain::EvalSetRevisionId revision, const std::string& words);
/// Items of a run with the words in the item or in any response to it.
[[nodiscard]] std::vector<domain::ItemRevisionId>
run_items_with_words(Connection& connection, domain::RunId run, const std::string& words);

struct ItemHit {
    domain::ItemRevisionId item;
    std::string instruction;
    std::string eval_set;
};
/// For the palette: items of the newest revisions of all eval sets, best first.
[[nodiscard]] std::vector<ItemHit> find_items(Connection& connection, const std::string& words, int limit);

} // namespace tiebreak::store
