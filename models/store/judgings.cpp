// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/judgings.h"

#include "domain/error.h"
#include "domain/uuid.h"
#include "store/hash_column.h"
#include "text/value_json.h"

namespace tiebreak::store {

namespace {

const std::string columns = "SELECT id, uid, run_id, name, protocol, rubric_revision_id, prompt_revision_id, "
                            "repeats, seed, settings, "
                            "lower(hex(settings_hash)), status, notes, created, finished FROM judging ";

JudgingRow row_of(const Query& q) {
    JudgingRow row;
    row.id = q.id<domain::JudgingId>(0);
    row.uid = q.text(1);
    row.run = q.id<domain::RunId>(2);
    row.name = q.text(3);
    row.protocol = domain::protocol_from_string(q.text(4)).value_or(domain::Protocol::scorer);
    row.rubric = q.id<domain::RubricRevisionId>(5);
    row.prompt = q.id<domain::PromptRevisionId>(6);
    row.repeats = static_cast<int>(q.integer(7));
    row.seed = static_cast<std::uint64_t>(q.integer(8));
    row.settings = q.text(9);
    row.settings_hash = q.text(10);
    row.status = work_status_from_string(q.text(11));
    row.notes = text::strings_from_json(q.text(12));
    row.created = q.integer(13);
    row.finished = q.optional_integer(14);
    return row;
}

void add_judges(Connection& connection, JudgingRow& row) {
    Query q = connection.query(
        "SELECT kind, name, candidate_revision_id FROM judging_judge WHERE judging_id = ? ORDER BY position");
    q.bind(row.id);
    while (q.step()) {
        row.judges.push_back({q.text(0), q.text(1), q.id<domain::CandidateRevisionId>(2)});
    }
}

const std::string unit_columns =
    "SELECT u.id, u.item_revision_id, u.turn, u.repeat, u.group_no, u.orientation, u.judge, p.position, "
    "p.response_id, p.anchor FROM unit u LEFT JOIN unit_position p ON p.unit_id = u.id ";

std::vector<UnitRow> units_of(Query& q) {
    std::vector<UnitRow> rows;
    while (q.step()) {
        const auto id = q.id<domain::UnitId>(0);
        if (rows.empty() || rows.back().id != id) {
            rows.push_back({id,
                            q.id<domain::ItemRevisionId>(1),
                            static_cast<int>(q.integer(2)),
                            static_cast<int>(q.integer(3)),
                            static_cast<int>(q.integer(4)),
                            static_cast<int>(q.integer(5)),
                            static_cast<int>(q.integer(6)),
                            {}});
        }
        if (!q.is_null(7)) {
            rows.back().positions.push_back(
                {static_cast<int>(q.integer(7)), q.id<domain::ResponseId>(8), q.integer(9) != 0});
        }
    }
    return rows;
}

} // namespace

domain::JudgingId create_judging(Connection& connection, const JudgingRow& judging) {
    connection
        .query("INSERT INTO judging(uid, run_id, name, protocol, rubric_revision_id, prompt_revision_id, "
               "repeats, seed, settings, settings_hash, status, "
               "notes, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'planned', '[]', ?)")
        .bind(domain::new_uuid())
        .bind(judging.run)
        .bind(judging.name)
        .bind(domain::to_string(judging.protocol))
        .bind(judging.rubric)
        .bind(judging.prompt)
        .bind(judging.repeats)
        .bind(static_cast<std::int64_t>(judging.seed))
        .bind(judging.settings)
        .bind_blob(hash_bytes(judging.settings_hash))
        .bind(now_ms())
        .run();
    const domain::JudgingId id{connection.last_id()};
    int position = 0;
    for (const JudgeRow& judge : judging.judges) {
        connection
            .query("INSERT INTO judging_judge(judging_id, position, kind, name, candidate_revision_id) "
                   "VALUES (?, ?, ?, ?, ?)")
            .bind(id)
            .bind(position++)
            .bind(judge.kind)
            .bind(judge.name)
            .bind(judge.model)
            .run();
    }
    return id;
}

std::vector<JudgingRow> judgings(Connection& connection, domain::RunId run) {
    std::vector<JudgingRow> rows;
    {
        Query query = connection.query(columns + "WHERE run_id = ? ORDER BY id");
        query.bind(run);
        while (query.step()) {
            rows.push_back(row_of(query));
        }
    }
    for (JudgingRow& row : rows) {
        add_judges(connection, row);
    }
    return rows;
}

JudgingRow judging(Connection& connection, domain::JudgingId id) {
    JudgingRow row;
    {
        Query query = connection.query(columns + "WHERE id = ?");
        query.bind(id);
        if (!query.step()) {
            throw domain::Error(domain::ErrorKind::usage, "there is no such judging",
                                "judging " + std::to_string(id.value));
        }
        row = row_of(query);
    }
    add_judges(connection, row);
    return row;
}

void set_judging_status(Connection& connection, domain::JudgingId id, WorkStatus status) {
    connection
        .query("UPDATE judging SET status = ?1, started = CASE WHEN ?1 = 'running' THEN coalesce(started, "
               "?2) ELSE started END, "
               "finished = CASE WHEN ?1 = 'finished' THEN coalesce(finished, ?2) ELSE NULL END WHERE id = ?3")
        .bind(to_string(status))
        .bind(now_ms())
        .bind(id)
        .run();
}

void set_judging_notes(Connection& connection, domain::JudgingId id, const std::vector<std::string>& notes) {
    connection.query("UPDATE judging SET notes = ? WHERE id = ?")
        .bind(text::strings_to_json(notes))
        .bind(id)
        .run();
}

domain::UnitId save_unit(Connection& connection, domain::JudgingId judging, const UnitRow& unit) {
    {
        Query known = connection.query("SELECT id FROM unit WHERE judging_id = ? AND item_revision_id = ? "
                                       "AND turn = ? AND repeat = ? AND group_no = ? AND "
                                       "orientation = ? AND judge = ?");
        known.bind(judging)
            .bind(unit.item)
            .bind(unit.turn)
            .bind(unit.repeat)
            .bind(unit.group)
            .bind(unit.orientation)
            .bind(unit.judge);
        if (known.step()) {
            return known.id<domain::UnitId>(0);
        }
    }
    connection
        .query("INSERT INTO unit(judging_id, item_revision_id, turn, repeat, group_no, orientation, judge) "
               "VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(judging)
        .bind(unit.item)
        .bind(unit.turn)
        .bind(unit.repeat)
        .bind(unit.group)
        .bind(unit.orientation)
        .bind(unit.judge)
        .run();
    const domain::UnitId id{connection.last_id()};
    for (const UnitPosition& position : unit.positions) {
        connection
            .query("INSERT INTO unit_position(unit_id, position, response_id, anchor) VALUES (?, ?, ?, ?)")
            .bind(id)
            .bind(position.position)
            .bind(position.response)
            .bind(position.anchor)
            .run();
    }
    return id;
}

std::vector<UnitRow> units(Connection& connection, domain::JudgingId judging) {
    Query q =
        connection.query(unit_columns + "WHERE u.judging_id = ? ORDER BY u.id, p.position, p.response_id");
    q.bind(judging);
    return units_of(q);
}

std::vector<UnitRow> units(Connection& connection, domain::JudgingId judging, domain::ItemRevisionId item) {
    Query q = connection.query(
        unit_columns +
        "WHERE u.judging_id = ? AND u.item_revision_id = ? ORDER BY u.id, p.position, p.response_id");
    q.bind(judging).bind(item);
    return units_of(q);
}

void add_imported_score(Connection& connection, domain::JudgingId judging, const ImportedScoreRow& score) {
    connection
        .query("INSERT INTO imported_score(judging_id, candidate_revision_id, run_index, score) VALUES (?, "
               "?, ?, ?)")
        .bind(judging)
        .bind(score.candidate)
        .bind(score.run_index)
        .bind(score.score)
        .run();
}

std::vector<ImportedScoreRow> imported_scores(Connection& connection, domain::JudgingId judging) {
    Query q = connection.query("SELECT candidate_revision_id, run_index, score FROM imported_score WHERE "
                               "judging_id = ? ORDER BY candidate_revision_id, run_index");
    q.bind(judging);
    std::vector<ImportedScoreRow> rows;
    while (q.step()) {
        rows.push_back({q.id<domain::CandidateRevisionId>(0), static_cast<int>(q.integer(1)), q.real(2)});
    }
    return rows;
}

namespace {

JudgingSpend spend_of(Query& q) {
    q.step();
    JudgingSpend spend{q.integer(0), q.integer(1), q.optional_real(2)};
    if (q.integer(3) > 0) {
        spend.cost.reset();
    } else if (q.integer(4) == 0) {
        spend.cost = 0.0; // scorers and recorded replies cost nothing
    }
    return spend;
}

// One call may stand behind several replies (asked again after a failure): it was paid for once.
const std::string spend_columns =
    "SELECT coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0), sum(cost), "
    "count(*) - count(cost), count(*) FROM call WHERE id IN (SELECT r.call_id FROM reply r JOIN unit u ON "
    "u.id = r.unit_id WHERE u.judging_id = ?";

} // namespace

JudgingSpend judging_spend(Connection& connection, domain::JudgingId judging) {
    Query q = connection.query(spend_columns + ")");
    q.bind(judging);
    return spend_of(q);
}

JudgingSpend judging_spend(Connection& connection, domain::JudgingId judging, int judge) {
    Query q = connection.query(spend_columns + " AND u.judge = ?)");
    q.bind(judging).bind(judge);
    return spend_of(q);
}

} // namespace tiebreak::store
