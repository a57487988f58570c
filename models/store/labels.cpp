// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/labels.h"

#include "domain/error.h"
#include "domain/uuid.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace tiebreak::store {

using domain::Error;
using domain::ErrorKind;
using Json = nlohmann::json;
using Kind = LabelOutcome::Kind;

namespace {

template <class E, std::size_t N>
using Names = std::array<std::pair<E, const char*>, N>;

constexpr Names<LabelMode, 3> mode_names{
    {{LabelMode::pair, "pair"}, {LabelMode::rank, "rank"}, {LabelMode::rubric, "rubric"}}};
constexpr Names<LabelPurpose, 3> purpose_names{{{LabelPurpose::tie_break, "tie-break"},
                                                {LabelPurpose::agreement, "agreement"},
                                                {LabelPurpose::again, "again"}}};
constexpr Names<Kind, 6> outcome_names{{{Kind::tie, "tie"},
                                        {Kind::bad, "bad"},
                                        {Kind::cannot, "cannot"},
                                        {Kind::ranked, "ranked"},
                                        {Kind::scored, "scored"},
                                        {Kind::withdrawn, "withdrawn"}}};

template <class E, std::size_t N>
std::string name_of(const Names<E, N>& names, E value) {
    return std::ranges::find(names, value, &std::pair<E, const char*>::first)->second;
}

template <class E, std::size_t N>
std::optional<E> value_of(const Names<E, N>& names, const std::string& name) {
    const auto* found = std::ranges::find(names, name, &std::pair<E, const char*>::second);
    return found == names.end() ? std::nullopt : std::optional<E>(found->first);
}

Json ids_of(const std::vector<domain::ResponseId>& responses) {
    Json ids = Json::array();
    for (const domain::ResponseId id : responses) {
        ids.push_back(id.value);
    }
    return ids;
}

/// Empty where the mode has no detail.
std::string detail_of(const LabelRow& label) {
    Json detail = Json::object();
    if (!label.ranks.empty()) {
        detail["ranks"] = label.ranks;
    }
    if (!label.scores.empty()) {
        Json scores = Json::array();
        for (const LabelScore& score : label.scores) {
            scores.push_back({{"criterion", score.criterion}, {"score", score.score}});
        }
        detail["scores"] = scores;
    }
    if (!label.rubric.empty()) {
        detail["rubric"] = label.rubric;
    }
    return detail.empty() ? std::string() : detail.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void read_detail(const std::string& text, LabelRow& label) {
    if (text.empty()) {
        return;
    }
    const Json detail = Json::parse(text);
    label.ranks = detail.value("ranks", std::vector<int>{});
    label.rubric = detail.value("rubric", std::string());
    if (const auto scores = detail.find("scores"); scores != detail.end()) {
        for (const Json& score : *scores) {
            label.scores.push_back({score.value("criterion", ""), score.value("score", 0.0)});
        }
    }
}

void check(const LabelRow& label) {
    const auto refuse = [](const std::string& why, const std::string& mend) {
        throw Error(ErrorKind::usage, why, "label", mend);
    };
    if (label.annotator.empty()) {
        refuse("a label needs the name of who gave it", "choose or type an annotator");
    }
    const auto shown = static_cast<int>(label.responses.size());
    if (shown == 0 || (label.mode == LabelMode::pair && shown != 2)) {
        refuse(fmt::format("a card of {} answers cannot be labelled as a {}", shown, to_string(label.mode)),
               "a pair has two answers");
    }
    if (label.outcome.kind == Kind::winner && (label.outcome.winner < 1 || label.outcome.winner > shown)) {
        refuse(fmt::format("answer {} of {} cannot be the best", label.outcome.winner, shown),
               "count from 1 in the order shown");
    }
    if (label.outcome.kind == Kind::ranked &&
        (label.ranks.size() != label.responses.size() ||
         std::ranges::any_of(label.ranks, [&](int rank) { return rank < 1 || rank > shown; }))) {
        refuse("the ranks do not fit the answers", "give each answer a rank from 1");
    }
    if (label.outcome.kind == Kind::scored && label.scores.empty()) {
        refuse("a scored card has no score", "score at least one criterion");
    }
}

constexpr const char* label_columns =
    "SELECT uid, run_id, item_revision_id, annotator, responses, mode, outcome, detail, rationale, purpose, "
    "judging_id, supersedes, packet, card, created FROM label l WHERE run_id = ? ";

std::vector<LabelRow> rows_of(Query& q) {
    std::vector<LabelRow> rows;
    while (q.step()) {
        LabelRow row;
        row.uid = q.text(0);
        row.run = q.id<domain::RunId>(1);
        row.item = q.id<domain::ItemRevisionId>(2);
        row.annotator = q.text(3);
        for (const Json& id : Json::parse(q.text(4))) {
            row.responses.push_back({id.get<std::int64_t>()});
        }
        row.mode = label_mode_from_string(q.text(5)).value_or(LabelMode::pair);
        row.outcome = label_outcome_from_string(q.text(6)).value_or(LabelOutcome{Kind::cannot, 0});
        read_detail(q.text(7), row);
        row.rationale = q.text(8);
        row.purpose = label_purpose_from_string(q.text(9)).value_or(LabelPurpose::tie_break);
        row.judging = q.id<domain::JudgingId>(10);
        row.supersedes = q.is_null(11) ? "" : q.text(11);
        row.packet = q.text(12);
        row.card = q.text(13);
        row.created = q.integer(14);
        rows.push_back(std::move(row));
    }
    return rows;
}

constexpr const char* counts = "AND outcome <> 'withdrawn' AND NOT EXISTS (SELECT 1 FROM label n WHERE "
                               "n.supersedes = l.uid) ";

} // namespace

std::string to_string(LabelMode mode) {
    return name_of(mode_names, mode);
}

std::string to_string(LabelPurpose purpose) {
    return name_of(purpose_names, purpose);
}

std::optional<LabelMode> label_mode_from_string(const std::string& name) {
    return value_of(mode_names, name);
}

std::optional<LabelPurpose> label_purpose_from_string(const std::string& name) {
    return value_of(purpose_names, name);
}

std::string to_string(const LabelOutcome& outcome) {
    return outcome.kind == Kind::winner ? std::to_string(outcome.winner)
                                        : name_of(outcome_names, outcome.kind);
}

std::optional<LabelOutcome> label_outcome_from_string(const std::string& name) {
    if (const auto kind = value_of(outcome_names, name)) {
        return LabelOutcome{*kind, 0};
    }
    int winner = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), winner);
    if (read.ec == std::errc() && read.ptr == name.data() + name.size() && winner > 0) {
        return LabelOutcome{Kind::winner, winner};
    }
    return std::nullopt;
}

