// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/endpoint.h"
#include "client/reply_json.h"
#include "domain/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace tiebreak::client {

namespace {

using domain::Api;
using domain::Error;
using domain::ErrorKind;
using nlohmann::json;

/// Anthropic's API has no default; every model of theirs may write so much.
constexpr std::int64_t anthropic_max_tokens = 4096;
constexpr const char* anthropic_version = "2023-06-01";

template <class T>
void put(json& body, const char* name, const std::optional<T>& value) {
    if (value) {
        body[name] = *value;
    }
}

/// The names that OpenAI's API, llama.cpp and vLLM share; Ollama's options differ in one.
void put_parameters(json& body, const domain::Parameters& parameters, const char* max_tokens) {
    put(body, "temperature", parameters.temperature);
    put(body, "top_p", parameters.top_p);
    put(body, "top_k", parameters.top_k);
    put(body, max_tokens, parameters.max_tokens);
    put(body, "frequency_penalty", parameters.frequency_penalty);
    put(body, "presence_penalty", parameters.presence_penalty);
    put(body, "repeat_penalty", parameters.repeat_penalty);
    put(body, "seed", parameters.seed);
    if (!parameters.stop.empty()) {
        body["stop"] = parameters.stop;
    }
}

void put_logprobs(json& body, const domain::Parameters& parameters, bool completions) {
    if (!parameters.logprobs && !parameters.top_logprobs) {
        return;
    }
    if (completions) {
        // There it is the number itself; 0 means none at all to llama.cpp.
        body["logprobs"] = std::max<std::int64_t>(parameters.top_logprobs.value_or(1), 1);
    } else {
        body["logprobs"] = true;
        put(body, "top_logprobs", parameters.top_logprobs);
    }
}

json messages_of(const ModelCall& call, bool with_system) {
    if (call.messages.empty()) {
        throw Error(ErrorKind::usage, "a chat call needs at least one message", call.model->name);
    }
    json messages = json::array();
    for (const domain::Message& message : call.messages) {
        if (with_system || message.role != "system") {
            messages.push_back({{"role", message.role}, {"content", message.content}});
        }
    }
    return messages;
}

std::string system_of(const ModelCall& call) {
    std::string system;
    for (const domain::Message& message : call.messages) {
        if (message.role == "system") {
            system += (system.empty() ? "" : "\n\n") + message.content;
        }
    }
    return system;
}

} // namespace

std::string prompt_of(const ModelCall& call) {
    if (!call.prompt.empty()) {
        return call.prompt;
    }
    std::string prompt;
    for (const domain::Message& message : call.messages) {
        prompt += (prompt.empty() ? "" : "\n\n") + message.content;
    }
    return prompt;
}

namespace {

void put_anthropic(json& body, const ModelCall& call) {
    const domain::Parameters& parameters = call.model->parameters;
    body["messages"] = messages_of(call, false);
    if (const std::string system = system_of(call); !system.empty()) {
        body["system"] = system;
    }
    body["max_tokens"] = parameters.max_tokens.value_or(anthropic_max_tokens);
    put(body, "temperature", parameters.temperature);
    put(body, "top_p", parameters.top_p);
    put(body, "top_k", parameters.top_k);
    if (!parameters.stop.empty()) {
        body["stop_sequences"] = parameters.stop;
    }
}

void put_ollama(json& body, const ModelCall& call) {
    if (domain::asks_with_prompt(*call.model)) {
        body["prompt"] = prompt_of(call);
        body["raw"] = true; // the template is applied; the server's own would come on top
    } else {
        body["messages"] = messages_of(call, true);
    }
    json options = json::object();
    put_parameters(options, call.model->parameters, "num_predict");
    if (!options.empty()) {
        body["options"] = std::move(options);
    }
    put_logprobs(body, call.model->parameters, false);
}

/// Fields that decide which model is asked what, or how the reply is read: they are the call's, not a
/// parameter's.
constexpr std::array reserved{"model", "messages", "prompt", "stream", "stream_options", "n", "raw"};

void merge(json& into, const json& from) {
    for (const auto& [name, value] : from.items()) {
        if (value.is_null()) {
            into.erase(name); // how a server that refuses a field is spared it
        } else if (name == "options" && value.is_object() && into.contains("options")) {
            merge(into["options"], value); // Ollama's: beside what the parameters said
        } else {
            into[name] = value;
        }
    }
}

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
    merge(body, extra);
}

