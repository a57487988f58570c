// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/run_revisions.h"

namespace tiebreak::store {

std::vector<domain::CandidateRevisionId> revisions_in_runs(Connection& connection) {
    Query query =
        connection.query("SELECT DISTINCT c.candidate_revision_id FROM run_candidate c JOIN run r ON "
                         "r.id = c.run_id WHERE r.evalset_revision_id IS NOT NULL");
    std::vector<domain::CandidateRevisionId> revisions;
    while (query.step()) {
        revisions.push_back(query.id<domain::CandidateRevisionId>(0));
    }
    return revisions;
}

} // namespace tiebreak::store
