// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/evalsets.h"

#include "domain/error.h"
#include "domain/uuid.h"
#include "store/hash_column.h"
#include "store/joined_runs.h"
#include "text/digest.h"
#include "text/value_json.h"

#include <unordered_map>
#include <unordered_set>

namespace tiebreak::store {

namespace {

std::string content_hash(const domain::Item& item) {
    text::Sha256 hash;
    hash.update_field("id", item.external_id)
        .update_field("instruction", item.instruction)
        .update_field("input", item.input);
    hash.update_field("reference", item.reference)
        .update_field("category", item.category)
        .update_field("system", item.system);
    hash.update_field("turns", text::strings_to_json(item.turns)).update_field("metadata", item.metadata);
    return hash_bytes(hash.finish_hex());
}

/// Items of the newest revision that a new one may continue, each at most once.
class Predecessors {
public:
    explicit Predecessors(const std::vector<StoredItem>& items) {
        for (const StoredItem& item : items) {
            if (!item.content.external_id.empty()) {
                by_id_.emplace(item.content.external_id, item.item);
            }
            by_text_.emplace(domain::join_key(item.content.instruction, item.content.input), item.item);
        }
    }

    /// Is taken already: no other item may continue it.
    void reserve(domain::ItemId item) {
        if (item.stored()) {
            taken_.insert(item);
        }
    }

