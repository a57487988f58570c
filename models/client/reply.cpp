// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/endpoint.h"
#include "client/reply_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tiebreak::client {

namespace {

using domain::Answer;
using domain::FailureKind;
using nlohmann::json;

/// Of a reply that brought no answer, this much is kept for the raw exchange.
constexpr std::size_t kept_of_failed = 4096;
/// Local servers take any word as a key ("EMPTY", "none"); such a word in an answer is an answer, not a leak.
constexpr std::size_t surely_a_key = 16;

/// A reply that is not what the API promises; caught in read_reply.
struct BadBody {
    std::string why;
};

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

std::optional<std::int64_t> count(const json& usage, const json::json_pointer& at) {
    if (!usage.contains(at) || !usage.at(at).is_number()) {
        return std::nullopt;
    }
    const auto value = usage.at(at).get<std::int64_t>();
    return value < 0 ? std::nullopt : std::optional(value);
}

void read_usage(const json& reply, domain::Usage& usage) {
    const auto found = reply.find("usage");
    if (found == reply.end() || !found->is_object()) {
        return;
    }
    using Pointer = json::json_pointer;
    usage.prompt_tokens = count(*found, Pointer("/prompt_tokens"));
    usage.completion_tokens = count(*found, Pointer("/completion_tokens"));
    usage.cached_tokens = count(*found, Pointer("/prompt_tokens_details/cached_tokens"));
    usage.reasoning_tokens = count(*found, Pointer("/completion_tokens_details/reasoning_tokens"));
}

std::string string_at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

bool says_something(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && !found->is_null() && !found->empty();
}

/// Moves the text out of `content`, leaving the placeholder.
std::string take(json& content) {
    std::string text = std::move(content.get_ref<std::string&>());
    content = answer_placeholder;
    return text;
}

std::string take_parts(json& parts) {
    std::string text;
    for (json& part : parts) {
        if (part.is_string()) {
            text += take(part);
        } else if (part.is_object() && part.contains("text") && part["text"].is_string()) {
            text += take(part["text"]);
        } else if (!part.is_object() || !part.contains("type")) {
            throw BadBody{"a part of the message's content is neither text nor names its type"};
        }
    }
    return text;
}

std::string take_message(json& choice) {
    const auto message = choice.find("message");
    if (message == choice.end() || !message->is_object()) {
        throw BadBody{"the choice has no message"};
    }
    const auto content = message->find("content");
    if (content != message->end() && content->is_string()) {
        return take(*content);
    }
    if (content != message->end() && content->is_array()) {
        return take_parts(*content);
    }
    if (content != message->end() && !content->is_null()) {
        throw BadBody{fmt::format("the message's content is of type {}, not text", content->type_name())};
    }
    if (const auto refusal = message->find("refusal"); refusal != message->end() && refusal->is_string()) {
        return take(*refusal);
    }
    // Reasoning models that run into the token limit while thinking have said nothing yet: an empty answer.
    const bool empty_for_a_reason =
        says_something(*message, "reasoning_content") || says_something(*message, "reasoning") ||
        says_something(*message, "tool_calls") || string_at(choice, "finish_reason") == "length" ||
        string_at(choice, "finish_reason") == "content_filter";
    if (!empty_for_a_reason) {
        throw BadBody{"the message has no content"};
    }
    return {};
}

std::string take_completion(json& choice) {
    const auto text = choice.find("text");
    if (text == choice.end() || !text->is_string()) {
        throw BadBody{"the choice has no text"};
    }
    return take(*text);
}

void read_body(domain::Api api, const TransferResult& result, const Secret* key, Answer& answer) {
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
    read_usage(*reply, answer.usage);
    answer.model_returned = string_at(*reply, "model");
    answer.fingerprint_returned = string_at(*reply, "system_fingerprint");
    const auto choices = reply->find("choices");
    if (choices == reply->end() || !choices->is_array() || choices->empty() ||
        !choices->front().is_object()) {
        throw BadBody{reply->contains("error") ? "the server says: " + message_in(redact(result.body, key))
                                               : "the reply has no choices"};
    }
    json& choice = choices->front();
    answer.finish_reason = string_at(choice, "finish_reason");
    answer.text = api == domain::Api::openai_chat ? take_message(choice) : take_completion(choice);
    answer.envelope = to_text(*reply);
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

Answer read_reply(domain::Api api, const TransferResult& result, const Secret* key) {
    Answer answer;
    answer.http_status = result.status;
    answer.latency_ms = result.latency_ms;
    answer.ttft_ms = result.ttft_ms;
    // Redacted before anything is shortened: a key cut in two would no longer be found.
    const auto redacted_body = [&result, key] { return redact(result.body, key); };
    try {
        if (result.error == TransferError::none && result.status >= 200 && result.status < 300) {
            read_body(api, result, key, answer);
            answer.envelope = redact(std::move(answer.envelope), key);
            if (key != nullptr && key->reveal().size() >= surely_a_key) {
                answer.text = redact(std::move(answer.text), key);
            }
        } else {
            read_failure(result, redacted_body(), answer);
        }
    } catch (const BadBody& bad) {
        fail(answer, FailureKind::bad_body, redact(bad.why, key), redacted_body());
    } catch (const json::exception& bad) {
        fail(answer, FailureKind::bad_body,
             redact(std::string("the reply cannot be read: ") + bad.what(), key), redacted_body());
    }
    return answer;
}

} // namespace tiebreak::client
