// SPDX-License-Identifier: GPL-3.0-or-later
// The replies of each API, read from their JSON: private to reply.cpp and stream_reader.cpp.
#pragma once

#include "domain/response.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::client {

/// A reply that is not what the API promises; caught in read_reply.
struct BadBody {
    std::string why;
};

/// A failure the server tells of where an answer was due.
struct ServerSays {
    domain::FailureKind kind = domain::FailureKind::server;
    int status = 0;      ///< as the error itself tells, 0 where it does not
    std::string message; ///< whole, and not yet redacted
};

[[nodiscard]] std::string string_at(const nlohmann::json& object, const char* name);
/// A count that is told and not negative.
[[nodiscard]] std::optional<std::int64_t> count_at(const nlohmann::json& object, const char* pointer);
[[nodiscard]] bool says_something(const nlohmann::json& object, const char* name);
/// Moves the text out of `content`, leaving the placeholder.
[[nodiscard]] std::string take_text(nlohmann::json& content);

/// Each fills text, finish reason, usage, model and log-probabilities from a whole reply (or what a stream
/// amounts to), and leaves the placeholder in `reply`. @throws BadBody
void read_openai(bool chat, nlohmann::json& reply, domain::Answer& answer);
void read_anthropic(nlohmann::json& reply, domain::Answer& answer);
void read_ollama(nlohmann::json& reply, domain::Answer& answer);

/// Log-probabilities in any of the forms that servers use; none where there are none to read.
[[nodiscard]] std::vector<domain::TokenLogprob> read_logprobs(const nlohmann::json& logprobs);

/// The error object of any API: {"error": {"message", "type", "code"}}, {"error": "…"}, vLLM's {"object":
/// "error", "message", "code"}. Nothing where the reply is none.
[[nodiscard]] std::optional<ServerSays> error_in(const nlohmann::json& reply);

} // namespace tiebreak::client
