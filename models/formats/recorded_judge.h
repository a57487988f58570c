// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/rows.h"

#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::formats {

/// A judge's reply collected elsewhere, as its file tells it. Whether item and candidates are there is for
/// judging to say.
struct RecordedReply {
    std::size_t line = 0;
    std::string item;
    int repeat = 1; ///< from 1
    std::vector<std::string>
        order; ///< joint, pairwise: candidates in the order shown; empty where the row names one candidate
    std::string candidate; ///< single, rubric, conversations; empty where the row has an order
    std::string reply;     ///< as received, unread
    int turn = 1;          ///< of a conversation, from 1
};

struct RecordedRepliesImport {
    std::vector<RecordedReply> replies;
    std::vector<BadRow> bad;
    std::vector<std::string> notes;
};

/// Reads JSON Lines of {"item", "repeat", "order": […], "reply"} or {"item", "repeat", "candidate", "reply"}
/// (interface.md, "Recorded judges"), with a "turn" for conversations. Rows with neither or both of order and
/// candidate, with a candidate twice in the order, or of a wrong type are bad. Throws domain::Error (format)
/// for a file that is no JSON Lines or JSON list.
[[nodiscard]] RecordedRepliesImport read_recorded_replies(std::string_view bytes,
                                                          const std::string& where = {});

} // namespace tiebreak::formats
