// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <optional>
#include <string>
#include <vector>

namespace tiebreak::store {

/// pair: two answers, one choice · rank: all answers put in order · rubric: one answer scored by criteria
enum class LabelMode { pair, rank, rubric };
/// tie_break: chosen because a verdict tied · agreement: drawn at random · again: shown once more, sides
/// swapped
enum class LabelPurpose { tie_break, agreement, again };

[[nodiscard]] std::string to_string(LabelMode mode);
[[nodiscard]] std::string to_string(LabelPurpose purpose);
/// Nothing for a name that is none.
[[nodiscard]] std::optional<LabelMode> label_mode_from_string(const std::string& name);
[[nodiscard]] std::optional<LabelPurpose> label_purpose_from_string(const std::string& name);

/// What a person said of the answers of one card. The texts of `label.outcome`: a position such as "2",
/// "tie", "bad", "cannot", "ranked", "scored", "withdrawn".
struct LabelOutcome {
    enum class Kind {
        winner, ///< the answer at `winner` is best
        tie,
        bad,       ///< none is any good: a tie that says so
        cannot,    ///< the person cannot judge this card: leaves the sums, is counted
        ranked,    ///< ranks in the detail
        scored,    ///< scores in the detail
        withdrawn, ///< an undo: the label it supersedes does not count, and nothing stands in its place
    } kind = Kind::tie;
    int winner = 0; ///< position shown, from 1

    friend bool operator==(const LabelOutcome&, const LabelOutcome&) = default;
};
[[nodiscard]] std::string to_string(const LabelOutcome& outcome);
[[nodiscard]] std::optional<LabelOutcome> label_outcome_from_string(const std::string& name);

/// A score under one criterion of a rubric.
struct LabelScore {
    std::string criterion;
    double score = 0;

    friend bool operator==(const LabelScore&, const LabelScore&) = default;
};

/// One verdict of one person. Rows are only ever added: what is said anew supersedes.
struct LabelRow {
    std::string uid; ///< empty in a new one: made when it is stored
    domain::RunId run;
    domain::ItemRevisionId item;
    std::string annotator;
    std::vector<domain::ResponseId> responses; ///< in the order shown
    LabelMode mode = LabelMode::pair;
    LabelOutcome outcome;
    std::vector<int> ranks;         ///< rank mode: of each response, from 1; equal ranks are ties
    std::vector<LabelScore> scores; ///< rubric mode: of the one response
    std::string rubric;             ///< rubric mode: the rubric's name
    std::string rationale;
    LabelPurpose purpose = LabelPurpose::tie_break;
    domain::JudgingId judging; ///< whose tie it was to break; not stored: none
    std::string supersedes;    ///< uid of the label this one takes the place of
    std::string packet;        ///< uid of the packet it came back in
    std::string card;
    std::int64_t created = 0; ///< 0 in a new one: now

    friend bool operator==(const LabelRow&, const LabelRow&) = default;
};

/// Adds a label and returns its uid. A label whose uid, or whose packet, card, annotator and time, is stored
/// already changes nothing. Throws domain::Error for a row that cannot be meant: no annotator, a winner that
/// is no position, ranks that do not fit the responses.
std::string add_label(Connection& connection, const LabelRow& label);

/// Whether a label of this uid is stored.
[[nodiscard]] bool has_label(Connection& connection, const std::string& uid);

/// Labels of a run that count: no later one supersedes them and they are not withdrawn. In order of time.
[[nodiscard]] std::vector<LabelRow> labels(Connection& connection, domain::RunId run);
/// Every row of a run, superseded and withdrawn ones too: what merging another copy needs.
[[nodiscard]] std::vector<LabelRow> label_history(Connection& connection, domain::RunId run);

/// Labels of a run that count.
[[nodiscard]] std::int64_t label_count(Connection& connection, domain::RunId run);
/// Who labelled, by name.
[[nodiscard]] std::vector<std::string> annotators(Connection& connection);

/// A word of the project itself, such as whether labels break ties; empty where never set.
[[nodiscard]] std::string project_value(Connection& connection, const std::string& key);
void set_project_value(Connection& connection, const std::string& key, const std::string& value);
/// Whether people's labels break ties of this project's verdicts; on unless switched off.
[[nodiscard]] bool labels_break_ties(Connection& connection);
void set_labels_break_ties(Connection& connection, bool on);

/// A packet that was handed out. `cards` is JSON, made and read by the workbench.
struct PacketRow {
    std::string uid;
    domain::RunId run;
    domain::JudgingId judging; ///< not stored: none
    std::string cards;
    std::int64_t created = 0;
};
void add_packet(Connection& connection, const PacketRow& packet);
[[nodiscard]] std::optional<PacketRow> find_packet(Connection& connection, const std::string& uid);
/// Newest first.
[[nodiscard]] std::vector<PacketRow> packets(Connection& connection, domain::RunId run);

} // namespace tiebreak::store
