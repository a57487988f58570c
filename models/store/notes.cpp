// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/notes.h"

#include "domain/error.h"
#include "domain/uuid.h"

#include <optional>

namespace tiebreak::store {

namespace {

const std::string columns = "n.id, n.uid, n.author, n.body, coalesce(n.supersedes, ''), n.created";
const std::string standing =
    " AND n.body <> '' AND NOT EXISTS (SELECT 1 FROM note later WHERE later.supersedes = n.uid)";

NoteRow row_of(const Query& q) {
    return {q.integer(0), q.text(1), q.text(2), q.text(3), q.text(4), q.integer(5)};
}

std::optional<std::int64_t> item_of(Connection& connection, domain::ItemRevisionId revision) {
    if (!revision.stored()) {
        return std::nullopt;
    }
    Query q = connection.query("SELECT item_id FROM item_revision WHERE id = ?");
    q.bind(revision);
    if (!q.step()) {
        throw domain::Error(domain::ErrorKind::usage, "there is no such item", "note", "");
    }
    return q.integer(0);
}

std::optional<std::int64_t> run_of(domain::RunId run) {
    return run.stored() ? std::optional(run.value) : std::nullopt;
}

} // namespace

std::string add_note(Connection& connection, const NoteAbout& about, const std::string& author,
                     const std::string& body, const std::string& supersedes) {
    if (!about.run.stored() && !about.item.stored()) {
        throw domain::Error(domain::ErrorKind::usage, "a note needs a run or an item", "note", "");
    }
    if (!supersedes.empty()) {
        const NoteRow former = note(connection, supersedes);
        Query later = connection.query("SELECT 1 FROM note WHERE supersedes = ?");
        later.bind(supersedes);
        // Words of what stands no longer are gone already.
        if (!former.body.empty() && !later.step()) {
            connection.query("INSERT INTO note_words(note_words, rowid, body) VALUES ('delete', ?, ?)")
                .bind(former.id)
                .bind(former.body)
                .run();
        }
    }
    const std::string uid = domain::new_uuid();
    connection
        .query("INSERT INTO note(uid, run_id, item_id, author, body, supersedes, created) VALUES (?, ?, ?, "
               "?, ?, "
               "nullif(?, ''), ?)")
        .bind(uid)
        .bind(run_of(about.run))
        .bind(item_of(connection, about.item))
        .bind(author)
        .bind(body)
        .bind(supersedes)
        .bind(now_ms())
        .run();
    if (!body.empty()) {
        connection.query("INSERT INTO note_words(rowid, body) VALUES (?, ?)")
            .bind(connection.last_id())
            .bind(body)
            .run();
    }
    return uid;
}

std::vector<NoteRow> notes(Connection& connection, const NoteAbout& about) {
    Query q = connection.query("SELECT " + columns + " FROM note n WHERE n.run_id IS ? AND n.item_id IS ?" +
                               standing + " ORDER BY n.created, n.id");
    q.bind(run_of(about.run)).bind(item_of(connection, about.item));
    std::vector<NoteRow> rows;
    while (q.step()) {
        rows.push_back(row_of(q));
    }
    return rows;
}

NoteRow note(Connection& connection, const std::string& uid) {
    Query q = connection.query("SELECT " + columns + " FROM note n WHERE n.uid = ?");
    q.bind(uid);
    if (!q.step()) {
        throw domain::Error(domain::ErrorKind::usage, "there is no such note", uid, "");
    }
    return row_of(q);
}

std::vector<domain::ItemRevisionId> noted_items(Connection& connection, domain::RunId run) {
    Query q = connection.query(
        "SELECT DISTINCT e.item_revision_id FROM note n JOIN item_revision v ON v.item_id = "
        "n.item_id JOIN run r ON r.id = n.run_id JOIN evalset_item e ON e.evalset_revision_id = "
        "r.evalset_revision_id AND e.item_revision_id = v.id WHERE n.run_id = ?" +
        standing + " ORDER BY e.position");
    q.bind(run);
    std::vector<domain::ItemRevisionId> items;
    while (q.step()) {
        items.push_back(q.id<domain::ItemRevisionId>(0));
    }
    return items;
}

} // namespace tiebreak::store
