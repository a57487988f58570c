// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/endpoint.h"
#include "client/reply_json.h"
#include "client/reply_parts.h"
#include "client/stream_reader.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tiebreak::client {

namespace {

using domain::Answer;
using domain::Api;
using domain::FailureKind;
using nlohmann::json;

/// Of a reply that brought no answer, this much is kept for the raw exchange.
constexpr std::size_t kept_of_failed = 4096;
/// Local servers take any word as a key ("EMPTY", "none"); such a word in an answer is an answer, not a leak.
constexpr std::size_t surely_a_key = 16;

FailureKind kind_of(TransferError error) {
    switch (error) {
    case TransferError::none:
        return FailureKind::none;
    case TransferError::connect:
    case TransferError::tls:
        return FailureKind::connect;
    case TransferError::timeout:
        return FailureKind::timeout;
    case TransferError::not_http:
        return FailureKind::bad_body;
    case TransferError::too_large:
        return FailureKind::too_large;
    case TransferError::cancelled:
        return FailureKind::cancelled;
    case TransferError::reset:
    case TransferError::other:
        break;
    }
    return FailureKind::reset;
}

FailureKind kind_of_status(int status) {
    if (status >= 300 && status < 400) {
        return FailureKind::redirect;
    }
    if (status == 429) {
        return FailureKind::rate_limit;
    }
    if (status == 408) {
        return FailureKind::timeout;
    }
    return status >= 500 ? FailureKind::server : FailureKind::http_client;
}

/// "https://elsewhere.example:443", so that nobody reads a path or query that may hold more than it should.
std::string target_host(const std::string& location) {
    try {
        return parse_url(location).origin.text();
    } catch (const std::exception&) {
        return "another path of this server";
    }
}

void fail(Answer& answer, FailureKind kind, std::string detail, const std::string& redacted_body) {
    answer.failure = kind;
    answer.failure_detail = std::move(detail);
    answer.envelope = shortened(redacted_body, kept_of_failed);
}

/// The reply as one JSON object, whichever way it came.
json object_of(Api api, const TransferResult& result, StreamReader* stream) {
    if (stream != nullptr && result.streamed) {
        return stream->whole();
    }
    if (result.body.starts_with("data:") || result.body.starts_with("event:")) {
        StreamReader unannounced(api); // a stream that says it is something else
        unannounced.take(result.body);
        return unannounced.whole();
    }
    auto reply = read_json(result.body);
    if (!reply) {
        const std::size_t first = result.body.find_first_not_of(" \t\r\n");
        const bool html = first != std::string::npos && result.body[first] == '<';
        throw BadBody{result.body.empty() ? "the reply is empty"
                      : html              ? "the reply is a web page, not JSON"
                                          : "the reply is not complete JSON"};
    }
    if (!reply->is_object()) {
        throw BadBody{"the reply is not a JSON object"};
    }
    return *std::move(reply);
}

void read_body(Api api, json reply, Answer& answer) {
    if (auto says = error_in(reply)) {
        throw ServerSays(*says);
    }
    if (api == Api::anthropic) {
        read_anthropic(reply, answer);
    } else if (api == Api::ollama) {
        read_ollama(reply, answer);
    } else {
        read_openai(api == Api::openai_chat, reply, answer);
    }
    answer.envelope = to_text(reply);
}

void read_failure(const TransferResult& result, const std::string& body, Answer& answer) {
    if (result.error != TransferError::none) {
        fail(answer, kind_of(result.error), result.detail, body);
        return;
    }
    const FailureKind kind = kind_of_status(result.status);
    if (kind == FailureKind::redirect) {
        const std::string* location = result.header("location");
        fail(answer, kind,
             fmt::format("the server sends us on to {} ({}); nothing was sent there",
                         location != nullptr ? target_host(*location) : "nowhere", result.status),
             body);
        return;
    }
    const std::string message = message_in(body);
    fail(answer, kind, message.empty() ? fmt::format("status {}", result.status) : message, body);
}

} // namespace

Answer read_reply(Api api, const TransferResult& result, const Secret* key, StreamReader* stream) {
    Answer answer;
    answer.http_status = result.status;
    answer.latency_ms = result.latency_ms;
    // Redacted before anything is shortened: a key cut in two would no longer be found.
    const auto redacted_body = [&result, key] { return redact(result.body, key); };
    try {
        if (result.error == TransferError::none && result.status >= 200 && result.status < 300) {
            read_body(api, object_of(api, result, stream), answer);
            answer.envelope = redact(std::move(answer.envelope), key);
            if (key != nullptr && key->reveal().size() >= surely_a_key) {
                answer.text = redact(std::move(answer.text), key);
            }
            answer.ttft_ms = result.streamed ? result.ttft_ms : std::nullopt;
        } else {
            read_failure(result, redacted_body(), answer);
        }
    } catch (const BadBody& bad) {
        fail(answer, FailureKind::bad_body, redact(bad.why, key), redacted_body());
    } catch (const ServerSays& says) {
        // Under a good status only a refusal is final; whatever else went wrong may pass.
        fail(answer, result.streamed || says.kind != FailureKind::server ? says.kind : FailureKind::bad_body,
             shortened("the server says: " + redact(says.message, key), longest_message), redacted_body());
    } catch (const json::exception& bad) {
        fail(answer, FailureKind::bad_body,
             redact(std::string("the reply cannot be read: ") + bad.what(), key), redacted_body());
    }
    if (answer.failure != FailureKind::none) {
        answer.text.clear();
        answer.logprobs.clear();
        if (stream != nullptr && result.streamed) {
            answer.usage = stream->usage();
        }
    }
    return answer;
}

} // namespace tiebreak::client
