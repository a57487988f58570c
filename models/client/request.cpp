// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/endpoint.h"
#include "client/reply_json.h"
#include "domain/error.h"

#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <cmath>

namespace tiebreak::client {

namespace {

using domain::Error;
using domain::ErrorKind;
using nlohmann::json;

template <class T>
void put(json& body, const char* name, const std::optional<T>& value) {
    if (value) {
        body[name] = *value;
    }
}

void put_parameters(json& body, const domain::Parameters& parameters) {
    put(body, "temperature", parameters.temperature);
    put(body, "top_p", parameters.top_p);
    put(body, "top_k", parameters.top_k);
    put(body, "max_tokens", parameters.max_tokens);
    put(body, "frequency_penalty", parameters.frequency_penalty);
    put(body, "presence_penalty", parameters.presence_penalty);
    put(body, "repeat_penalty", parameters.repeat_penalty);
    put(body, "seed", parameters.seed);
    if (!parameters.stop.empty()) {
        body["stop"] = parameters.stop;
    }
}

/// Fields that decide which model is asked what, or how the reply is read: they are the call's, not a
/// parameter's.
constexpr std::array reserved{"model", "messages", "prompt", "stream", "n"};

void merge_extra(json& body, const domain::Candidate& model) {
    if (model.parameters.extra.empty()) {
        return;
    }
    const json extra = json::parse(model.parameters.extra, nullptr, false);
    if (!extra.is_object()) {
        throw Error(ErrorKind::usage, "the extra request fields are not a JSON object", model.name,
                    R"(write them like {"min_p": 0.05})");
    }
    for (const char* name : reserved) {
        if (extra.contains(name)) {
            throw Error(ErrorKind::usage,
                        std::string("\"") + name + "\" may not stand among the extra request fields",
                        model.name, "remove it: Tiebreak sets it for each call");
        }
    }
    for (const auto& [name, value] : extra.items()) {
        if (value.is_null()) {
            body.erase(name); // how a server that refuses a field is spared it
        } else {
            body[name] = value;
        }
    }
}

json messages_of(const ModelCall& call) {
    if (call.messages.empty()) {
        throw Error(ErrorKind::usage, "a chat call needs at least one message", call.model->name);
    }
    json messages = json::array();
    for (const domain::Message& message : call.messages) {
        messages.push_back({{"role", message.role}, {"content", message.content}});
    }
    return messages;
}

} // namespace

Transfer render_request(const ModelCall& call) {
    const domain::Candidate& model = *call.model;
    json body = json::object();
    if (!model.model.empty()) {
        body["model"] = model.model;
    }
    std::string_view path;
    switch (model.api) {
    case domain::Api::openai_chat:
        path = "chat/completions";
        body["messages"] = messages_of(call);
        break;
    case domain::Api::openai_completions:
        path = "completions";
        body["prompt"] = call.prompt;
        break;
    default:
        throw Error(ErrorKind::usage, "the API \"" + to_string(model.api) + "\" cannot be called", model.name,
                    "use openai-chat or openai-completions");
    }
    put_parameters(body, model.parameters);
    merge_extra(body, model);

    if (!(model.endpoint.timeout_s > 0) || !std::isfinite(model.endpoint.timeout_s)) {
        throw Error(ErrorKind::usage, "the time-out is not a positive number of seconds", model.name);
    }
    Transfer transfer;
    transfer.url = below(parse_url(model.endpoint.base_url), path);
    transfer.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    transfer.body = to_text(body);
    transfer.timeouts.total = std::chrono::ceil<std::chrono::milliseconds>(
        std::chrono::duration<double>(std::min(model.endpoint.timeout_s, 1e6)));
    return transfer;
}

} // namespace tiebreak::client
