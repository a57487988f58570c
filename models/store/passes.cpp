// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/passes.h"

#include "store/counted_parse.h"

namespace tiebreak::store {

void each_response_text(Connection& connection, domain::RunId run,
                        const std::function<void(domain::ResponseId, std::string_view text)>& each) {
    Query q =
        connection.query("SELECT r.id, t.body FROM response r LEFT JOIN call c ON c.id = r.call_id LEFT JOIN "
                         "imported i ON i.id = r.imported_id JOIN text_body t ON t.id = coalesce(c.text_id, "
                         "i.text_id) WHERE r.run_id = ?");
    q.bind(run);
    while (q.step()) {
        const std::string text = q.text(1);
        each(q.id<domain::ResponseId>(0), text);
    }
}

void each_score(Connection& connection, domain::JudgingId judging,
                const std::function<void(const ScoreRow&)>& each) {
    Query q = connection.query(
        counted_parse +
        "SELECT c.unit_id, c.item_revision_id, c.repeat, coalesce(s.position, 1), v.response_id, "
        "r.candidate_revision_id, v.score, c.turn, c.group_no, c.judge, coalesce(s.anchor, 0), v.criterion "
        "FROM counted c JOIN verdict v ON v.parse_id = c.parse_id "
        "JOIN response r ON r.id = v.response_id LEFT JOIN unit_position s ON s.unit_id = c.unit_id "
        "AND s.response_id = v.response_id WHERE c.place = 1 ORDER BY c.unit_id");
    q.bind(judging);
    while (q.step()) {
        each({q.id<domain::UnitId>(0), q.id<domain::ItemRevisionId>(1), static_cast<int>(q.integer(2)),
              static_cast<int>(q.integer(3)), q.id<domain::ResponseId>(4),
              q.id<domain::CandidateRevisionId>(5), q.optional_real(6), static_cast<int>(q.integer(7)),
              static_cast<int>(q.integer(8)), static_cast<int>(q.integer(9)), q.integer(10) != 0,
              q.text(11)});
    }
}

void each_choice(Connection& connection, domain::JudgingId judging,
                 const std::function<void(const ChoiceRow&)>& each) {
    Query q = connection.query(
        counted_parse +
        "SELECT c.unit_id, c.item_revision_id, c.turn, c.repeat, c.orientation, c.judge, "
        "coalesce(s.position, 1), v.response_id, r.candidate_revision_id, v.opponent_response_id, "
        "o.candidate_revision_id, coalesce(o.run_id = j.run_id, 0), v.winner, v.score, "
        "(c.call_id IS NOT NULL OR c.text_id IS NOT NULL) FROM counted c "
        "JOIN verdict v ON v.parse_id = c.parse_id JOIN judging j ON j.id = ?1 "
        "JOIN response r ON r.id = v.response_id AND r.run_id = j.run_id "
        "LEFT JOIN response o ON o.id = v.opponent_response_id "
        "LEFT JOIN unit_position s ON s.unit_id = c.unit_id AND s.response_id = v.response_id "
        "WHERE c.place = 1 AND v.winner <> '' ORDER BY c.unit_id, v.id");
    q.bind(judging);
    while (q.step()) {
        ChoiceRow row;
        row.unit = q.id<domain::UnitId>(0);
        row.item = q.id<domain::ItemRevisionId>(1);
        row.turn = static_cast<int>(q.integer(2));
        row.repeat = static_cast<int>(q.integer(3));
        row.orientation = static_cast<int>(q.integer(4));
        row.judge = static_cast<int>(q.integer(5));
        row.position = static_cast<int>(q.integer(6));
        row.response = q.id<domain::ResponseId>(7);
        row.candidate = q.id<domain::CandidateRevisionId>(8);
        row.opponent = q.id<domain::ResponseId>(9);
        row.opponent_candidate = q.id<domain::CandidateRevisionId>(10);
        row.opponent_here = q.integer(11) != 0;
        row.winner = q.text(12);
        row.score = q.optional_real(13);
        row.asked = q.integer(14) != 0;
        each(row);
    }
}

void each_judged_length(Connection& connection, domain::JudgingId judging,
                        const std::function<void(domain::ResponseId, std::int64_t characters)>& each) {
    Query q = connection.query(
        "SELECT r.id, length(t.body) FROM response r LEFT JOIN call c ON c.id = r.call_id LEFT JOIN imported "
        "i ON i.id = r.imported_id JOIN text_body t ON t.id = coalesce(c.text_id, i.text_id) WHERE r.id IN "
        "(SELECT s.response_id FROM unit u JOIN unit_position s ON s.unit_id = u.id WHERE u.judging_id = ?)");
    q.bind(judging);
    while (q.step()) {
        each(q.id<domain::ResponseId>(0), q.integer(1));
    }
}

void each_judged(Connection& connection, domain::JudgingId judging,
                 const std::function<void(const JudgedRow&)>& each) {
    Query q = connection.query(
        counted_parse +
        "SELECT c.unit_id, c.item_revision_id, c.repeat, s.position, s.response_id, r.candidate_revision_id, "
        "o.candidate_revision_id, c.status, c.reason, coalesce(v.criterion, ''), v.score, coalesce(v.winner, "
        "''), "
        "coalesce(v.comment, ''), c.judge, coalesce(c.text_id, k.text_id), c.turn, c.repair, "
        "coalesce(o.run_id = r.run_id, 0), c.orientation FROM counted c "
        "JOIN judging g ON g.id = ?1 JOIN unit_position s ON s.unit_id = c.unit_id "
        "JOIN response r ON r.id = s.response_id AND r.run_id = g.run_id "
        "LEFT JOIN call k ON k.id = c.call_id "
        "LEFT JOIN verdict v ON v.parse_id = c.parse_id AND v.response_id = s.response_id "
        "LEFT JOIN response o ON o.id = v.opponent_response_id "
        "WHERE c.place = 1 ORDER BY c.unit_id, s.position, s.response_id, v.id");
    q.bind(judging);
    while (q.step()) {
        JudgedRow row;
        row.unit = q.id<domain::UnitId>(0);
        row.item = q.id<domain::ItemRevisionId>(1);
        row.repeat = static_cast<int>(q.integer(2));
        row.position = static_cast<int>(q.integer(3));
        row.response = q.id<domain::ResponseId>(4);
        row.candidate = q.id<domain::CandidateRevisionId>(5);
        row.opponent = q.id<domain::CandidateRevisionId>(6);
        row.status = parse_status_from_string(q.text(7));
        row.reason = q.text(8);
        row.criterion = q.text(9);
        row.score = q.optional_real(10);
        row.winner = q.text(11);
        row.comment = q.text(12);
        row.judge = static_cast<int>(q.integer(13));
        row.reply = q.id<domain::TextId>(14);
        row.turn = static_cast<int>(q.integer(15));
        row.repair = q.integer(16) != 0;
        row.opponent_here = q.integer(17) != 0;
        row.orientation = static_cast<int>(q.integer(18));
        each(row);
    }
}

void each_response(Connection& connection, domain::RunId run,
                   const std::function<void(const FullResponse&)>& each) {
    Query q = connection.query(
        "SELECT r.item_revision_id, r.candidate_revision_id, r.repeat, r.turn, t.body, coalesce(c.failure, "
        "''), "
        "coalesce(c.finish_reason, i.finish_reason), coalesce(c.prompt_tokens, i.prompt_tokens), "
        "coalesce(c.completion_tokens, i.completion_tokens), c.cached_tokens, c.reasoning_tokens, "
        "coalesce(c.latency_ms, i.latency_ms), c.ttft_ms, c.cost FROM response r LEFT JOIN call c ON c.id = "
        "r.call_id "
        "LEFT JOIN imported i ON i.id = r.imported_id LEFT JOIN text_body t ON t.id = coalesce(c.text_id, "
        "i.text_id) "
        "WHERE r.run_id = ? ORDER BY r.id");
    q.bind(run);
    while (q.step()) {
        each({q.id<domain::ItemRevisionId>(0), q.id<domain::CandidateRevisionId>(1),
              static_cast<int>(q.integer(2)), static_cast<int>(q.integer(3)),
              q.is_null(4) ? std::nullopt : std::optional(q.text(4)),
              domain::failure_from_string(q.text(5)).value_or(domain::FailureKind::bad_body), q.text(6),
              domain::Usage{q.optional_integer(7), q.optional_integer(8), q.optional_integer(9),
                            q.optional_integer(10)},
              q.optional_real(11), q.optional_real(12), q.optional_real(13)});
    }
}

} // namespace tiebreak::store
