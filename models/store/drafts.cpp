// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/drafts.h"

namespace tiebreak::store {

namespace {

std::string key_of(const std::string& key) {
    return "draft/" + key;
}

} // namespace

void keep_draft(Connection& connection, const std::string& key, const std::string& body) {
    connection
        .query("INSERT INTO project(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = "
               "excluded.value")
        .bind(key_of(key))
        .bind(body)
        .run();
}

std::optional<std::string> draft(Connection& connection, const std::string& key) {
    Query query = connection.query("SELECT value FROM project WHERE key = ?");
    query.bind(key_of(key));
    return query.step() ? std::optional(query.text(0)) : std::nullopt;
}

void drop_draft(Connection& connection, const std::string& key) {
    connection.query("DELETE FROM project WHERE key = ?").bind(key_of(key)).run();
}

} // namespace tiebreak::store
