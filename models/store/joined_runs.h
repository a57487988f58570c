// SPDX-License-Identifier: GPL-3.0-or-later
// What a run needs that holds the stored answers of others.
#pragma once

#include "store/connection.h"

#include <span>
#include <string>

namespace tiebreak::store {

/// An eval set of items that other sets hold, under their revisions: what two runs share. Equal content makes
/// no new revision.
domain::EvalSetRevisionId save_eval_set_of(Connection& connection, const std::string& name,
                                           std::span<const domain::ItemRevisionId> items,
                                           const std::string& source);

struct ResponsePlace {
    domain::RunId run;
    domain::ItemRevisionId item;
    domain::CandidateRevisionId candidate;
};
/// Links the answers that a candidate gave to an item in one run into another run, under another item's and
/// candidate's revision: the same calls and imported texts, asked and paid for once. Failed ones stay behind.
/// Linking again changes nothing.
void link_answers(Connection& connection, const ResponsePlace& from, const ResponsePlace& to);

} // namespace tiebreak::store
