// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/batches.h"

#include "domain/uuid.h"
#include "store/hash_column.h"

namespace tiebreak::store {

std::string create_batch(Connection& connection, const BatchRow& batch) {
    std::string uid = domain::new_uuid();
    connection
        .query("INSERT INTO batch(uid, run_id, judging_id, candidate_revision_id, service, lines, created) "
               "VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(uid)
        .bind(batch.run)
        .bind(batch.judging)
        .bind(batch.model)
        .bind(batch.service)
        .bind(batch.lines)
        .bind(now_ms())
        .run();
    return uid;
}

std::vector<BatchRow> batches(Connection& connection, domain::RunId run) {
    Query q = connection.query(
        "SELECT b.uid, b.run_id, b.judging_id, b.candidate_revision_id, b.service, b.lines, b.created, "
        "(SELECT count(*) FROM batch_line l WHERE l.batch = b.uid AND l.state = 'sent') FROM batch b WHERE "
        "b.run_id = ? ORDER BY b.created, b.uid");
    q.bind(run);
    std::vector<BatchRow> rows;
    while (q.step()) {
        rows.push_back({q.text(0), q.id<domain::RunId>(1), q.id<domain::JudgingId>(2),
                        q.id<domain::CandidateRevisionId>(3), q.text(4), q.integer(5), q.integer(6),
                        q.integer(7)});
    }
    return rows;
}

void add_batch_line(Connection& connection, const std::string& batch, const std::string& custom_id,
                    const std::string& key) {
    connection
        .query("INSERT INTO batch_line(custom_id, key, batch, state) VALUES (?, ?, ?, 'sent') ON "
               "CONFLICT(custom_id) DO UPDATE SET batch = excluded.batch, state = 'sent'")
        .bind(custom_id)
        .bind_blob(hash_bytes(key))
        .bind(batch)
        .run();
}

std::optional<BatchLine> batch_line(Connection& connection, const std::string& custom_id) {
    Query q = connection.query("SELECT lower(hex(l.key)), l.batch, l.state, b.run_id, "
                               "b.candidate_revision_id FROM batch_line l JOIN "
                               "batch b ON b.uid = l.batch WHERE l.custom_id = ?");
    q.bind(custom_id);
    if (!q.step()) {
        return std::nullopt;
    }
    return BatchLine{q.text(0), q.text(1), q.text(2), q.id<domain::RunId>(3),
                     q.id<domain::CandidateRevisionId>(4)};
}

void set_batch_line_state(Connection& connection, const std::string& custom_id, const std::string& state) {
    connection.query("UPDATE batch_line SET state = ? WHERE custom_id = ?").bind(state).bind(custom_id).run();
}

} // namespace tiebreak::store
