// SPDX-License-Identifier: GPL-3.0-or-later
// Replies, their readings and the verdicts that count.
#include "store/counted_parse.h"
#include "store/judgings.h"
#include "store/texts.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

namespace tiebreak::store {

namespace {

constexpr std::array<std::pair<ParseStatus, const char*>, 4> status_names{
    {{ParseStatus::read, "read"},
     {ParseStatus::parse_failure, "parse_failure"},
     {ParseStatus::failed, "failed"},
     {ParseStatus::not_judged, "not_judged"}}};

const std::string verdict_columns =
    "SELECT c.unit_id, c.item_revision_id, c.repeat, coalesce(s.position, 1), v.response_id, "
    "r.candidate_revision_id, v.opponent_response_id, v.criterion, "
    "v.score, v.winner, v.comment, c.turn, c.orientation, c.judge, o.candidate_revision_id FROM counted c "
    "JOIN verdict v ON v.parse_id = c.parse_id JOIN response r "
    "ON r.id = v.response_id "
    "LEFT JOIN unit_position s ON s.unit_id = c.unit_id AND s.response_id = v.response_id "
    "LEFT JOIN response o ON o.id = v.opponent_response_id WHERE c.place = 1 ";

std::vector<VerdictRow> rows_of(Query& q) {
    std::vector<VerdictRow> rows;
    while (q.step()) {
        rows.push_back({q.id<domain::UnitId>(0), q.id<domain::ItemRevisionId>(1),
                        static_cast<int>(q.integer(2)), static_cast<int>(q.integer(3)),
                        q.id<domain::ResponseId>(4), q.id<domain::CandidateRevisionId>(5),
                        q.id<domain::ResponseId>(6), q.text(7), q.optional_real(8), q.text(9), q.text(10),
                        static_cast<int>(q.integer(11)), static_cast<int>(q.integer(12)),
                        static_cast<int>(q.integer(13)), q.id<domain::CandidateRevisionId>(14)});
    }
    return rows;
}

const std::string state_columns =
    "SELECT c.unit_id, c.item_revision_id, c.repeat, c.group_no, "
    "c.judge, c.parse_id, c.status, c.reason, c.parser_version, "
    "c.repair, c.call_id, coalesce(c.text_id, k.text_id), c.turn, c.orientation FROM "
    "counted c LEFT JOIN call k ON k.id = c.call_id "
    "WHERE c.place = 1 ";

std::vector<UnitState> states_of(Query& q) {
    std::vector<UnitState> rows;
    while (q.step()) {
        rows.push_back({q.id<domain::UnitId>(0), q.id<domain::ItemRevisionId>(1),
                        static_cast<int>(q.integer(2)), static_cast<int>(q.integer(3)),
                        static_cast<int>(q.integer(4)), q.id<domain::ParseId>(5),
                        parse_status_from_string(q.text(6)), q.text(7), static_cast<int>(q.integer(8)),
                        q.integer(9) != 0, q.id<domain::CallId>(10), q.id<domain::TextId>(11),
                        static_cast<int>(q.integer(12)), static_cast<int>(q.integer(13))});
    }
    return rows;
}

} // namespace

std::string to_string(ParseStatus status) {
    return std::ranges::find(status_names, status, &std::pair<ParseStatus, const char*>::first)->second;
}

ParseStatus parse_status_from_string(const std::string& name) {
    const auto* found = std::ranges::find(status_names, name, &std::pair<ParseStatus, const char*>::second);
    return found == status_names.end() ? ParseStatus::failed : found->first;
}

domain::ReplyId add_reply(Connection& connection, domain::UnitId unit, const NewReply& reply) {
    const domain::TextId text = reply.text ? add_text(connection, *reply.text) : domain::TextId{};
    connection.query("INSERT INTO reply(unit_id, call_id, text_id, repair, received) VALUES (?, ?, ?, ?, ?)")
        .bind(unit)
        .bind(reply.call)
        .bind(text)
        .bind(reply.repair)
        .bind(now_ms())
        .run();
    return {connection.last_id()};
}

domain::ParseId add_parse(Connection& connection, domain::ReplyId reply, const NewParse& parse) {
    connection
        .query("INSERT INTO parse(reply_id, parser_version, status, reason, pinned, created) VALUES (?, ?, "
               "?, ?, 0, ?)")
        .bind(reply)
        .bind(parse.parser_version)
        .bind(to_string(parse.status))
        .bind(parse.reason)
        .bind(now_ms())
        .run();
    const domain::ParseId id{connection.last_id()};
    for (const NewVerdict& verdict : parse.verdicts) {
        connection
            .query("INSERT INTO verdict(parse_id, response_id, opponent_response_id, criterion, score, "
                   "winner, comment) VALUES (?, ?, ?, ?, ?, ?, ?)")
            .bind(id)
            .bind(verdict.response)
            .bind(verdict.opponent)
            .bind(verdict.criterion)
            .bind(verdict.score)
            .bind(verdict.winner)
            .bind(verdict.comment)
            .run();
    }
    return id;
}

void pin_parse(Connection& connection, domain::ParseId parse, bool pinned) {
    connection.query("UPDATE parse SET pinned = ? WHERE id = ?").bind(pinned).bind(parse).run();
}

std::vector<UnitState> unit_states(Connection& connection, domain::JudgingId judging) {
    Query q = connection.query(counted_parse + state_columns + "ORDER BY c.unit_id");
    q.bind(judging);
    return states_of(q);
}

std::vector<UnitState> unit_states(Connection& connection, domain::JudgingId judging,
                                   domain::ItemRevisionId item) {
    Query q =
        connection.query(counted_parse + state_columns + "AND c.item_revision_id = ?2 ORDER BY c.unit_id");
    q.bind(judging).bind(item);
    return states_of(q);
}

std::vector<ReplyCount> reply_counts(Connection& connection, domain::JudgingId judging) {
    Query q = connection.query(
        "WITH best AS (SELECT u.judge, y.repair, p.status, p.reason, "
        "(y.call_id IS NOT NULL OR y.text_id IS NOT NULL) AS replied, "
        "row_number() OVER (PARTITION BY u.id, y.repair ORDER BY p.pinned DESC, (p.status IN "
        "('read', 'not_judged')) DESC, p.id DESC) AS place "
        "FROM unit u JOIN reply y ON y.unit_id = u.id JOIN parse p ON p.reply_id = y.id "
        "WHERE u.judging_id = ?) SELECT judge, repair, status, reason, replied, count(*) FROM best "
        "WHERE place = 1 GROUP BY judge, repair, status, reason, replied");
    q.bind(judging);
    std::vector<ReplyCount> counts;
    while (q.step()) {
        counts.push_back({static_cast<int>(q.integer(0)), q.integer(1) != 0,
                          parse_status_from_string(q.text(2)), q.text(3), q.integer(4) != 0, q.integer(5)});
    }
    return counts;
}

std::vector<VerdictRow> verdicts(Connection& connection, domain::JudgingId judging) {
    Query q = connection.query(counted_parse + verdict_columns + "ORDER BY c.unit_id, s.position, v.id");
    q.bind(judging);
    return rows_of(q);
}

std::vector<VerdictRow> verdicts(Connection& connection, domain::JudgingId judging,
                                 domain::ItemRevisionId item) {
    Query q = connection.query(counted_parse + verdict_columns +
                               "AND c.item_revision_id = ?2 ORDER BY c.unit_id, s.position, v.id");
    q.bind(judging).bind(item);
    return rows_of(q);
}

std::vector<StoredReply> replies(Connection& connection, domain::JudgingId judging) {
    std::unordered_map<domain::UnitId, UnitRow> by_id;
    for (UnitRow& unit : units(connection, judging)) {
        by_id.emplace(unit.id, std::move(unit));
    }
    Query q = connection.query(
        "SELECT y.id, y.unit_id, t.body, coalesce((SELECT max(parser_version) FROM parse WHERE reply_id = "
        "y.id), 0) "
        "FROM unit u JOIN reply y ON y.unit_id = u.id LEFT JOIN call k ON k.id = y.call_id "
        "JOIN text_body t ON t.id = coalesce(y.text_id, k.text_id) WHERE u.judging_id = ? ORDER BY y.id");
    q.bind(judging);
    std::vector<StoredReply> rows;
    while (q.step()) {
        rows.push_back({q.id<domain::ReplyId>(0), by_id.at(q.id<domain::UnitId>(1)), q.text(2),
                        static_cast<int>(q.integer(3))});
    }
    return rows;
}

} // namespace tiebreak::store
