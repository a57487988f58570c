// SPDX-License-Identifier: GPL-3.0-or-later
// The replies of Anthropic's and Ollama's own APIs.
#include "client/reply_parts.h"

#include <fmt/format.h>

namespace tiebreak::client {

namespace {

using nlohmann::json;

/// Anthropic's input_tokens leaves out what went through its cache; here all of the prompt counts.
void read_anthropic_usage(const json& reply, domain::Usage& usage) {
    const auto input = count_at(reply, "/usage/input_tokens");
    const auto written = count_at(reply, "/usage/cache_creation_input_tokens");
    const auto read = count_at(reply, "/usage/cache_read_input_tokens");
    if (input) {
        usage.prompt_tokens = *input + written.value_or(0) + read.value_or(0);
    }
    usage.cached_tokens = read;
    usage.completion_tokens = count_at(reply, "/usage/output_tokens");
}

} // namespace

void read_anthropic(json& reply, domain::Answer& answer) {
    read_anthropic_usage(reply, answer.usage);
    answer.model_returned = string_at(reply, "model");
    answer.finish_reason = string_at(reply, "stop_reason");
    const auto content = reply.find("content");
    if (content == reply.end() || !content->is_array()) {
        throw BadBody{"the reply has no content"};
    }
    if (content->empty() && answer.finish_reason.empty()) {
        throw BadBody{"the reply has neither content nor a reason to have none"};
    }
    for (json& block : *content) {
        if (!block.is_object() || string_at(block, "type").empty()) {
            throw BadBody{"a block of the content does not name its type"};
        }
        if (string_at(block, "type") != "text") {
            continue; // thinking and tools are kept in the envelope
        }
        const auto text = block.find("text");
        if (text == block.end() || !text->is_string()) {
            throw BadBody{"a text block has no text"};
        }
        answer.text += take_text(*text);
    }
}

void read_ollama(json& reply, domain::Answer& answer) {
    answer.usage.prompt_tokens = count_at(reply, "/prompt_eval_count"); // absent where all of it was cached
    answer.usage.completion_tokens = count_at(reply, "/eval_count");
    answer.model_returned = string_at(reply, "model");
    answer.finish_reason = string_at(reply, "done_reason");
    const json::json_pointer chat("/message/content");
    json* text = nullptr;
    if (reply.contains(chat)) {
        text = &reply[chat];
    } else if (reply.contains("response")) {
        text = &reply["response"];
    }
    if (text == nullptr) {
        throw BadBody{"the reply has neither a message nor a response"};
    }
    if (!text->is_string()) {
        throw BadBody{fmt::format("the answer is of type {}, not text", text->type_name())};
    }
    if (const auto done = reply.find("done"); done != reply.end() && *done != true) {
        throw BadBody{"the reply says that it is not done"};
    }
    answer.text = take_text(*text);
    if (const auto logprobs = reply.find("logprobs"); logprobs != reply.end()) {
        answer.logprobs = read_logprobs(*logprobs);
    }
}

} // namespace tiebreak::client
