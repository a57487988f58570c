// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/joined_runs.h"

namespace tiebreak::store {

void link_answers(Connection& connection, const ResponsePlace& from, const ResponsePlace& to) {
    connection
        .query("INSERT INTO response(run_id, item_revision_id, candidate_revision_id, repeat, turn, call_id, "
               "imported_id) SELECT ?1, ?2, ?3, r.repeat, r.turn, r.call_id, r.imported_id FROM response r "
               "LEFT JOIN call c ON c.id = r.call_id WHERE r.run_id = ?4 AND r.item_revision_id = ?5 AND "
               "r.candidate_revision_id = ?6 AND (r.imported_id IS NOT NULL OR c.text_id IS NOT NULL) "
               "ON CONFLICT DO NOTHING")
        .bind(to.run)
        .bind(to.item)
        .bind(to.candidate)
        .bind(from.run)
        .bind(from.item)
        .bind(from.candidate)
        .run();
}

} // namespace tiebreak::store
