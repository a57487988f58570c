// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/search_all.h"

#include "store/search.h"

namespace tiebreak::store {

namespace {

/// Texts looked at before what belongs to no run that stands is left out.
constexpr int looked_at = 8;

std::vector<TextHit> hits_of(Connection& connection, const std::string& sql, const std::string& words,
                             int limit) {
    const std::string match = match_expression(words);
    std::vector<TextHit> hits;
    if (match.empty() || limit <= 0) {
        return hits;
    }
    Query q = connection.query(sql);
    q.bind(match).bind(looked_at * limit).bind(limit);
    while (q.step()) {
        hits.push_back({q.id<domain::RunId>(0), q.text(1), q.id<domain::ItemRevisionId>(2),
                        q.id<domain::JudgingId>(3), q.text(4), q.text(5)});
    }
    return hits;
}

// Newest texts first: ranking all matches would read them all.
const std::string texts =
    "WITH found AS MATERIALIZED (SELECT rowid AS id, snippet(text_words, 0, char(2), char(3), '…', "
    "14) AS excerpt FROM text_words WHERE text_words MATCH ?1 ORDER BY rowid DESC LIMIT ?2) ";

} // namespace

std::vector<TextHit> find_answers(Connection& connection, const std::string& words, int limit) {
    return hits_of(connection,
                   texts +
                       "SELECT r.id, r.name, a.item_revision_id, NULL, m.name, f.excerpt FROM found f JOIN "
                       "(SELECT a.*, c.text_id AS text_id FROM call c JOIN response a ON a.call_id = c.id "
                       "WHERE c.text_id IN (SELECT id FROM found) UNION ALL "
                       "SELECT a.*, i.text_id FROM imported i JOIN response a ON a.imported_id = i.id "
                       "WHERE i.text_id IN (SELECT id FROM found)) a ON a.text_id = f.id "
                       "JOIN run r ON r.id = a.run_id JOIN candidate_revision v ON v.id = "
                       "a.candidate_revision_id JOIN candidate m ON m.id = v.candidate_id "
                       "WHERE r.deleted IS NULL ORDER BY f.id DESC, r.id DESC LIMIT ?3",
                   words, limit);
}

std::vector<TextHit> find_judge_words(Connection& connection, const std::string& words, int limit) {
    return hits_of(
        connection,
        texts + "SELECT r.id, r.name, u.item_revision_id, j.id, j.name, f.excerpt FROM found f JOIN "
                "(SELECT y.unit_id, y.text_id AS text_id FROM reply y WHERE y.text_id IN (SELECT id FROM "
                "found) UNION ALL SELECT y.unit_id, c.text_id FROM call c JOIN reply y ON y.call_id = c.id "
                "WHERE c.text_id IN (SELECT id FROM found)) y ON y.text_id = f.id "
                "JOIN unit u ON u.id = y.unit_id JOIN judging j ON j.id = u.judging_id JOIN run r ON "
                "r.id = j.run_id WHERE r.deleted IS NULL ORDER BY f.id DESC LIMIT ?3",
        words, limit);
}

std::vector<TextHit> find_notes(Connection& connection, const std::string& words, int limit) {
    return hits_of(
        connection,
        "WITH found AS MATERIALIZED (SELECT rowid AS id, snippet(note_words, 0, char(2), char(3), '…', 14) "
        "AS excerpt "
        "FROM note_words WHERE note_words MATCH ?1 ORDER BY rowid DESC LIMIT ?2), placed AS (SELECT n.id AS "
        "id, "
        "n.author AS author, f.excerpt AS excerpt, n.item_id AS item_id, coalesce(n.run_id, (SELECT "
        "max(r.id) FROM run r "
        "JOIN evalset_item e ON e.evalset_revision_id = r.evalset_revision_id JOIN item_revision v ON v.id = "
        "e.item_revision_id WHERE v.item_id = n.item_id AND r.deleted IS NULL)) AS run_id FROM found f JOIN "
        "note n ON "
        "n.id = f.id) SELECT r.id, r.name, (SELECT max(v.id) FROM item_revision v JOIN evalset_item e ON "
        "e.item_revision_id = v.id WHERE v.item_id = p.item_id AND e.evalset_revision_id = "
        "r.evalset_revision_id), "
        "NULL, p.author, p.excerpt FROM placed p JOIN run r ON r.id = p.run_id WHERE r.deleted IS NULL ORDER "
        "BY p.id "
        "DESC LIMIT ?3",
        words, limit);
}

} // namespace tiebreak::store
