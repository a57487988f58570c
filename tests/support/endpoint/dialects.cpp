// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/endpoint/dialects.h"

#include "tests/support/endpoint_answers.h"

#include <ctime>

namespace tiebreak::test::endpoint {

namespace {

using nlohmann::json;

std::string dumped(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// The log-probability said of a token: negative, and another for each token.
double logprob_of(const std::string& token) {
    return -0.01 - static_cast<double>(judge_score("=" + token)) / 25.0;
}

/// OpenAI's and Ollama's form: [{"token", "logprob", "bytes", "top_logprobs": […]}].
json logprobs_of(const std::vector<std::string>& tokens, int alternatives) {
    json list = json::array();
    for (const std::string& token : tokens) {
        json top = json::array();
        for (int i = 0; i < alternatives; ++i) {
            const std::string other = i == 0                   ? token
                                      : i == 1 && token == "A" ? "B" // a judge's letter and the one not said
                                      : i == 1 && token == "B" ? "A"
                                                               : token + std::to_string(i);
            top.push_back({{"token", other}, {"logprob", logprob_of(token) - i}});
        }
        list.push_back({{"token", token}, {"logprob", logprob_of(token)}, {"top_logprobs", std::move(top)}});
    }
    return list;
}

/// The older form of completions: parallel lists.
json legacy_logprobs(const std::vector<std::string>& tokens, int alternatives) {
    json result = {{"tokens", tokens}, {"token_logprobs", json::array()}, {"top_logprobs", json::array()}};
    for (const std::string& token : tokens) {
        result["token_logprobs"].push_back(logprob_of(token));
        json top = json::object();
        for (int i = 0; i < alternatives; ++i) {
            top[i == 0 ? token : token + std::to_string(i)] = logprob_of(token) - i;
        }
        result["top_logprobs"].push_back(std::move(top));
    }
    return result;
}

json message_with(const std::string& text, const std::string& fault) {
    json message = {{"role", "assistant"}, {"content", text}};
    if (fault == "null-content") {
        message["content"] = nullptr;
    } else if (fault == "number-content") {
        message["content"] = 42;
    } else if (fault == "reasoning") {
        message["content"] = nullptr;
        message["reasoning_content"] = "thinking it over";
    } else if (fault == "parts") {
        const std::size_t half = text.size() / 2;
        message["content"] = json::array({{{"type", "text"}, {"text", text.substr(0, half)}},
                                          {{"type", "text"}, {"text", text.substr(half)}}});
    }
    return message;
}

json openai_usage(const Asked& asked, const std::string& text) {
    const std::size_t prompt_tokens = tokens(asked.system) + tokens(asked.prompt);
    return {{"prompt_tokens", prompt_tokens},
            {"completion_tokens", tokens(text)},
            {"total_tokens", prompt_tokens + tokens(text)},
            {"prompt_tokens_details", {{"cached_tokens", 3}}}};
}

json openai_head(const Asked& asked, bool chunk) {
    const bool chat = asked.dialect == Dialect::chat;
    return {{"id", "cmpl-" + digest(asked.model + asked.prompt)},
            {"object", !chat   ? "text_completion"
                       : chunk ? "chat.completion.chunk"
                               : "chat.completion"},
            {"created", std::time(nullptr)},
            {"model", asked.model},
            {"system_fingerprint", "fp_" + digest(asked.model).substr(0, 10)}};
}

/// Of the prompt's tokens some were read from the cache: input_tokens counts the others only.
json anthropic_usage(const Asked& asked) {
    return {{"input_tokens", tokens(asked.system) + tokens(asked.prompt)},
            {"cache_creation_input_tokens", 2},
            {"cache_read_input_tokens", 3}};
}

json anthropic_head(const Asked& asked) {
    return {{"id", "msg_" + digest(asked.model + asked.prompt)},
            {"type", "message"},
            {"role", "assistant"},
            {"model", asked.model},
            {"stop_sequence", nullptr}};
}

json ollama_head(const Asked& asked) {
    return {{"model", asked.model}, {"created_at", "2026-01-01T00:00:00.000000Z"}};
}

json ollama_end(const Asked& asked, const std::string& text) {
    return {{"done", true},
            {"done_reason", "stop"},
            {"total_duration", 1000000},
            {"load_duration", 1000},
            {"prompt_eval_count", tokens(asked.system) + tokens(asked.prompt)},
            {"eval_count", tokens(text)}};
}

void put_ollama_text(json& reply, const Asked& asked, const std::string& text, const std::string& fault) {
    if (asked.dialect == Dialect::ollama_chat) {
        reply["message"] = {{"role", "assistant"}, {"content", text}};
        if (fault == "number-content") {
            reply["message"]["content"] = 42;
        } else if (fault == "reasoning") {
            reply["message"]["content"] = "";
            reply["message"]["thinking"] = "thinking it over";
        }
    } else {
        reply["response"] = fault == "number-content" ? json(42) : json(text);
    }
}

std::string event(const json& data, const char* name = nullptr) {
    return (name != nullptr ? std::string("event: ") + name + "\n" : std::string{}) +
           "data: " + dumped(data) + "\n\n";
}

} // namespace

std::size_t tokens(const std::string& text) {
    return text.size() / 4 + 1;
}

json whole_openai(const Asked& asked, const std::string& text, const std::string& fault) {
    json choice = {{"index", 0}, {"finish_reason", "stop"}};
    if (asked.dialect == Dialect::chat) {
        choice["message"] = message_with(text, fault);
        if (asked.logprobs >= 0) {
            choice["logprobs"] = {{"content", logprobs_of(pieces_of(text), asked.logprobs)}};
        }
    } else {
        choice["text"] = fault == "number-content" ? json(42) : json(text);
        if (asked.logprobs >= 0) {
            choice["logprobs"] = legacy_logprobs(pieces_of(text), asked.logprobs);
        }
    }
    json reply = openai_head(asked, false);
    reply["choices"] = fault == "no-choices" ? json::array() : json::array({choice});
    reply["usage"] = openai_usage(asked, text);
    return reply;
}

json whole_anthropic(const Asked& asked, const std::string& text, const std::string& fault) {
    json reply = anthropic_head(asked);
    reply["stop_reason"] = "end_turn";
    reply["usage"] = anthropic_usage(asked);
    reply["usage"]["output_tokens"] = tokens(text);
    reply["content"] = json::array();
    if (fault == "reasoning") {
        reply["content"].push_back({{"type", "thinking"}, {"thinking", "thinking it over"}});
    } else if (fault == "number-content") {
        reply["content"] = 42;
    } else if (fault == "no-choices") {
        reply.erase("content");
    } else {
        reply["content"].push_back({{"type", "text"}, {"text", text}});
    }
    return reply;
}

json whole_ollama(const Asked& asked, const std::string& text, const std::string& fault) {
    json reply = ollama_head(asked);
    reply.update(ollama_end(asked, text));
    if (asked.load || asked.unload) {
        reply["response"] = "";
        reply["done_reason"] = asked.unload ? "unload" : "load";
        return reply;
    }
    if (fault != "no-choices") {
        put_ollama_text(reply, asked, text, fault);
    }
    if (asked.logprobs >= 0) {
        reply["logprobs"] = logprobs_of(pieces_of(text), asked.logprobs);
    }
    return reply;
}

std::vector<std::string> stream_openai(const Asked& asked, const std::string& text,
                                       const std::string& fault) {
    const bool chat = asked.dialect == Dialect::chat;
    const json head = openai_head(asked, true);
    std::vector<std::string> events;
    const auto send = [&](const json& delta, const json& finish, const json& logprobs) {
        json chunk = head;
        json choice = {{"index", 0}, {"finish_reason", finish}, {"logprobs", logprobs}};
        if (chat) {
            choice["delta"] = delta;
        } else {
            choice["text"] = delta.value("content", json(""));
        }
        chunk["choices"] = fault == "no-choices" ? json::array() : json::array({std::move(choice)});
        if (asked.stream_options) {
            chunk["usage"] = nullptr;
        }
        events.push_back(event(chunk));
    };
    if (chat) {
        send({{"role", "assistant"}, {"content", fault == "null-content" ? json() : json("")}}, nullptr,
             nullptr);
    }
    if (fault == "number-content") {
        send({{"content", 42}}, nullptr, nullptr);
    } else if (fault == "reasoning") {
        send({{"reasoning_content", "thinking "}}, nullptr, nullptr);
        send({{"reasoning_content", "it over"}}, nullptr, nullptr);
    } else if (fault != "null-content") {
        for (const std::string& piece : pieces_of(text)) {
            json logprobs;
            if (asked.logprobs >= 0) {
                logprobs = chat ? json{{"content", logprobs_of({piece}, asked.logprobs)}}
                                : legacy_logprobs({piece}, asked.logprobs);
            }
            send({{"content", piece}}, nullptr, logprobs);
        }
    }
    send(json::object(), "stop", nullptr);
    if (asked.stream_options) {
        json last = head;
        last["choices"] = json::array();
        last["usage"] = openai_usage(asked, text);
        events.push_back(event(last));
    }
    events.emplace_back("data: [DONE]\n\n");
    return events;
}

std::vector<std::string> stream_anthropic(const Asked& asked, const std::string& text,
                                          const std::string& fault) {
    std::vector<std::string> events;
    const auto send = [&](const char* type, json data) {
        data["type"] = type;
        events.push_back(event(data, type));
    };
    json message = anthropic_head(asked);
    message["stop_reason"] = nullptr;
    message["content"] = json::array();
    message["usage"] = anthropic_usage(asked);
    message["usage"]["output_tokens"] = 1;
    send("message_start", {{"message", message}});
    const bool thinks = fault == "reasoning";
    if (fault != "no-choices") {
        send("content_block_start", {{"index", 0},
                                     {"content_block", thinks ? json{{"type", "thinking"}, {"thinking", ""}}
                                                              : json{{"type", "text"}, {"text", ""}}}});
        send("ping", json::object());
        for (const std::string& piece : pieces_of(text)) {
            json delta = {{"type", "text_delta"}, {"text", piece}};
            if (thinks) {
                delta = {{"type", "thinking_delta"}, {"thinking", piece}};
            } else if (fault == "number-content") {
                delta["text"] = 42;
            }
            send("content_block_delta", {{"index", 0}, {"delta", std::move(delta)}});
        }
        send("content_block_stop", {{"index", 0}});
    }
    send("message_delta", {{"delta", {{"stop_reason", "end_turn"}, {"stop_sequence", nullptr}}},
                           {"usage", {{"output_tokens", tokens(text)}}}});
    send("message_stop", json::object());
    return events;
}

std::vector<std::string> stream_ollama(const Asked& asked, const std::string& text,
                                       const std::string& fault) {
    std::vector<std::string> lines;
    const auto send = [&](const std::string& piece, const json& more) {
        json line = ollama_head(asked);
        line["done"] = false;
        line.update(more);
        if (fault != "no-choices") {
            put_ollama_text(line, asked, piece, fault);
        }
        lines.push_back(dumped(line) + "\n");
    };
    for (const std::string& piece : pieces_of(text)) {
        json more = json::object();
        if (asked.logprobs >= 0) {
            more["logprobs"] = logprobs_of({piece}, asked.logprobs);
        }
        send(piece, more);
    }
    send("", ollama_end(asked, text));
    return lines;
}

} // namespace tiebreak::test::endpoint
