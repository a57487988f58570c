// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/evalsets.h"

#include <span>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// One item that two versions of an eval set do not have alike.
struct ItemEdit {
    enum class Kind { added, removed, changed } kind = Kind::changed;
    int before = -1; ///< position in the older version, from 0; −1 where it was not there
    int after = -1;
    std::vector<std::string> fields; ///< changed: "instruction", "reference", …
};

struct EvalSetDiff {
    std::vector<ItemEdit>
        changes; ///< removed ones first where they stood, then by place in the newer version
    int added = 0;
    int removed = 0;
    int changed = 0;
    bool reordered = false; ///< items of both stand in another order
};

/// What became of the items of `before` in `after`, both of one project. Items are the same by their id; one
/// that is not stored yet is new.
[[nodiscard]] EvalSetDiff diff_eval_sets(std::span<const store::StoredItem> before,
                                         std::span<const store::StoredItem> after);

/// "2 added, 1 changed"; "reordered"; empty where nothing differs.
[[nodiscard]] std::string summary_of(const EvalSetDiff& diff);

/// The text of a field by its name: "id", "instruction", "input", "reference", "category", "system", "turns"
/// (one a line) or "metadata".
[[nodiscard]] std::string field_of(const domain::Item& item, const std::string& field);

} // namespace tiebreak::workbench
