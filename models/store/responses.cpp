// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/responses.h"

#include "domain/error.h"
#include "store/hash_column.h"
#include "store/texts.h"

namespace tiebreak::store {

namespace {

/// The answer's own columns, in the order both statements below name them.
void bind_answer(Query& q, domain::TextId text, const domain::Answer& a, const std::optional<double>& cost) {
    q.bind(text)
        .bind(a.finish_reason)
        .bind(a.model_returned)
        .bind(a.usage.prompt_tokens)
        .bind(a.usage.completion_tokens)
        .bind(a.usage.cached_tokens)
        .bind(a.usage.reasoning_tokens)
        .bind(a.latency_ms)
        .bind(a.ttft_ms)
        .bind(cost)
        .bind(a.attempts)
        .bind(domain::to_string(a.failure))
        .bind(now_ms());
}

void add_attempts(Connection& connection, domain::CallId call, const domain::Answer& answer) {
    std::vector<domain::Attempt> log = answer.attempt_log;
    if (log.empty()) { // nothing was sent: the refusal itself is what there is to tell
        log.push_back({now_ms(), answer.failure, answer.http_status, answer.latency_ms, answer.usage,
                       answer.failure_detail, answer.envelope});
    } else if (log.back().envelope.empty()) {
        log.back().envelope = answer.envelope;
    }
    for (const domain::Attempt& attempt : log) {
        connection
            .query("INSERT INTO attempt(call_id, number, started, http_status, failure, detail, envelope, "
                   "latency_ms) VALUES (?1, "
                   "(SELECT coalesce(max(number), 0) + 1 FROM attempt WHERE call_id = ?1), ?, ?, ?, ?, ?, ?)")
            .bind(call)
            .bind(attempt.started_unix_ms)
            .bind(attempt.http_status)
            .bind(domain::to_string(attempt.failure))
            .bind(attempt.detail)
            .bind(attempt.envelope)
            .bind(attempt.latency_ms)
            .run();
    }
}

const std::string response_columns =
    "SELECT r.id, r.item_revision_id, r.candidate_revision_id, r.repeat, r.turn, "
    "r.call_id, coalesce(c.text_id, i.text_id), coalesce(c.failure, ''), "
    "coalesce(c.finish_reason, i.finish_reason), coalesce(c.prompt_tokens, "
    "i.prompt_tokens), coalesce(c.completion_tokens, i.completion_tokens), "
    "c.cached_tokens, c.reasoning_tokens, coalesce(c.latency_ms, i.latency_ms), "
    "c.ttft_ms, c.cost, coalesce(c.attempts, 0), "
    "coalesce(c.model_returned, '') "
    "FROM response r LEFT JOIN call c ON c.id = r.call_id LEFT JOIN imported i ON "
    "i.id = r.imported_id ";

std::vector<ResponseRow> rows_of(Query& q) {
    std::vector<ResponseRow> rows;
    while (q.step()) {
        rows.push_back({q.id<domain::ResponseId>(0), q.id<domain::ItemRevisionId>(1),
                        q.id<domain::CandidateRevisionId>(2), static_cast<int>(q.integer(3)),
                        static_cast<int>(q.integer(4)), q.id<domain::CallId>(5), q.id<domain::TextId>(6),
                        domain::failure_from_string(q.text(7)).value_or(domain::FailureKind::bad_body),
                        q.text(8),
                        domain::Usage{q.optional_integer(9), q.optional_integer(10), q.optional_integer(11),
                                      q.optional_integer(12)},
                        q.optional_real(13), q.optional_real(14), q.optional_real(15),
                        static_cast<int>(q.integer(16)), q.text(17)});
    }
    return rows;
}

} // namespace

std::optional<CallRow> find_call(Connection& connection, const std::string& key) {
    Query query = connection.query("SELECT id, text_id, failure FROM call WHERE key = ?");
    query.bind_blob(hash_bytes(key));
    if (!query.step()) {
        return std::nullopt;
    }
    return CallRow{query.id<domain::CallId>(0), query.id<domain::TextId>(1),
                   domain::failure_from_string(query.text(2)).value_or(domain::FailureKind::bad_body)};
}

FullCall full_call(Connection& connection, domain::CallId call) {
    Query q = connection.query(
        "SELECT lower(hex(key)), candidate_revision_id, text_id, failure, finish_reason, model_returned, "
        "prompt_tokens, completion_tokens, cached_tokens, reasoning_tokens, latency_ms, ttft_ms, cost, "
        "finished FROM call WHERE id = ?");
    q.bind(call);
    if (!q.step()) {
        throw domain::Error(domain::ErrorKind::usage, "there is no such call",
                            "call " + std::to_string(call.value));
    }
    return {q.text(0),
            q.id<domain::CandidateRevisionId>(1),
            q.id<domain::TextId>(2),
            domain::failure_from_string(q.text(3)).value_or(domain::FailureKind::bad_body),
            q.text(4),
            q.text(5),
            domain::Usage{q.optional_integer(6), q.optional_integer(7), q.optional_integer(8),
                          q.optional_integer(9)},
            q.optional_real(10),
            q.optional_real(11),
            q.optional_real(12),
            q.integer(13)};
}

bool has_calls(Connection& connection, domain::CandidateRevisionId candidate) {
    Query query = connection.query("SELECT 1 FROM call WHERE candidate_revision_id = ? LIMIT 1");
    query.bind(candidate);
    return query.step();
}

std::string call_text(Connection& connection, domain::CallId call) {
    Query query = connection.query("SELECT text_id FROM call WHERE id = ?");
    query.bind(call);
    return text_body(connection, query.step() ? query.id<domain::TextId>(0) : domain::TextId{});
}

domain::CallId save_call(Connection& connection, const std::string& key,
                         domain::CandidateRevisionId candidate, const domain::Answer& answer,
                         std::optional<double> cost) {
    const std::optional<CallRow> known = find_call(connection, key);
    if (known && known->failure == domain::FailureKind::none) {
        return known->id;
    }
    const domain::TextId text =
        answer.failure == domain::FailureKind::none ? add_text(connection, answer.text) : domain::TextId{};
    domain::CallId id;
    if (known) {
        Query update = connection.query("UPDATE call SET text_id = ?, finish_reason = ?, model_returned = ?, "
                                        "prompt_tokens = ?, completion_tokens = ?, "
                                        "cached_tokens = ?, reasoning_tokens = ?, latency_ms = ?, ttft_ms = "
                                        "?, cost = ?, attempts = attempts + ?, "
                                        "failure = ?, finished = ? WHERE id = ?");
        bind_answer(update, text, answer, cost);
        update.bind(known->id).run();
        id = known->id;
    } else {
        Query insert = connection.query("INSERT INTO call(key, candidate_revision_id, text_id, "
                                        "finish_reason, model_returned, prompt_tokens, "
                                        "completion_tokens, cached_tokens, reasoning_tokens, latency_ms, "
                                        "ttft_ms, cost, attempts, failure, finished) "
                                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.bind_blob(hash_bytes(key)).bind(candidate);
        bind_answer(insert, text, answer, cost);
        insert.run();
        id = {connection.last_id()};
    }
    // What went wrong is worth its place, and so is what came before a late success; a call answered at once
    // is in its columns, but for log-probabilities, which were asked for to be looked at.
    if (answer.failure != domain::FailureKind::none || answer.attempt_log.size() > 1 ||
        !answer.logprobs.empty()) {
        add_attempts(connection, id, answer);
    }
    return id;
}

domain::ResponseId link_response(Connection& connection, domain::RunId run, domain::ItemRevisionId item,
                                 domain::CandidateRevisionId candidate, int repeat, int turn,
                                 domain::CallId call) {
    connection
        .query("INSERT INTO response(run_id, item_revision_id, candidate_revision_id, repeat, turn, call_id) "
               "VALUES (?, ?, ?, ?, ?, ?) "
               "ON CONFLICT DO NOTHING")
        .bind(run)
        .bind(item)
        .bind(candidate)
        .bind(repeat)
        .bind(turn)
        .bind(call)
        .run();
    if (connection.changes() > 0) {
        return {connection.last_id()};
    }
    Query query = connection.query("SELECT id FROM response WHERE run_id = ? AND item_revision_id = ? AND "
                                   "candidate_revision_id = ? AND repeat = ? AND turn = ?");
    query.bind(run).bind(item).bind(candidate).bind(repeat).bind(turn);
    return query.step() ? query.id<domain::ResponseId>(0) : domain::ResponseId{};
}

domain::ResponseId import_response(Connection& connection, domain::RunId run, domain::ItemRevisionId item,
                                   domain::CandidateRevisionId candidate, int repeat, int turn,
                                   const ImportedResponse& response) {
    const domain::TextId text = add_text(connection, response.text);
    connection
        .query("INSERT INTO imported(text_id, finish_reason, prompt_tokens, completion_tokens, latency_ms, "
               "source, line) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(text)
        .bind(response.finish_reason)
        .bind(response.usage.prompt_tokens)
        .bind(response.usage.completion_tokens)
        .bind(response.latency_ms)
        .bind(response.source)
        .bind(response.line)
        .run();
    const std::int64_t imported = connection.last_id();
    connection
        .query("INSERT INTO response(run_id, item_revision_id, candidate_revision_id, repeat, turn, "
               "imported_id) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(run)
        .bind(item)
        .bind(candidate)
        .bind(repeat)
        .bind(turn)
        .bind(imported)
        .run();
    return {connection.last_id()};
}

std::vector<ResponseRow> responses(Connection& connection, domain::RunId run) {
    Query q = connection.query(response_columns + "WHERE r.run_id = ? ORDER BY r.id");
    q.bind(run);
    return rows_of(q);
}

std::vector<ResponseRow> responses(Connection& connection, domain::RunId run, domain::ItemRevisionId item) {
    Query q =
        connection.query(response_columns + "WHERE r.run_id = ? AND r.item_revision_id = ? ORDER BY r.id");
    q.bind(run).bind(item);
    return rows_of(q);
}

ResponseCounts response_counts(Connection& connection, domain::RunId run) {
    Query q = connection.query(
        "SELECT count(*), coalesce(sum(c.failure <> ''), 0) FROM response r LEFT JOIN call c "
        "ON c.id = r.call_id WHERE r.run_id = ?");
    q.bind(run);
    q.step();
    return {q.integer(0) - q.integer(1), q.integer(1)};
}

std::string envelope_of(Connection& connection, domain::ResponseId response) {
    Query q =
        connection.query("SELECT a.envelope FROM response r JOIN attempt a ON a.call_id = r.call_id WHERE "
                         "r.id = ? ORDER BY a.number DESC LIMIT 1");
    q.bind(response);
    return q.step() ? q.text(0) : std::string();
}

std::vector<AttemptRow> attempts(Connection& connection, domain::CallId call) {
    Query q = connection.query("SELECT number, started, http_status, failure, detail, envelope, latency_ms "
                               "FROM attempt WHERE call_id = ? ORDER BY id");
    q.bind(call);
    std::vector<AttemptRow> rows;
    while (q.step()) {
        rows.push_back({static_cast<int>(q.integer(0)), q.integer(1), static_cast<int>(q.integer(2)),
                        q.text(3), q.text(4), q.text(5), q.optional_real(6)});
    }
    return rows;
}

int void_calls(Connection& connection, domain::CandidateRevisionId candidate, std::int64_t since_ms,
               const std::string& why) {
    const std::string failure = domain::to_string(domain::FailureKind::weights_changed);
    connection
        .query("INSERT INTO attempt(call_id, number, started, http_status, failure, detail, envelope, "
               "latency_ms) "
               "SELECT id, attempts, finished, 0, ?, ?, '', latency_ms FROM call WHERE candidate_revision_id "
               "= ? AND finished >= ? AND failure = ''")
        .bind(failure)
        .bind(why)
        .bind(candidate)
        .bind(since_ms)
        .run();
    connection
        .query("UPDATE call SET failure = ?, text_id = NULL WHERE candidate_revision_id = ? AND finished >= "
               "? AND failure = ''")
        .bind(failure)
        .bind(candidate)
        .bind(since_ms)
        .run();
    return connection.changes();
}

int take_imported_responses(Connection& connection, domain::RunId run,
                            domain::CandidateRevisionId candidate) {
    connection
        .query(
            "INSERT OR IGNORE INTO response(run_id, item_revision_id, candidate_revision_id, repeat, turn, "
            "imported_id) "
            "SELECT ?1, wanted.id, ?2, old.repeat, old.turn, max(old.imported_id) "
            "FROM run r JOIN evalset_item e ON e.evalset_revision_id = r.evalset_revision_id "
            "JOIN item_revision wanted ON wanted.id = e.item_revision_id "
            "JOIN item_revision had ON had.item_id = wanted.item_id "
            "AND had.instruction = wanted.instruction AND had.input = wanted.input "
            "AND had.system = wanted.system AND had.turns = wanted.turns "
            "JOIN response old ON old.item_revision_id = had.id AND old.candidate_revision_id = ?2 "
            "AND old.imported_id IS NOT NULL "
            "WHERE r.id = ?1 GROUP BY wanted.id, old.repeat, old.turn")
        .bind(run)
        .bind(candidate)
        .run();
    return connection.changes();
}

} // namespace tiebreak::store
