// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/rubrics.h"

#include "domain/error.h"
#include "domain/uuid.h"
#include "store/hash_column.h"
#include "store/rubric_json.h"
#include "text/digest.h"

namespace tiebreak::store {

namespace {

constexpr const char* newest_rubrics =
    "SELECT b.id, b.uid, b.name, r.number, r.id, r.body FROM rubric b JOIN rubric_revision r ON r.rubric_id "
    "= b.id "
    "AND r.number = (SELECT max(number) FROM rubric_revision WHERE rubric_id = b.id) ";

RubricRow row_of(const Query& query) {
    RubricRow row{query.id<domain::RubricId>(0), query.text(1), static_cast<int>(query.integer(3)),
                  query.id<domain::RubricRevisionId>(4), rubric_from_json(query.text(5))};
    row.rubric.name = query.text(2);
    return row;
}

std::string digest_of(const std::string& text) {
    return hash_bytes(text::sha256_hex(text));
}

} // namespace

std::vector<RubricRow> rubrics(Connection& connection) {
    Query query = connection.query(std::string(newest_rubrics) + "ORDER BY b.name");
    std::vector<RubricRow> rows;
    while (query.step()) {
        rows.push_back(row_of(query));
    }
    return rows;
}

std::optional<RubricRow> find_rubric(Connection& connection, const std::string& name) {
    Query query =
        connection.query(std::string(newest_rubrics) + "WHERE b.name = ? ORDER BY b.id DESC LIMIT 1");
    query.bind(name);
    return query.step() ? std::optional(row_of(query)) : std::nullopt;
}

domain::Rubric rubric(Connection& connection, domain::RubricRevisionId revision) {
    Query query = connection.query(
        "SELECT b.name, r.body FROM rubric_revision r JOIN rubric b ON b.id = r.rubric_id WHERE r.id = ?");
    query.bind(revision);
    if (!query.step()) {
        throw domain::Error(domain::ErrorKind::internal, "a rubric is missing", "project file");
    }
    domain::Rubric found = rubric_from_json(query.text(1));
    found.name = query.text(0);
    return found;
}

std::vector<RubricRevisionRow> rubric_revisions(Connection& connection, domain::RubricId id) {
    Query query = connection.query(
        "SELECT r.id, r.number, r.created, (SELECT count(*) FROM judging WHERE rubric_revision_id = r.id), "
        "r.body, b.name FROM rubric_revision r JOIN rubric b ON b.id = r.rubric_id WHERE r.rubric_id = ? "
        "ORDER BY r.number DESC");
    query.bind(id);
    std::vector<RubricRevisionRow> rows;
    while (query.step()) {
        rows.push_back({query.id<domain::RubricRevisionId>(0), static_cast<int>(query.integer(1)),
                        query.integer(2), static_cast<int>(query.integer(3)),
                        rubric_from_json(query.text(4))});
        rows.back().rubric.name = query.text(5);
    }
    return rows;
}

void rename_rubric(Connection& connection, domain::RubricId id, const std::string& name) {
    if (const auto other = find_rubric(connection, name); other && other->id != id) {
        throw domain::Error(domain::ErrorKind::usage, "another rubric has this name", name,
                            "choose another name");
    }
    connection.query("UPDATE rubric SET name = ? WHERE id = ?").bind(name).bind(id).run();
}

domain::RubricRevisionId save_rubric(Connection& connection, const domain::Rubric& rubric) {
    const std::string body = to_json(rubric);
    const std::optional<RubricRow> known = find_rubric(connection, rubric.name);
    if (known && to_json(known->rubric) == body) {
        return known->newest;
    }
    domain::RubricId id = known ? known->id : domain::RubricId{};
    if (!id.stored()) {
        connection.query("INSERT INTO rubric(uid, name, created) VALUES (?, ?, ?)")
            .bind(domain::new_uuid())
            .bind(rubric.name)
            .bind(now_ms())
            .run();
        id = {connection.last_id()};
    }
    connection
        .query("INSERT INTO rubric_revision(rubric_id, number, hash, body, created) VALUES (?, ?, ?, ?, ?)")
        .bind(id)
        .bind(known ? known->number + 1 : 1)
        .bind_blob(digest_of(body))
        .bind(body)
        .bind(now_ms())
        .run();
    return {connection.last_id()};
}

domain::PromptRevisionId save_prompt(Connection& connection, const std::string& name,
                                     const std::string& body) {
    const std::string hash = digest_of(body);
    {
        Query query = connection.query("SELECT id FROM prompt_revision WHERE hash = ?");
        query.bind_blob(hash);
        if (query.step()) {
            return query.id<domain::PromptRevisionId>(0);
        }
    }
    connection.query("INSERT INTO prompt_revision(hash, name, body, created) VALUES (?, ?, ?, ?)")
        .bind_blob(hash)
        .bind(name)
        .bind(body)
        .bind(now_ms())
        .run();
    return {connection.last_id()};
}

std::string prompt_body(Connection& connection, domain::PromptRevisionId revision) {
    Query query = connection.query("SELECT body FROM prompt_revision WHERE id = ?");
    query.bind(revision);
    if (!query.step()) {
        throw domain::Error(domain::ErrorKind::internal, "a prompt is missing", "project file");
    }
    return query.text(0);
}

} // namespace tiebreak::store