void put_streaming(json& body, Api api, Streaming streaming) {
    const bool openai = api == Api::openai_chat || api == Api::openai_completions;
    body.erase("stream_options");
    if (streaming != Streaming::off) {
        body["stream"] = true;
    } else if (api == Api::ollama) {
        body["stream"] = false; // it streams unless told not to
    } else {
        body.erase("stream");
    }
    if (openai && streaming == Streaming::full) {
        body["stream_options"] = {{"include_usage", true}};
    }
}

Url url_of(const domain::Candidate& model, const std::string& base_url) {
    const Url base = parse_url(base_url);
    switch (model.api) {
    case Api::openai_chat:
        return below(base, "chat/completions");
    case Api::openai_completions:
        return below(base, "completions");
    case Api::anthropic:
        return below(base, base.text.ends_with("/v1") ? "messages" : "v1/messages");
    default:
        return at_root(base, domain::asks_with_prompt(model) ? "api/generate" : "api/chat");
    }
}

} // namespace

std::string with_streaming(const std::string& body, Api api, Streaming streaming) {
    json changed = json::parse(body);
    put_streaming(changed, api, streaming);
    return to_text(changed);
}

Transfer render_request(const ModelCall& call, Streaming streaming, const domain::Endpoint* at) {
    const domain::Candidate& model = *call.model;
    const domain::Endpoint& endpoint = at != nullptr ? *at : model.endpoint;
    if (const auto unsaid = domain::unsupported_parameters(model.api, model.parameters); !unsaid.empty()) {
        throw Error(ErrorKind::usage,
                    "the API \"" + to_string(model.api) + "\" has no parameter \"" + unsaid.front() + "\"",
                    model.name, "leave it out: it could only be dropped in silence");
    }
    json body = json::object();
    if (!model.model.empty()) {
        body["model"] = model.model;
    }
    switch (model.api) {
    case Api::openai_chat:
        body["messages"] = messages_of(call, true);
        put_parameters(body, model.parameters, "max_tokens");
        put_logprobs(body, model.parameters, false);
        break;
    case Api::openai_completions:
        body["prompt"] = prompt_of(call);
        put_parameters(body, model.parameters, "max_tokens");
        put_logprobs(body, model.parameters, true);
        break;
    case Api::anthropic:
        put_anthropic(body, call);
        break;
    case Api::ollama:
        put_ollama(body, call);
        break;
    default:
        throw Error(ErrorKind::usage, "the API \"" + to_string(model.api) + "\" cannot be called", model.name,
                    "it is not reached over the network");
    }
    merge_extra(body, model);
    put_streaming(body, model.api, streaming);

    if (!(endpoint.timeout_s > 0) || !std::isfinite(endpoint.timeout_s)) {
        throw Error(ErrorKind::usage, "the time-out is not a positive number of seconds", model.name);
    }
    Transfer transfer;
    transfer.url = url_of(model, endpoint.base_url);
    transfer.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    if (streaming != Streaming::off) {
        transfer.headers.back().second = model.api == Api::ollama ? "application/x-ndjson, application/json"
                                                                  : "text/event-stream, application/json";
    }
    if (model.api == Api::anthropic) {
        transfer.headers.emplace_back("anthropic-version", anthropic_version);
        transfer.key_header = KeyHeader::x_api_key;
    }
    transfer.body = to_text(body);
    transfer.timeouts.total = std::chrono::ceil<std::chrono::milliseconds>(
        std::chrono::duration<double>(std::min(endpoint.timeout_s, 1e6)));
    return transfer;
}

} // namespace tiebreak::client
