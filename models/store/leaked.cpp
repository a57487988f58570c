// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/leaked.h"

namespace tiebreak::store {

std::vector<domain::ItemRevisionId> leaked_items(Connection& connection, domain::EvalSetRevisionId eval_set) {
    Query q = connection.query(
        "SELECT e.item_revision_id FROM evalset_item e WHERE e.evalset_revision_id = ? AND EXISTS "
        "(SELECT 1 FROM training_match m WHERE m.item_revision_id = e.item_revision_id) ORDER BY "
        "e.position");
    q.bind(eval_set);
    std::vector<domain::ItemRevisionId> items;
    while (q.step()) {
        items.push_back(q.id<domain::ItemRevisionId>(0));
    }
    return items;
}

} // namespace tiebreak::store
