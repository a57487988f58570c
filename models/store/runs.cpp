// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/runs.h"

#include "domain/error.h"
#include "domain/uuid.h"
#include "store/hash_column.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tiebreak::store {

namespace {

constexpr std::array<std::pair<WorkStatus, const char*>, 4> status_names{
    {{WorkStatus::planned, "planned"},
     {WorkStatus::running, "running"},
     {WorkStatus::stopped, "stopped"},
     {WorkStatus::finished, "finished"}}};

const std::string columns =
    "SELECT r.id, r.uid, r.name, r.evalset_revision_id, coalesce(e.name, ''), "
    "(SELECT count(*) FROM evalset_item i WHERE i.evalset_revision_id = r.evalset_revision_id), "
    "lower(hex(r.config_hash)), r.config, r.baseline, r.status, r.created, r.started, r.finished, r.max_cost "
    "FROM run r LEFT JOIN evalset_revision v ON v.id = r.evalset_revision_id LEFT JOIN evalset e ON e.id = "
    "v.evalset_id ";

RunRow row_of(const Query& q) {
    return {q.id<domain::RunId>(0),
            q.text(1),
            q.text(2),
            q.id<domain::EvalSetRevisionId>(3),
            q.text(4),
            static_cast<int>(q.integer(5)),
            q.text(6),
            q.text(7),
            q.text(8),
            work_status_from_string(q.text(9)),
            q.integer(10),
            q.optional_integer(11),
            q.optional_integer(12),
            q.optional_real(13)};
}

} // namespace

std::string to_string(WorkStatus status) {
    return std::ranges::find(status_names, status, &std::pair<WorkStatus, const char*>::first)->second;
}

WorkStatus work_status_from_string(const std::string& name) {
    const auto* found = std::ranges::find(status_names, name, &std::pair<WorkStatus, const char*>::second);
    return found == status_names.end() ? WorkStatus::planned : found->first;
}

domain::RunId create_run(Connection& connection, const NewRun& run) {
    connection
        .query("INSERT INTO run(uid, name, evalset_revision_id, config_hash, config, baseline, status, "
               "created) VALUES (?, ?, ?, ?, ?, ?, 'planned', ?)")
        .bind(domain::new_uuid())
        .bind(run.name)
        .bind(run.eval_set)
        .bind_blob(hash_bytes(run.config_hash))
        .bind(run.config)
        .bind(run.baseline)
        .bind(now_ms())
        .run();
    const domain::RunId id{connection.last_id()};
    for (std::size_t i = 0; i < run.candidates.size(); ++i) {
        connection
            .query("INSERT INTO run_candidate(run_id, position, candidate_revision_id, samples) "
                   "VALUES (?, ?, ?, ?)")
            .bind(id)
            .bind(static_cast<std::int64_t>(i))
            .bind(run.candidates[i])
            .bind(i < run.samples.size() ? run.samples[i] : 1)
            .run();
    }
    return id;
}

std::vector<RunRow> runs(Connection& connection) {
    Query query = connection.query(columns + "WHERE r.deleted IS NULL ORDER BY r.id DESC");
    std::vector<RunRow> rows;
    while (query.step()) {
        rows.push_back(row_of(query));
    }
    return rows;
}

RunRow run(Connection& connection, domain::RunId id) {
    Query query = connection.query(columns + "WHERE r.id = ?");
    query.bind(id);
    if (!query.step()) {
        throw domain::Error(domain::ErrorKind::usage, "there is no such run",
                            "run " + std::to_string(id.value));
    }
    return row_of(query);
}

std::optional<RunRow> find_run(Connection& connection, const std::string& name_or_id) {
    Query query = connection.query(
        columns +
        "WHERE r.deleted IS NULL AND (r.name = ?1 OR r.uid = ?1 OR (length(?1) >= 8 AND substr(r.uid, 1, "
        "length(?1)) = ?1) "
        "OR CAST(r.id AS TEXT) = ?1) ORDER BY (r.uid = ?1) DESC, (r.name = ?1) DESC, r.id DESC LIMIT 1");
    query.bind(name_or_id);
    return query.step() ? std::optional(row_of(query)) : std::nullopt;
}

