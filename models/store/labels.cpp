// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/labels.h"

namespace tiebreak::store {

std::int64_t label_count(Connection& connection, domain::RunId run) {
    Query q = connection.query(
        "SELECT count(*) FROM label l WHERE l.run_id = ? AND NOT EXISTS (SELECT 1 FROM label n "
        "WHERE n.supersedes = l.uid)");
    q.bind(run);
    q.step();
    return q.integer(0);
}

} // namespace tiebreak::store
