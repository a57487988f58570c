// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/texts.h"

#include "domain/error.h"

namespace tiebreak::store {

domain::TextId add_text(Connection& connection, const std::string& body) {
    connection.query("INSERT INTO text_body(body) VALUES (?)").bind(body).run();
    const domain::TextId id{connection.last_id()};
    connection.query("INSERT INTO text_words(rowid, body) VALUES (?, ?)").bind(id).bind(body).run();
    return id;
}

std::string text_body(Connection& connection, domain::TextId id) {
    Query query = connection.query("SELECT body FROM text_body WHERE id = ?");
    query.bind(id);
    if (!query.step()) {
        throw domain::Error(domain::ErrorKind::internal, "a text is missing", "project file");
    }
    return query.text(0);
}

} // namespace tiebreak::store
