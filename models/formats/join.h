// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/item.h"
#include "formats/responses.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::formats {

enum class JoinedBy { id, text, order };

struct JoinedRow {
    std::size_t item = 0; ///< index into the items
    std::size_t row = 0;  ///< index into ResponsesImport::rows
    JoinedBy by = JoinedBy::id;
};

/// An answer that belongs to no item, or cannot be told to which. Never given to a likely one.
struct UnjoinedRow {
    std::size_t row = 0;  ///< index into ResponsesImport::rows
    std::size_t line = 0; ///< in its file
    std::string why;
};

struct JoinResult {
    std::vector<JoinedRow> joined;     ///< in the order of the rows; each (item, repeat) at most once
    std::vector<UnjoinedRow> unjoined; ///< no such item, ambiguous, or answered on an earlier line
    std::vector<std::size_t> items_without_response; ///< not answered in any repeat
    /// Answers are left that only their order could give to items, the lengths agree, and the person has not
    /// said so yet. Asking again with `allow_order` joins them.
    bool order_would_do = false;
    std::vector<std::string> notes;
};

struct JoinOptions {
    bool allow_order = false; ///< the person said that row k answers item k
    std::string where;        ///< the file's name, for errors
};

/// Gives each answer its item: by id; else by trimmed instruction and input (domain::join_key). Where these
/// stand at several items, their answers are joined only if all are the same text, so that none could go to
/// the wrong one, or by order. By order go, if the person says so and there are as many rows as items:
/// answers to repeated questions, and all answers where none could be joined otherwise and none repeats an
/// instruction. Throws domain::Error (format) where only the order is left and the lengths differ: 99 answers
/// to 100 items would shift.
[[nodiscard]] JoinResult join_responses(std::span<const domain::Item> items, const ResponsesImport& responses,
                                        const JoinOptions& options = {});

} // namespace tiebreak::formats