    domain::ItemId take(const domain::Item& item) {
        if (!item.external_id.empty()) {
            if (const auto found = by_id_.find(item.external_id);
                found != by_id_.end() && taken_.insert(found->second).second) {
                return found->second;
            }
        }
        const auto [first, last] = by_text_.equal_range(domain::join_key(item.instruction, item.input));
        for (auto candidate = first; candidate != last; ++candidate) {
            if (taken_.insert(candidate->second).second) {
                return candidate->second;
            }
        }
        return {};
    }

private:
    std::unordered_map<std::string, domain::ItemId> by_id_;
    std::unordered_multimap<std::string, domain::ItemId> by_text_;
    std::unordered_set<domain::ItemId> taken_;
};

domain::ItemRevisionId save_item(Connection& connection, domain::ItemId item, const domain::Item& content) {
    const std::string hash = content_hash(content);
    if (item.stored()) {
        Query known = connection.query("SELECT id FROM item_revision WHERE item_id = ? AND hash = ?");
        known.bind(item).bind_blob(hash);
        if (known.step()) {
            return known.id<domain::ItemRevisionId>(0);
        }
    } else {
        connection.query("INSERT INTO item(uid) VALUES (?)").bind(domain::new_uuid()).run();
        item = {connection.last_id()};
    }
    connection
        .query("INSERT INTO item_revision(item_id, hash, external_id, instruction, input, reference, "
               "category, system, turns, metadata) "
               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(item)
        .bind_blob(hash)
        .bind(content.external_id)
        .bind(content.instruction)
        .bind(content.input)
        .bind(content.reference)
        .bind(content.category)
        .bind(content.system)
        .bind(text::strings_to_json(content.turns))
        .bind(content.metadata)
        .run();
    const domain::ItemRevisionId revision{connection.last_id()};
    connection.query("INSERT INTO item_words(rowid, instruction, input, reference) VALUES (?, ?, ?, ?)")
        .bind(revision)
        .bind(content.instruction)
        .bind(content.input)
        .bind(content.reference)
        .run();
    return revision;
}

domain::EvalSetId set_named(Connection& connection, const std::string& name) {
    Query query = connection.query("SELECT id FROM evalset WHERE name = ? ORDER BY id DESC LIMIT 1");
    query.bind(name);
    return query.step() ? query.id<domain::EvalSetId>(0) : domain::EvalSetId{};
}

domain::EvalSetId make_set(Connection& connection, const std::string& name) {
    connection.query("INSERT INTO evalset(uid, name, created) VALUES (?, ?, ?)")
        .bind(domain::new_uuid())
        .bind(name)
        .bind(now_ms())
        .run();
    return {connection.last_id()};
}

struct Newest {
    domain::EvalSetRevisionId id;
    int number = 0;
};

Newest newest_of(Connection& connection, domain::EvalSetId set) {
    Query query = connection.query(
        "SELECT id, number FROM evalset_revision WHERE evalset_id = ? ORDER BY number DESC LIMIT 1");
    query.bind(set);
    return query.step() ? Newest{query.id<domain::EvalSetRevisionId>(0), static_cast<int>(query.integer(1))}
                        : Newest{};
}

/// A revision without items that nothing refers to: where a new eval set began.
bool is_blank(Connection& connection, domain::EvalSetRevisionId revision) {
    Query query = connection.query(
        "SELECT NOT EXISTS (SELECT 1 FROM evalset_item WHERE evalset_revision_id = ?1) AND NOT EXISTS "
        "(SELECT 1 FROM run WHERE evalset_revision_id = ?1)");
    query.bind(revision);
    return query.step() && query.integer(0) != 0;
}

domain::EvalSetRevisionId save_revision(Connection& connection, domain::EvalSetId set, Newest newest,
                                        const std::vector<domain::ItemRevisionId>& revisions,
                                        const std::string& source, const std::string& note) {
    text::Sha256 hash;
    for (const domain::ItemRevisionId revision : revisions) {
        hash.update_field("item", revision.value);
    }
    const std::string digest = hash_bytes(hash.finish_hex());
    if (newest.id.stored()) {
        Query same = connection.query("SELECT 1 FROM evalset_revision WHERE id = ? AND hash = ?");
        same.bind(newest.id).bind_blob(digest);
        if (same.step()) {
            return newest.id;
        }
    }
    if (newest.number == 1 && is_blank(connection, newest.id)) {
        connection.query("DELETE FROM evalset_revision WHERE id = ?").bind(newest.id).run();
        newest = {};
    }
    connection
        .query("INSERT INTO evalset_revision(evalset_id, number, hash, note, source, created) VALUES (?, ?, "
               "?, ?, ?, ?)")
        .bind(set)
        .bind(newest.number + 1)
        .bind_blob(digest)
        .bind(note)
        .bind(source)
        .bind(now_ms())
        .run();
    const domain::EvalSetRevisionId revision{connection.last_id()};
    int position = 0;
    for (const domain::ItemRevisionId item : revisions) {
        connection
            .query(
                "INSERT INTO evalset_item(evalset_revision_id, position, item_revision_id) VALUES (?, ?, ?)")
            .bind(revision)
            .bind(position++)
            .bind(item)
            .run();
    }
    return revision;
}

} // namespace

std::vector<EvalSetRow> eval_sets(Connection& connection) {
    Query query = connection.query("SELECT e.id, e.uid, e.name, r.number, r.id, (SELECT count(*) FROM "
                                   "evalset_item i WHERE i.evalset_revision_id = r.id), r.source, e.created "
                                   "FROM evalset e JOIN evalset_revision r ON r.evalset_id = e.id "
                                   "AND r.number = (SELECT max(number) FROM evalset_revision WHERE "
                                   "evalset_id = e.id) ORDER BY e.name, e.id");
    std::vector<EvalSetRow> rows;
    while (query.step()) {
        rows.push_back({query.id<domain::EvalSetId>(0), query.text(1), query.text(2),
                        static_cast<int>(query.integer(3)), query.id<domain::EvalSetRevisionId>(4),
                        static_cast<int>(query.integer(5)), query.text(6), query.integer(7)});
    }
    return rows;
}

std::vector<EvalSetRevisionRow> eval_set_revisions(Connection& connection, domain::EvalSetId id) {
    Query query =
        connection.query("SELECT r.id, r.number, (SELECT count(*) FROM evalset_item i WHERE "
                         "i.evalset_revision_id = r.id), r.note, r.source, r.created, "
                         "(SELECT count(*) FROM run WHERE evalset_revision_id = r.id AND deleted IS NULL) "
                         "FROM evalset_revision r WHERE r.evalset_id = ? ORDER BY r.number DESC");
    query.bind(id);
    std::vector<EvalSetRevisionRow> rows;
    while (query.step()) {
        rows.push_back({query.id<domain::EvalSetRevisionId>(0), static_cast<int>(query.integer(1)),
                        static_cast<int>(query.integer(2)), query.text(3), query.text(4), query.integer(5),
                        static_cast<int>(query.integer(6))});
    }
    return rows;
}

std::vector<StoredItem> items(Connection& connection, domain::EvalSetRevisionId revision) {
    Query query = connection.query("SELECT v.id, v.item_id, i.uid, e.position, v.external_id, v.instruction, "
                                   "v.input, v.reference, v.category, v.system, v.turns, v.metadata "
                                   "FROM evalset_item e JOIN item_revision v ON v.id = e.item_revision_id "
                                   "JOIN item i ON i.id = v.item_id "
                                   "WHERE e.evalset_revision_id = ? ORDER BY e.position");
    query.bind(revision);
    std::vector<StoredItem> rows;
    while (query.step()) {
        StoredItem row{query.id<domain::ItemRevisionId>(0),
                       query.id<domain::ItemId>(1),
                       query.text(2),
                       static_cast<int>(query.integer(3)),
                       {}};
        row.content = {query.text(4),
                       query.text(5),
                       query.text(6),
                       query.text(7),
                       query.text(8),
                       query.text(9),
                       text::strings_from_json(query.text(10)),
                       query.text(11)};
        rows.push_back(std::move(row));
    }
    return rows;
}

domain::Item item_content(Connection& connection, domain::ItemRevisionId revision) {
    Query query =
        connection.query("SELECT external_id, instruction, input, reference, category, system, turns, "
                         "metadata FROM item_revision WHERE id = ?");
    query.bind(revision);
    if (!query.step()) {
        throw domain::Error(domain::ErrorKind::usage, "there is no such item",
                            "item " + std::to_string(revision.value));
    }
    return {query.text(0),
            query.text(1),
            query.text(2),
            query.text(3),
            query.text(4),
            query.text(5),
            text::strings_from_json(query.text(6)),
            query.text(7)};
}

std::string eval_set_name(Connection& connection, domain::EvalSetRevisionId revision) {
    Query query = connection.query(
        "SELECT e.name FROM evalset_revision r JOIN evalset e ON e.id = r.evalset_id WHERE r.id = ?");
    query.bind(revision);
    return query.step() ? query.text(0) : std::string{};
}

domain::EvalSetRevisionId save_eval_set(Connection& connection, const std::string& name,
                                        std::span<const domain::Item> new_items, const std::string& source,
                                        const std::string& note) {
    domain::EvalSetId set = set_named(connection, name);
    if (!set.stored()) {
        set = make_set(connection, name);
    }
    const Newest newest = newest_of(connection, set);
    Predecessors predecessors(newest.id.stored() ? items(connection, newest.id) : std::vector<StoredItem>{});
    std::vector<domain::ItemRevisionId> revisions;
    revisions.reserve(new_items.size());
    for (const domain::Item& item : new_items) {
        revisions.push_back(save_item(connection, predecessors.take(item), item));
    }
    return save_revision(connection, set, newest, revisions, source, note);
}

domain::EvalSetRevisionId save_eval_set_edit(Connection& connection, domain::EvalSetId set,
                                             std::span<const EditedItem> edited, const std::string& source,
                                             const std::string& note) {
    const Newest newest = newest_of(connection, set);
    Predecessors predecessors(newest.id.stored() ? items(connection, newest.id) : std::vector<StoredItem>{});
    for (const EditedItem& each : edited) {
        predecessors.reserve(each.item);
    }
    std::vector<domain::ItemRevisionId> revisions;
    revisions.reserve(edited.size());
    for (const EditedItem& each : edited) {
        const domain::ItemId item = each.item.stored() ? each.item : predecessors.take(each.content);
        revisions.push_back(save_item(connection, item, each.content));
    }
    return save_revision(connection, set, newest, revisions, source, note);
}

domain::EvalSetId create_eval_set(Connection& connection, const std::string& name) {
    std::string free = name;
    for (int number = 2; set_named(connection, free).stored(); ++number) {
        free = name + " " + std::to_string(number);
    }
    const domain::EvalSetId set = make_set(connection, free);
    save_revision(connection, set, {}, {}, "typed", "");
    return set;
}

domain::EvalSetRevisionId save_eval_set_of(Connection& connection, const std::string& name,
                                           std::span<const domain::ItemRevisionId> items,
                                           const std::string& source) {
    domain::EvalSetId set = set_named(connection, name);
    if (!set.stored()) {
        set = make_set(connection, name);
    }
    const std::vector<domain::ItemRevisionId> revisions(items.begin(), items.end());
    return save_revision(connection, set, newest_of(connection, set), revisions, source, {});
}

void rename_eval_set(Connection& connection, domain::EvalSetId id, const std::string& name) {
    if (const domain::EvalSetId other = set_named(connection, name); other.stored() && other != id) {
        throw domain::Error(domain::ErrorKind::usage, "another eval set has this name", name,
                            "choose another name");
    }
    connection.query("UPDATE evalset SET name = ? WHERE id = ?").bind(name).bind(id).run();
}

} // namespace tiebreak::store
