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
    std::string criterion; ///< empty: the score itself
};
/// In order of unit.
void each_score(Connection& connection, domain::JudgingId judging,
                const std::function<void(const ScoreRow&)>& each);

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
