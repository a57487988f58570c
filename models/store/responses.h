// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/response.h"
#include "store/connection.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace tiebreak::store {

struct CallRow {
    domain::CallId id;
    domain::TextId text; ///< not stored where it failed
    domain::FailureKind failure = domain::FailureKind::none;
};

/// One response of a run without its text; failed ones are rows too, with `failure` set and no text.
struct ResponseRow {
    domain::ResponseId id;
    domain::ItemRevisionId item;
    domain::CandidateRevisionId candidate;
    int repeat = 1;
    int turn = 1;
    domain::CallId call; ///< not stored: imported
    domain::TextId text;
    domain::FailureKind failure = domain::FailureKind::none;
    std::string finish_reason;
    domain::Usage usage;
    std::optional<double> latency_ms;
    std::optional<double> ttft_ms;
    std::optional<double> cost;
    int attempts = 0;
    std::string model_returned;
};

struct ImportedResponse {
    std::string text;
    std::string finish_reason;
    domain::Usage usage;
    std::optional<double> latency_ms;
    std::string source;
    std::int64_t line = 0;
};

/// The call of this key (64 hexadecimal digits), answered or failed.
[[nodiscard]] std::optional<CallRow> find_call(Connection& connection, const std::string& key);

/// All that is kept of a call but its text and its tries.
struct FullCall {
    std::string key; ///< 64 hexadecimal digits
    domain::CandidateRevisionId candidate;
    domain::TextId text; ///< not stored where it failed
    domain::FailureKind failure = domain::FailureKind::none;
    std::string finish_reason;
    std::string model_returned;
    domain::Usage usage;
    std::optional<double> latency_ms;
    std::optional<double> ttft_ms;
    std::optional<double> cost;
    std::int64_t finished = 0; ///< ms since 1970, UTC
};
/// Throws domain::Error (usage) where there is no such call.
[[nodiscard]] FullCall full_call(Connection& connection, domain::CallId call);

/// Whether this revision was ever asked.
[[nodiscard]] bool has_calls(Connection& connection, domain::CandidateRevisionId candidate);
/// The answer of an answered call. Throws domain::Error where it failed.
[[nodiscard]] std::string call_text(Connection& connection, domain::CallId call);

/// Stores what a call brought. A key that failed before takes the new result; one that was answered keeps its
/// answer. Every attempt is kept. `cost` in US dollars, absent where the price or the token counts are
/// unknown.
domain::CallId save_call(Connection& connection, const std::string& key,
                         domain::CandidateRevisionId candidate, const domain::Answer& answer,
                         std::optional<double> cost);

/// Links a run's response to a call; linking again changes nothing.
domain::ResponseId link_response(Connection& connection, domain::RunId run, domain::ItemRevisionId item,
                                 domain::CandidateRevisionId candidate, int repeat, int turn,
                                 domain::CallId call);
domain::ResponseId import_response(Connection& connection, domain::RunId run, domain::ItemRevisionId item,
                                   domain::CandidateRevisionId candidate, int repeat, int turn,
                                   const ImportedResponse& response);

/// Takes over what was imported elsewhere as a candidate revision's answers to the items of a run: where
/// instruction, input, system prompt and turns of the item are the same; of several imports the newest.
/// Returns how many.
int take_imported_responses(Connection& connection, domain::RunId run, domain::CandidateRevisionId candidate);

/// All responses of a run, in order of id; no bodies.
[[nodiscard]] std::vector<ResponseRow> responses(Connection& connection, domain::RunId run);
/// The same for one item only.
[[nodiscard]] std::vector<ResponseRow> responses(Connection& connection, domain::RunId run,
                                                 domain::ItemRevisionId item);

/// How many responses a run has, without reading them.
struct ResponseCounts {
    std::int64_t answered = 0;
    std::int64_t failed = 0;
};
[[nodiscard]] ResponseCounts response_counts(Connection& connection, domain::RunId run);

struct AttemptRow {
    int number = 0;
    std::int64_t started = 0;
    int http_status = 0;
    std::string failure;
    std::string detail;
    std::string envelope;
    std::optional<double> latency_ms;
};
[[nodiscard]] std::vector<AttemptRow> attempts(Connection& connection, domain::CallId call);
/// What is kept of the raw reply that held a response; empty for one that was imported.
[[nodiscard]] std::string envelope_of(Connection& connection, domain::ResponseId response);

/// What a candidate revision's answers that were asked since `since_ms` were worth nothing for: their weights
/// were not those of the revision. Their calls become failures (weights changed) and will be asked again.
/// Returns how many.
int void_calls(Connection& connection, domain::CandidateRevisionId candidate, std::int64_t since_ms,
               const std::string& why);

} // namespace tiebreak::store
