// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/reply_parts.h"

#include "client/endpoint.h"
#include "client/reply_json.h"

#include <algorithm>

namespace tiebreak::client {

namespace {

using domain::FailureKind;
using domain::TokenLogprob;
using nlohmann::json;

std::optional<double> number_at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

void sort_alternatives(TokenLogprob& token) {
    std::ranges::stable_sort(token.top, std::ranges::greater{}, &TokenLogprob::Alternative::logprob);
}

/// [{"token", "logprob", "top_logprobs": [{"token", "logprob"}]}]: OpenAI's chat, llama.cpp, vLLM, Ollama.
std::vector<TokenLogprob> read_list(const json& list) {
    std::vector<TokenLogprob> tokens;
    for (const json& entry : list) {
        const auto logprob = entry.is_object() ? number_at(entry, "logprob") : std::nullopt;
        if (!logprob) {
            continue;
        }
        TokenLogprob token{string_at(entry, "token"), *logprob, {}};
        if (const auto top = entry.find("top_logprobs"); top != entry.end() && top->is_array()) {
            for (const json& other : *top) {
                if (const auto value = other.is_object() ? number_at(other, "logprob") : std::nullopt) {
                    token.top.push_back({string_at(other, "token"), *value});
                }
            }
        }
        sort_alternatives(token);
        tokens.push_back(std::move(token));
    }
    return tokens;
}

/// {"tokens", "token_logprobs", "top_logprobs": [{token: logprob}]}: OpenAI's completions, vLLM.
std::vector<TokenLogprob> read_parallel(const json& lists) {
    const auto tokens = lists.find("tokens");
    const auto values = lists.find("token_logprobs");
    if (tokens == lists.end() || !tokens->is_array() || values == lists.end() || !values->is_array()) {
        return {};
    }
    const auto top = lists.find("top_logprobs");
    std::vector<TokenLogprob> read;
    for (std::size_t i = 0; i < std::min(tokens->size(), values->size()); ++i) {
        if (!(*tokens)[i].is_string() || !(*values)[i].is_number()) {
            continue; // the first token of an echoed prompt has none
        }
        TokenLogprob token{(*tokens)[i].get<std::string>(), (*values)[i].get<double>(), {}};
        if (top != lists.end() && top->is_array() && i < top->size() && (*top)[i].is_object()) {
            for (const auto& [name, value] : (*top)[i].items()) {
                if (value.is_number()) {
                    token.top.push_back({name, value.get<double>()});
                }
            }
        }
        sort_alternatives(token);
        read.push_back(std::move(token));
    }
    return read;
}

FailureKind kind_named(const std::string& type, int status) {
    if (status == 429 || type == "rate_limit_error" || type == "rate_limit_exceeded") {
        return FailureKind::rate_limit;
    }
    const bool callers_fault = type == "invalid_request_error" || type == "authentication_error" ||
                               type == "permission_error" || type == "not_found_error" ||
                               type == "BadRequestError";
    return (status >= 400 && status < 500) || (status == 0 && callers_fault) ? FailureKind::http_client
                                                                             : FailureKind::server;
}

} // namespace

std::string string_at(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<std::int64_t> count_at(const json& object, const char* pointer) {
    const json::json_pointer at(pointer);
    if (!object.contains(at) || !object.at(at).is_number()) {
        return std::nullopt;
    }
    const auto value = object.at(at).get<std::int64_t>();
    return value < 0 ? std::nullopt : std::optional(value);
}

bool says_something(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && !found->is_null() && !found->empty();
}

std::string take_text(json& content) {
    std::string text = std::move(content.get_ref<std::string&>());
    content = answer_placeholder;
    return text;
}

std::vector<TokenLogprob> read_logprobs(const json& logprobs) {
    if (logprobs.is_array()) {
        return read_list(logprobs);
    }
    if (!logprobs.is_object()) {
        return {};
    }
    const auto content = logprobs.find("content");
    return content != logprobs.end() && content->is_array() ? read_list(*content) : read_parallel(logprobs);
}

std::vector<TokenLogprob> logprobs_in(const std::string& envelope) {
    const auto reply = read_json(envelope);
    if (!reply || !reply->is_object()) {
        return {};
    }
    for (const json::json_pointer& at :
         {json::json_pointer("/choices/0/logprobs"), json::json_pointer("/logprobs")}) {
        if (reply->contains(at)) {
            return read_logprobs(reply->at(at));
        }
    }
    return {};
}

std::optional<ServerSays> error_in(const json& reply) {
    const json* error = nullptr;
    if (const auto found = reply.find("error"); found != reply.end() && !found->is_null()) {
        error = &*found;
    } else if (string_at(reply, "object") == "error") {
        error = &reply;
    } else {
        return std::nullopt;
    }
    ServerSays says;
    says.message = message_of(reply);
    if (error->is_object()) {
        const auto code = number_at(*error, "code");
        says.status = code && *code >= 100 && *code < 600 ? static_cast<int>(*code) : 0;
        says.kind = kind_named(string_at(*error, "type"), says.status);
    }
    return says;
}

} // namespace tiebreak::client
