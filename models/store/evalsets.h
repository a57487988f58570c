// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/item.h"
#include "store/connection.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::store {

struct EvalSetRow {
    domain::EvalSetId id;
    std::string uid;
    std::string name;
    int revisions = 0;
    domain::EvalSetRevisionId newest;
    int items = 0;      ///< of the newest revision
    std::string source; ///< of the newest revision
    std::int64_t created = 0;
};

struct EvalSetRevisionRow {
    domain::EvalSetRevisionId id;
    int number = 0;
    int items = 0;
    std::string note;
    std::string source;
    std::int64_t created = 0;
    int runs = 0; ///< that used it
};

struct StoredItem {
    domain::ItemRevisionId revision;
    domain::ItemId item;
    std::string uid;  ///< of the item, the same over its revisions
    int position = 0; ///< from 0
    domain::Item content;
};

/// Eval sets by name, newest revision first in each row.
[[nodiscard]] std::vector<EvalSetRow> eval_sets(Connection& connection);
[[nodiscard]] std::vector<EvalSetRevisionRow> eval_set_revisions(Connection& connection,
                                                                 domain::EvalSetId id);
[[nodiscard]] std::vector<StoredItem> items(Connection& connection, domain::EvalSetRevisionId revision);
/// Throws domain::Error (usage) where there is no such item.
[[nodiscard]] domain::Item item_content(Connection& connection, domain::ItemRevisionId revision);
[[nodiscard]] std::string eval_set_name(Connection& connection, domain::EvalSetRevisionId revision);

/// Saves `items` as the newest revision of the eval set `name`, made where it is missing. Content equal to
/// the newest revision makes no new one. An item goes on under its uid where the previous revision held one
/// with the same external id, or with the same trimmed instruction and input.
domain::EvalSetRevisionId save_eval_set(Connection& connection, const std::string& name,
                                        std::span<const domain::Item> items, const std::string& source,
                                        const std::string& note = {});

/// An item of an edited eval set. With `item` it goes on as that item, whatever was changed about it;
/// without, as in save_eval_set.
struct EditedItem {
    domain::ItemId item;
    domain::Item content;
};

/// Saves what a person made of an eval set as its newest revision. Content equal to the newest revision makes
/// no new one; an empty first revision that no run used is replaced.
domain::EvalSetRevisionId save_eval_set_edit(Connection& connection, domain::EvalSetId set,
                                             std::span<const EditedItem> items, const std::string& source,
                                             const std::string& note);

/// A new eval set with an empty revision to begin from. A name that is taken gets a number after it.
domain::EvalSetId create_eval_set(Connection& connection, const std::string& name);

/// Renaming changes no revision. Throws domain::Error (usage) where another eval set has the name: imports
/// and configs find eval sets by it.
void rename_eval_set(Connection& connection, domain::EvalSetId id, const std::string& name);

} // namespace tiebreak::store
