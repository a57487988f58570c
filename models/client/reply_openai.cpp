// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/reply_parts.h"

#include <fmt/format.h>

namespace tiebreak::client {

namespace {

using nlohmann::json;

std::string take_parts(json& parts) {
    std::string text;
    for (json& part : parts) {
        if (part.is_string()) {
            text += take_text(part);
        } else if (part.is_object() && part.contains("text") && part["text"].is_string()) {
            text += take_text(part["text"]);
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
        return take_text(*content);
    }
    if (content != message->end() && content->is_array()) {
        return take_parts(*content);
    }
    if (content != message->end() && !content->is_null()) {
        throw BadBody{fmt::format("the message's content is of type {}, not text", content->type_name())};
    }
    if (const auto refusal = message->find("refusal"); refusal != message->end() && refusal->is_string()) {
        return take_text(*refusal);
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
    return take_text(*text);
}

void read_usage(const json& reply, domain::Usage& usage) {
    const auto found = reply.find("usage");
    if (found == reply.end() || !found->is_object()) {
        return;
    }
    usage.prompt_tokens = count_at(*found, "/prompt_tokens");
    usage.completion_tokens = count_at(*found, "/completion_tokens");
    usage.cached_tokens = count_at(*found, "/prompt_tokens_details/cached_tokens");
    usage.reasoning_tokens = count_at(*found, "/completion_tokens_details/reasoning_tokens");
}

/// llama.cpp tells of its cache in "timings" where its usage does not.
void read_timings(const json& reply, domain::Usage& usage) {
    if (!usage.cached_tokens) {
        usage.cached_tokens = count_at(reply, "/timings/cache_n");
    }
}

} // namespace

void read_openai(bool chat, json& reply, domain::Answer& answer) {
    read_usage(reply, answer.usage);
    read_timings(reply, answer.usage);
    answer.model_returned = string_at(reply, "model");
    answer.fingerprint_returned = string_at(reply, "system_fingerprint");
    const auto choices = reply.find("choices");
    if (choices == reply.end() || !choices->is_array() || choices->empty() || !choices->front().is_object()) {
        throw BadBody{"the reply has no choices"};
    }
    json& choice = choices->front();
    answer.finish_reason = string_at(choice, "finish_reason");
    answer.text = chat ? take_message(choice) : take_completion(choice);
    if (const auto logprobs = choice.find("logprobs"); logprobs != choice.end()) {
        answer.logprobs = read_logprobs(*logprobs);
    }
}

} // namespace tiebreak::client