std::optional<RunRow> find_run_by_config(Connection& connection, const std::string& config_hash) {
    Query query = connection.query(
        columns + "WHERE r.deleted IS NULL AND r.config_hash = ? ORDER BY r.id DESC LIMIT 1");
    query.bind_blob(hash_bytes(config_hash));
    return query.step() ? std::optional(row_of(query)) : std::nullopt;
}

RunSpend run_spend(Connection& connection, domain::RunId id) {
    Query q = connection.query(
        "WITH mine(call_id) AS ("
        "SELECT call_id FROM response WHERE run_id = ?1 AND call_id IS NOT NULL "
        "UNION SELECT p.call_id FROM judging j JOIN unit u ON u.judging_id = j.id JOIN reply p ON p.unit_id "
        "= "
        "u.id WHERE j.run_id = ?1 AND p.call_id IS NOT NULL) "
        "SELECT coalesce(sum(c.cost), 0), coalesce(sum(c.cost IS NULL AND c.failure = ''), 0) FROM mine m "
        "JOIN call c ON c.id = m.call_id WHERE NOT EXISTS (SELECT 1 FROM response r WHERE r.call_id = c.id "
        "AND r.run_id < ?1) AND NOT EXISTS (SELECT 1 FROM reply p JOIN unit u ON u.id = p.unit_id JOIN "
        "judging j ON j.id = u.judging_id WHERE p.call_id = c.id AND j.run_id < ?1)");
    q.bind(id);
    q.step();
    return {q.real(0), q.integer(1)};
}

std::vector<CandidateRow> run_candidates(Connection& connection, domain::RunId id) {
    std::vector<std::pair<domain::CandidateRevisionId, int>> revisions;
    {
        Query query = connection.query(
            "SELECT candidate_revision_id, samples FROM run_candidate WHERE run_id = ? ORDER BY position");
        query.bind(id);
        while (query.step()) {
            revisions.emplace_back(query.id<domain::CandidateRevisionId>(0),
                                   static_cast<int>(query.integer(1)));
        }
    }
    std::vector<CandidateRow> rows;
    rows.reserve(revisions.size());
    for (const auto& [revision, samples] : revisions) {
        rows.push_back(candidate_revision(connection, revision));
        rows.back().candidate.samples = samples;
    }
    return rows;
}

void replace_run_candidate(Connection& connection, domain::RunId id, int position,
                           domain::CandidateRevisionId revision) {
    connection.query("UPDATE run_candidate SET candidate_revision_id = ? WHERE run_id = ? AND position = ?")
        .bind(revision)
        .bind(id)
        .bind(position)
        .run();
}

void set_run_status(Connection& connection, domain::RunId id, WorkStatus status) {
    connection
        .query("UPDATE run SET status = ?1, started = CASE WHEN ?1 = 'running' THEN coalesce(started, ?2) "
               "ELSE started END, "
               "finished = CASE WHEN ?1 = 'finished' THEN ?2 ELSE NULL END WHERE id = ?3")
        .bind(to_string(status))
        .bind(now_ms())
        .bind(id)
        .run();
}

void set_run_max_cost(Connection& connection, domain::RunId id, std::optional<double> max_cost) {
    connection.query("UPDATE run SET max_cost = ? WHERE id = ?").bind(max_cost).bind(id).run();
}

void set_run_baseline(Connection& connection, domain::RunId id, const std::string& candidate) {
    connection.query("UPDATE run SET baseline = ? WHERE id = ?").bind(candidate).bind(id).run();
}

void rename_run(Connection& connection, domain::RunId id, const std::string& name) {
    connection.query("UPDATE run SET name = ? WHERE id = ?").bind(name).bind(id).run();
}

void delete_run(Connection& connection, domain::RunId id) {
    connection.query("UPDATE run SET deleted = ? WHERE id = ?").bind(now_ms()).bind(id).run();
}

void restore_run(Connection& connection, domain::RunId id) {
    connection.query("UPDATE run SET deleted = NULL WHERE id = ?").bind(id).run();
}

} // namespace tiebreak::store