std::string add_label(Connection& connection, const LabelRow& label) {
    check(label);
    const std::string uid = label.uid.empty() ? domain::new_uuid() : label.uid;
    Query q = connection.query(
        "INSERT INTO label(uid, run_id, item_revision_id, annotator, responses, mode, outcome, detail, "
        "rationale, purpose, judging_id, supersedes, packet, card, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    q.bind(uid)
        .bind(label.run)
        .bind(label.item)
        .bind(label.annotator)
        .bind(ids_of(label.responses).dump())
        .bind(to_string(label.mode))
        .bind(to_string(label.outcome))
        .bind(detail_of(label))
        .bind(label.rationale)
        .bind(to_string(label.purpose))
        .bind(label.judging);
    label.supersedes.empty() ? q.bind_null() : q.bind(label.supersedes);
    q.bind(label.packet).bind(label.card).bind(label.created == 0 ? now_ms() : label.created).run();
    return uid;
}

bool has_label(Connection& connection, const std::string& uid) {
    Query q = connection.query("SELECT 1 FROM label WHERE uid = ?");
    q.bind(uid);
    return q.step();
}

std::vector<LabelRow> labels(Connection& connection, domain::RunId run) {
    Query q = connection.query(std::string(label_columns) + counts + "ORDER BY created, rowid");
    q.bind(run);
    return rows_of(q);
}

std::vector<LabelRow> label_history(Connection& connection, domain::RunId run) {
    Query q = connection.query(std::string(label_columns) + "ORDER BY created, rowid");
    q.bind(run);
    return rows_of(q);
}

std::int64_t label_count(Connection& connection, domain::RunId run) {
    Query q = connection.query(std::string("SELECT count(*) FROM label l WHERE run_id = ? ") + counts);
    q.bind(run);
    q.step();
    return q.integer(0);
}

std::vector<std::string> annotators(Connection& connection) {
    Query q = connection.query("SELECT DISTINCT annotator FROM label ORDER BY annotator");
    std::vector<std::string> names;
    while (q.step()) {
        names.push_back(q.text(0));
    }
    return names;
}

std::string project_value(Connection& connection, const std::string& key) {
    Query q = connection.query("SELECT value FROM project WHERE key = ?");
    q.bind(key);
    return q.step() ? q.text(0) : std::string();
}

void set_project_value(Connection& connection, const std::string& key, const std::string& value) {
    connection
        .query("INSERT INTO project(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = "
               "excluded.value")
        .bind(key)
        .bind(value)
        .run();
}

bool labels_break_ties(Connection& connection) {
    return project_value(connection, "labels-break-ties") != "off";
}

void set_labels_break_ties(Connection& connection, bool on) {
    set_project_value(connection, "labels-break-ties", on ? "on" : "off");
}

void add_packet(Connection& connection, const PacketRow& packet) {
    connection.query("INSERT INTO packet(uid, run_id, judging_id, cards, created) VALUES (?, ?, ?, ?, ?)")
        .bind(packet.uid)
        .bind(packet.run)
        .bind(packet.judging)
        .bind(packet.cards)
        .bind(packet.created == 0 ? now_ms() : packet.created)
        .run();
}

namespace {

PacketRow packet_of(Query& q) {
    return {q.text(0), q.id<domain::RunId>(1), q.id<domain::JudgingId>(2), q.text(3), q.integer(4)};
}

} // namespace

std::optional<PacketRow> find_packet(Connection& connection, const std::string& uid) {
    Query q = connection.query("SELECT uid, run_id, judging_id, cards, created FROM packet WHERE uid = ?");
    q.bind(uid);
    return q.step() ? std::optional(packet_of(q)) : std::nullopt;
}

std::vector<PacketRow> packets(Connection& connection, domain::RunId run) {
    Query q = connection.query("SELECT uid, run_id, judging_id, cards, created FROM packet WHERE run_id = ? "
                               "ORDER BY created DESC, uid");
    q.bind(run);
    std::vector<PacketRow> rows;
    while (q.step()) {
        rows.push_back(packet_of(q));
    }
    return rows;
}

} // namespace tiebreak::store
