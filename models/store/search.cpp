// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/search.h"

namespace tiebreak::store {

namespace {

std::vector<domain::ItemRevisionId> ids(Query& query) {
    std::vector<domain::ItemRevisionId> found;
    while (query.step()) {
        found.push_back(query.id<domain::ItemRevisionId>(0));
    }
    return found;
}

} // namespace

std::string match_expression(const std::string& words) {
    std::string expression;
    std::string word;
    const auto add = [&](bool last) {
        if (!word.empty()) {
            expression += (expression.empty() ? "\"" : " \"") + word + (last ? "\"*" : "\"");
            word.clear();
        }
    };
    for (const char c : words) {
        const auto byte = static_cast<unsigned char>(c);
        const bool in_word =
            byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (in_word) {
            word += c;
        } else {
            add(false);
        }
    }
    add(true);
    return expression;
}

std::vector<domain::ItemRevisionId>
items_with_words(Connection& connection, domain::EvalSetRevisionId revision, const std::string& words) {
    const std::string match = match_expression(words);
    if (match.empty()) {
        return {};
    }
    Query q = connection.query("SELECT e.item_revision_id FROM evalset_item e WHERE e.evalset_revision_id = "
                               "? AND e.item_revision_id IN "
                               "(SELECT rowid FROM item_words WHERE item_words MATCH ?) ORDER BY e.position");
    q.bind(revision).bind(match);
    return ids(q);
}

std::vector<domain::ItemRevisionId> run_items_with_words(Connection& connection, domain::RunId run,
                                                         const std::string& words) {
    const std::string match = match_expression(words);
    if (match.empty()) {
        return {};
    }
    Query q = connection.query("SELECT item_revision_id FROM (SELECT e.item_revision_id, e.position FROM "
                               "evalset_item e JOIN run r ON r.evalset_revision_id = e.evalset_revision_id "
                               "WHERE r.id = ?1 AND (e.item_revision_id IN (SELECT rowid FROM item_words "
                               "WHERE item_words MATCH ?2) OR e.item_revision_id IN "
                               "(SELECT a.item_revision_id FROM response a LEFT JOIN call c ON c.id = "
                               "a.call_id LEFT JOIN imported i ON i.id = a.imported_id "
                               "WHERE a.run_id = ?1 AND coalesce(c.text_id, i.text_id) IN (SELECT rowid FROM "
                               "text_words WHERE text_words MATCH ?2)))) ORDER BY position");
    q.bind(run).bind(match);
    return ids(q);
}

std::vector<ItemHit> find_items(Connection& connection, const std::string& words, int limit) {
    Query q = connection.query(
        "SELECT v.id, v.instruction, s.name FROM item_words w JOIN item_revision v ON v.id = w.rowid JOIN "
        "evalset_item e ON e.item_revision_id = v.id "
        "JOIN evalset_revision r ON r.id = e.evalset_revision_id JOIN evalset s ON s.id = r.evalset_id "
        "WHERE item_words MATCH ? AND r.number = (SELECT max(number) FROM evalset_revision WHERE evalset_id "
        "= s.id) ORDER BY w.rank LIMIT ?");
    const std::string match = match_expression(words);
    if (match.empty()) {
        return {};
    }
    q.bind(match).bind(limit);
    std::vector<ItemHit> hits;
    while (q.step()) {
        hits.push_back({q.id<domain::ItemRevisionId>(0), q.text(1), q.text(2)});
    }
    return hits;
}

} // namespace tiebreak::store
