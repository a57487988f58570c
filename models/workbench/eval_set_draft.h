// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "domain/item.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// A row of an eval set that is being edited.
struct DraftRow {
    domain::ItemId item;                         ///< not stored: typed or pasted anew
    domain::ItemRevisionId revision;             ///< stored: the row is as this revision has it
    std::shared_ptr<const domain::Item> content; ///< null in a draft read back where `revision` says it
};

/// What was made of an eval set and not saved yet.
struct EvalSetDraft {
    domain::EvalSetRevisionId base; ///< the revision it began from
    std::vector<DraftRow> rows;
};

/// The key its draft is kept under (store/drafts.h).
[[nodiscard]] std::string draft_key(domain::EvalSetId set);

/// As JSON: unchanged rows as their revision's number, the others whole. One changed cell of 20,000 items is
/// some 200 KB.
[[nodiscard]] std::string to_json(domain::EvalSetRevisionId base, std::span<const DraftRow> rows);
/// Throws domain::Error (format) for anything that to_json did not write.
[[nodiscard]] EvalSetDraft draft_from_json(const std::string& json);

} // namespace tiebreak::workbench
