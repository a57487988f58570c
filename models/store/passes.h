// SPDX-License-Identifier: GPL-3.0-or-later
// One pass over many rows, nothing kept: what is read is gone when `each` returns. `each` may use the same
// connection for other statements, not for the same pass again.
#pragma once

#include "store/connection.h"
#include "store/judgings.h"

#include <functional>
#include <string_view>

namespace tiebreak::store {

/// The text of every answered response of a run, in no promised order. `text` lives until `each` returns.
void each_response_text(Connection& connection, domain::RunId run,
                        const std::function<void(domain::ResponseId, std::string_view text)>& each);

/// A score of a reading that counts, without its words.
struct ScoreRow {
    domain::UnitId unit;
    domain::ItemRevisionId item;
    int repeat = 1;
    int position = 1;
    domain::ResponseId response;
    domain::CandidateRevisionId candidate;
    std::optional<double> score;
    int turn = 1;
    int group = 0;
    int judge = 0;
    bool anchor = false; ///< stands in every group of its item
    std::string criterion;
};
/// In order of unit.
void each_score(Connection& connection, domain::JudgingId judging,
                const std::function<void(const ScoreRow&)>& each);

/// A verdict on a pair, of a reading that counts, from the point of view of the first of the pair, which is
/// one of the run's responses.
struct ChoiceRow {
    domain::UnitId unit;
    domain::ItemRevisionId item;
    int turn = 1;
    int repeat = 1;
    int orientation = 0;
    int judge = 0;
    int position = 1; ///< where `response` stood
    domain::ResponseId response;
    domain::CandidateRevisionId candidate;
    domain::ResponseId opponent; ///< not stored: the reference answer
    domain::CandidateRevisionId opponent_candidate;
    bool opponent_here = false;  ///< whether the opponent is of the same run
    std::string winner;          ///< win, loss, tie
    std::optional<double> score; ///< by log-probabilities: P(response preferred); else the weight of the mark
    bool asked = true;           ///< false: identical answers, nobody was asked
};
/// In order of unit.
void each_choice(Connection& connection, domain::JudgingId judging,
                 const std::function<void(const ChoiceRow&)>& each);

/// Characters of every response that stands in a unit of the judging.
void each_judged_length(Connection& connection, domain::JudgingId judging,
                        const std::function<void(domain::ResponseId, std::int64_t characters)>& each);

/// One response of one unit with what came of it, whether its reply was read or not.
struct JudgedRow {
    domain::UnitId unit;
    domain::ItemRevisionId item;
    int repeat = 1;
    int position = 1;
    domain::ResponseId response;
    domain::CandidateRevisionId candidate;
    domain::CandidateRevisionId opponent; ///< not stored: none
    ParseStatus status = ParseStatus::failed;
    std::string reason; ///< why it was not read
    std::string criterion;
    std::optional<double> score;
    std::string winner;
    std::string comment;
    int judge = 0;        ///< index into the judging's judges
    domain::TextId reply; ///< of the judge's reply; not stored where there is none
    int turn = 1;
    int orientation = 0;
    bool repair = false;        ///< the reading is of the answer to a request for the format
    bool opponent_here = false; ///< whether the opponent is of the same run
};
/// Every response that stood in a unit with a reply, in order of unit and position; a response scored under
/// several criteria has a row for each.
void each_judged(Connection& connection, domain::JudgingId judging,
                 const std::function<void(const JudgedRow&)>& each);

/// A response with its item's text and its own; failed ones have no text.
struct FullResponse {
    domain::ItemRevisionId item;
    domain::CandidateRevisionId candidate;
    int repeat = 1;
    int turn = 1;
    std::optional<std::string> text;
    domain::FailureKind failure = domain::FailureKind::none;
    std::string finish_reason;
    domain::Usage usage;
    std::optional<double> latency_ms;
    std::optional<double> ttft_ms;
    std::optional<double> cost;
};
/// In order of id.
void each_response(Connection& connection, domain::RunId run,
                   const std::function<void(const FullResponse&)>& each);

} // namespace tiebreak::store
