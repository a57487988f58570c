// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/training.h"

#include "store/hash_column.h"

namespace tiebreak::store {

namespace {

const std::string match_columns =
    "SELECT m.training_set_id, s.name, m.item_revision_id, m.row_no, m.kind, m.similarity, m.excerpt FROM "
    "training_match m JOIN training_set s ON s.id = m.training_set_id ";

TrainingMatchRow match_of(const Query& q) {
    return {q.integer(0), q.text(1), q.id<domain::ItemRevisionId>(2), q.integer(3), q.text(4) == "exact",
            q.real(5),    q.text(6)};
}

} // namespace

std::vector<TrainingSetRow> training_sets(Connection& connection) {
    Query q = connection.query("SELECT s.id, s.name, lower(hex(s.hash)), s.rows, s.created, (SELECT count(*) "
                               "FROM training_match m WHERE "
                               "m.training_set_id = s.id) FROM training_set s ORDER BY s.id");
    std::vector<TrainingSetRow> rows;
    while (q.step()) {
        rows.push_back({q.integer(0), q.text(1), q.text(2), q.integer(3), q.integer(4), q.integer(5)});
    }
    return rows;
}

std::int64_t save_training_set(Connection& connection, const std::string& name, const std::string& hash,
                               std::int64_t rows) {
    connection
        .query(
            "INSERT INTO training_set(name, hash, rows, created) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO "
            "UPDATE SET name = excluded.name, rows = excluded.rows")
        .bind(name)
        .bind_blob(hash_bytes(hash))
        .bind(rows)
        .bind(now_ms())
        .run();
    Query q = connection.query("SELECT id FROM training_set WHERE hash = ?");
    q.bind_blob(hash_bytes(hash));
    q.step();
    return q.integer(0);
}

void save_training_match(Connection& connection, const TrainingMatchRow& match) {
    connection
        .query("INSERT INTO training_match(training_set_id, item_revision_id, row_no, kind, similarity, "
               "excerpt) "
               "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (training_set_id, item_revision_id) DO UPDATE SET "
               "row_no = "
               "excluded.row_no, kind = excluded.kind, similarity = excluded.similarity, excerpt = "
               "excluded.excerpt")
        .bind(match.training_set)
        .bind(match.item)
        .bind(match.row)
        .bind(match.exact ? "exact" : "near")
        .bind(match.similarity)
        .bind(match.excerpt)
        .run();
}

void remove_training_set(Connection& connection, std::int64_t id) {
    connection.query("DELETE FROM training_match WHERE training_set_id = ?").bind(id).run();
    connection.query("DELETE FROM training_copy WHERE training_set_id = ?").bind(id).run();
    connection.query("DELETE FROM training_set WHERE id = ?").bind(id).run();
}

std::unordered_map<domain::ItemRevisionId, std::vector<TrainingMatchRow>>
training_matches(Connection& connection, domain::EvalSetRevisionId revision) {
    Query q = connection.query(match_columns +
                               "WHERE m.item_revision_id IN (SELECT item_revision_id FROM evalset_item WHERE "
                               "evalset_revision_id = ?) ORDER BY m.similarity DESC, m.training_set_id");
    q.bind(revision);
    std::unordered_map<domain::ItemRevisionId, std::vector<TrainingMatchRow>> matches;
    while (q.step()) {
        TrainingMatchRow row = match_of(q);
        matches[row.item].push_back(std::move(row));
    }
    return matches;
}

std::vector<TrainingMatchRow> training_matches(Connection& connection, domain::ItemRevisionId item) {
    Query q = connection.query(match_columns +
                               "WHERE m.item_revision_id = ? ORDER BY m.similarity DESC, m.training_set_id");
    q.bind(item);
    std::vector<TrainingMatchRow> rows;
    while (q.step()) {
        rows.push_back(match_of(q));
    }
    return rows;
}

void save_training_copy(Connection& connection, const TrainingCopyRow& copy) {
    connection
        .query("INSERT OR REPLACE INTO training_copy(training_set_id, text_id, row_no, similarity, excerpt) "
               "VALUES (?, ?, ?, ?, ?)")
        .bind(copy.training_set)
        .bind(copy.text)
        .bind(copy.row)
        .bind(copy.similarity)
        .bind(copy.excerpt)
        .run();
}

std::unordered_set<domain::ResponseId> training_copies(Connection& connection, domain::RunId run) {
    Query q = connection.query(
        "SELECT r.id FROM response r LEFT JOIN call c ON c.id = r.call_id LEFT JOIN imported i ON i.id = "
        "r.imported_id WHERE r.run_id = ? AND coalesce(c.text_id, i.text_id) IN (SELECT text_id FROM "
        "training_copy)");
    q.bind(run);
    std::unordered_set<domain::ResponseId> copies;
    while (q.step()) {
        copies.insert(q.id<domain::ResponseId>(0));
    }
    return copies;
}

void each_answer_text(Connection& connection,
                      const std::function<void(domain::TextId, std::string_view text)>& each) {
    Query q = connection.query(
        "SELECT t.id, t.body FROM text_body t WHERE t.id IN (SELECT coalesce(c.text_id, i.text_id) FROM "
        "response "
        "r LEFT JOIN call c ON c.id = r.call_id LEFT JOIN imported i ON i.id = r.imported_id) ORDER BY t.id");
    while (q.step()) {
        const std::string text = q.text(1);
        each(q.id<domain::TextId>(0), text);
    }
}

std::vector<ItemText> all_item_texts(Connection& connection) {
    Query q = connection.query("SELECT id, instruction, input FROM item_revision WHERE id IN (SELECT "
                               "item_revision_id FROM evalset_item) ORDER BY id");
    std::vector<ItemText> texts;
    while (q.step()) {
        const std::string input = q.text(2);
        texts.push_back(
            {q.id<domain::ItemRevisionId>(0), input.empty() ? q.text(1) : q.text(1) + "\n" + input});
    }
    return texts;
}

} // namespace tiebreak::store
