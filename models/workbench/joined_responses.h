// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/join.h"
#include "formats/responses.h"
#include "store/evalsets.h"

#include <string>
#include <vector>

namespace tiebreak::workbench {

/// Recorded answers of one candidate, read and given to their items.
struct JoinedResponses {
    formats::ResponsesImport import;
    formats::JoinResult join;
    std::vector<std::string> notes; ///< for people, each beginning with the file's name
    /// Candidates that the rows name, where there are several and `options` chooses none: then nothing is
    /// joined, since one's answers would pass for another's.
    std::vector<std::string> several;
};

/// Reads `bytes` and joins. Throws domain::Error where the file is no responses file, or where only the order
/// could join them and `by_order` does not say so.
[[nodiscard]] JoinedResponses join_recorded(const std::string& bytes, const std::vector<domain::Item>& items,
                                            const formats::ResponseOptions& options, bool by_order);

/// Stores them as responses of a run: each item's first repeat. Returns how many.
std::size_t store_responses(store::Connection& connection, domain::RunId run,
                            domain::CandidateRevisionId candidate,
                            const std::vector<store::StoredItem>& items, const JoinedResponses& responses,
                            const std::string& source);

} // namespace tiebreak::workbench
