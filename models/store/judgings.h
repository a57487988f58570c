// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"
#include "domain/response.h"
#include "store/connection.h"
#include "store/runs.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::store {

struct JudgeRow {
    std::string kind; ///< endpoint, scorer, recorded, person, imported
    std::string name;
    domain::CandidateRevisionId model; ///< of an endpoint
};

struct JudgingRow {
    domain::JudgingId id;
    std::string uid;
    domain::RunId run;
    std::string name;
    domain::Protocol protocol = domain::Protocol::scorer;
    domain::RubricRevisionId rubric;
    domain::PromptRevisionId prompt;
    int repeats = 1;
    std::uint64_t seed = 1;
    std::string settings;      ///< canonical JSON
    std::string settings_hash; ///< 64 hexadecimal digits
    WorkStatus status = WorkStatus::planned;
    std::vector<std::string> notes;
    std::int64_t created = 0;
    std::optional<std::int64_t> finished;
    std::vector<JudgeRow> judges;
};

/// Stores `judging` (id, uid, created ignored) with its judges.
domain::JudgingId create_judging(Connection& connection, const JudgingRow& judging);
[[nodiscard]] std::vector<JudgingRow> judgings(Connection& connection, domain::RunId run); ///< oldest first
[[nodiscard]] JudgingRow judging(Connection& connection, domain::JudgingId id);
void set_judging_status(Connection& connection, domain::JudgingId id, WorkStatus status);
void set_judging_notes(Connection& connection, domain::JudgingId id, const std::vector<std::string>& notes);

struct UnitPosition {
    int position = 1; ///< from 1
    domain::ResponseId response;
    bool anchor = false;
};

struct UnitRow {
    domain::UnitId id;
    domain::ItemRevisionId item;
    int turn = 1;
    int repeat = 1;
    int group = 0;
    int orientation = 0;
    int judge = 0;
    std::vector<UnitPosition> positions; ///< in order of position; responses that share one are identical
};

/// The unit of these coordinates, made with its positions where it is missing; what is stored is never
/// changed.
domain::UnitId save_unit(Connection& connection, domain::JudgingId judging, const UnitRow& unit);
[[nodiscard]] std::vector<UnitRow> units(Connection& connection, domain::JudgingId judging);
/// The same for one item only.
[[nodiscard]] std::vector<UnitRow> units(Connection& connection, domain::JudgingId judging,
                                         domain::ItemRevisionId item);

/// A scorer with no reference to score against: counted apart, neither judged nor failed.
enum class ParseStatus { read, parse_failure, failed, not_judged };
[[nodiscard]] std::string to_string(ParseStatus status);
[[nodiscard]] ParseStatus parse_status_from_string(const std::string& name);

struct NewVerdict {
    domain::ResponseId response;
    domain::ResponseId opponent;
    std::string criterion;
    std::optional<double> score;
    std::string winner;
    std::string comment;
};

struct NewReply {
    domain::CallId call;             ///< of an endpoint judge
    std::optional<std::string> text; ///< recorded elsewhere
    bool repair = false;
};

struct NewParse {
    int parser_version = 1;
    ParseStatus status = ParseStatus::read;
    std::string reason;
    std::vector<NewVerdict> verdicts;
};

domain::ReplyId add_reply(Connection& connection, domain::UnitId unit, const NewReply& reply);
domain::ParseId add_parse(Connection& connection, domain::ReplyId reply, const NewParse& parse);
void pin_parse(Connection& connection, domain::ParseId parse, bool pinned);

/// The reading that counts for a unit: a pinned one, else the newest readable, else the newest.
struct UnitState {
    domain::UnitId unit;
    domain::ItemRevisionId item;
    int repeat = 1;
    int group = 0;
    int judge = 0;
    domain::ParseId parse;
    ParseStatus status = ParseStatus::failed;
    std::string reason;
    int parser_version = 0;
    bool repair = false;
    domain::CallId call;
    domain::TextId text; ///< of the reply, wherever it is stored; not stored where there is none
    int turn = 1;
    int orientation = 0;
};
[[nodiscard]] std::vector<UnitState> unit_states(Connection& connection, domain::JudgingId judging);
/// The same for one item only.
[[nodiscard]] std::vector<UnitState> unit_states(Connection& connection, domain::JudgingId judging,
                                                 domain::ItemRevisionId item);

/// How replies fared, by judge and kind: each by the reading of it that counts. A unit has at most two
/// replies, the judge's and its answer to a request for the format (`repair`); one that failed and was asked
/// again is one.
struct ReplyCount {
    int judge = 0;
    bool repair = false;
    ParseStatus status = ParseStatus::failed;
    std::string reason;
    bool replied = false; ///< false: nobody was asked (a scorer, a pair of identical answers)
    std::int64_t n = 0;
};
[[nodiscard]] std::vector<ReplyCount> reply_counts(Connection& connection, domain::JudgingId judging);

struct VerdictRow {
    domain::UnitId unit;
    domain::ItemRevisionId item;
    int repeat = 1;
    int position = 1;
    domain::ResponseId response;
    domain::CandidateRevisionId candidate;
    domain::ResponseId opponent;
    std::string criterion;
    std::optional<double> score;
    std::string winner;
    std::string comment;
    int turn = 1;
    int orientation = 0;
    int judge = 0;
    domain::CandidateRevisionId opponent_candidate; ///< not stored: none, or the reference answer
};
/// Verdicts of the readings that count, in order of unit and position.
[[nodiscard]] std::vector<VerdictRow> verdicts(Connection& connection, domain::JudgingId judging);
/// The same for one item only.
[[nodiscard]] std::vector<VerdictRow> verdicts(Connection& connection, domain::JudgingId judging,
                                               domain::ItemRevisionId item);

/// Every reply that has text, for reading again; `last_version` is the newest parser that has read it.
struct StoredReply {
    domain::ReplyId reply;
    UnitRow unit;
    std::string text;
    int last_version = 0;
};
[[nodiscard]] std::vector<StoredReply> replies(Connection& connection, domain::JudgingId judging);

/// Tokens and money of a judging's calls.
struct JudgingSpend {
    std::int64_t prompt_tokens = 0;
    std::int64_t completion_tokens = 0;
    std::optional<double> cost; ///< absent where any call's cost is unknown
};
[[nodiscard]] JudgingSpend judging_spend(Connection& connection, domain::JudgingId judging);
/// The same of one judge of a panel.
[[nodiscard]] JudgingSpend judging_spend(Connection& connection, domain::JudgingId judging, int judge);

struct ImportedScoreRow {
    domain::CandidateRevisionId candidate;
    int run_index = 1;
    double score = 0;
};
void add_imported_score(Connection& connection, domain::JudgingId judging, const ImportedScoreRow& score);
[[nodiscard]] std::vector<ImportedScoreRow> imported_scores(Connection& connection,
                                                            domain::JudgingId judging);

} // namespace tiebreak::store
