// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/stream_reader.h"

#include "client/reply_json.h"
#include "domain/error.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tiebreak::client {

namespace {

using domain::Api;
using nlohmann::json;

constexpr std::chrono::milliseconds between_live{100};
constexpr std::size_t longest_line = std::size_t{16} << 20;

/// Members of `from` that are not null, over those of `into`.
void overlay(json& into, const json& from) {
    for (const auto& [name, value] : from.items()) {
        if (!value.is_null()) {
            into[name] = value;
        }
    }
}

/// Lists are joined, at any depth of objects: how pieces of log-probabilities become one.
void join(json& into, const json& from) {
    if (into.is_null()) {
        into = from;
    } else if (into.is_array() && from.is_array()) {
        into.insert(into.end(), from.begin(), from.end());
    } else if (into.is_object() && from.is_object()) {
        for (const auto& [name, value] : from.items()) {
            join(into[name], value);
        }
    }
}

} // namespace

StreamReader::StreamReader(Api api, std::function<void(const LiveText&)> live)
    : api_(api)
    , live_(std::move(live))
    , reply_(json::object()) {}

bool StreamReader::wants(const TransferResult& begun) {
    const std::string* type = begun.header("content-type");
    if (begun.status < 200 || begun.status >= 300 || type == nullptr) {
        return false;
    }
    return api_ == Api::ollama ? type->starts_with("application/x-ndjson")
                               : type->starts_with("text/event-stream");
}

void StreamReader::take(std::string_view piece) {
    if (bad_ || error_) {
        return;
    }
    try {
        if (api_ == Api::ollama) {
            take_lines(piece);
        } else {
            events_.feed(piece, [this](const text::SseEvent& event) { take_event(event.data); });
        }
    } catch (const domain::Error& error) {
        bad_ = BadBody{error.what_happened()};
    }
    tell();
}

void StreamReader::take_lines(std::string_view piece) {
    while (!piece.empty()) {
        const std::size_t end = piece.find('\n');
        line_ += piece.substr(0, end);
        if (line_.size() > longest_line) {
            bad_ = BadBody{"a line of the stream is too long"};
            return;
        }
        if (end == std::string_view::npos) {
            return;
        }
        piece.remove_prefix(end + 1);
        if (const std::string line = std::exchange(line_, {});
            line.find_first_not_of(" \t\r") != std::string::npos) {
            take_event(line);
        }
    }
}

void StreamReader::take_event(const std::string& data) {
    if (bad_ || error_) {
        return;
    }
    if (data == "[DONE]") {
        ended_ = true;
        return;
    }
    if (take_alike(data)) {
        return;
    }
    const std::size_t text_before = text_.size();
    const std::size_t reasoning_before = reasoning_.size();
    const auto event = read_json(data);
    if (!event || !event->is_object()) {
        bad_ = BadBody{"an event of the stream is not complete JSON"};
        return;
    }
    if (auto says = error_in(*event)) {
        error_ = std::move(says);
        return;
    }
    try {
        if (api_ == Api::anthropic) {
            take_anthropic(*event);
        } else if (api_ == Api::ollama) {
            take_ollama(*event);
        } else {
            take_openai(*event);
            learn_frame(data, text_before, reasoning_before);
        }
    } catch (const BadBody& bad) {
        bad_ = bad;
    } catch (const json::exception& error) {
        bad_ = BadBody{std::string("an event of the stream cannot be read: ") + error.what()};
    }
}

/// Most events of a stream differ in their piece of text alone. Between the very bytes that were parsed
/// before, a piece without quotes, escapes and control characters is what a parser would find there.
bool StreamReader::take_alike(std::string_view data) {
    if (!frame_ || data.size() < frame_->before.size() + frame_->after.size() ||
        !data.starts_with(frame_->before) || !data.ends_with(frame_->after)) {
        return false;
    }
    const std::string_view piece =
        data.substr(frame_->before.size(), data.size() - frame_->before.size() - frame_->after.size());
    const bool plain = std::ranges::none_of(
        piece, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; });
    if (!plain || !text::is_valid_utf8(piece)) {
        return false;
    }
    text_ += piece;
    has_text_ = true;
    spoken_ = spoken_ || !piece.empty();
    return true;
}

/// Of an event that was parsed, where its one effect that adds up was on the text.
void StreamReader::learn_frame(const std::string& data, std::size_t text_before,
                               std::size_t reasoning_before) {
    frame_.reset();
    const std::string_view key = api_ == Api::openai_completions ? "\"text\"" : "\"content\"";
    const std::size_t at = data.find(key);
    if (at == std::string::npos || data.find(key, at + 1) != std::string::npos || !finish_reason_.empty() ||
        !logprobs_.is_null() || reasoning_.size() != reasoning_before || reply_.contains("tool_calls")) {
        return;
    }
    const std::size_t colon = data.find_first_not_of(' ', at + key.size());
    if (colon == std::string::npos || data[colon] != ':') {
        return;
    }
    const std::size_t quote = data.find_first_not_of(' ', colon + 1);
    if (quote == std::string::npos || data[quote] != '"') {
        return;
    }
    const std::size_t end = data.find_first_of("\"\\", quote + 1);
    if (end == std::string::npos || data[end] != '"' || end == quote + 1 ||
        std::string_view(text_).substr(text_before) !=
            std::string_view(data).substr(quote + 1, end - quote - 1)) {
        return;
    }
    frame_ = Frame{data.substr(0, quote + 1), data.substr(end)};
}

void StreamReader::speak(const json& delta, const char* name, std::string& into) {
    const auto found = delta.find(name);
    if (found == delta.end() || found->is_null()) {
        return;
    }
    if (!found->is_string()) {
        throw BadBody{fmt::format("\"{}\" is of type {}, not text", name, found->type_name())};
    }
    const auto& piece = found->get_ref<const std::string&>();
    into += piece;
    has_text_ = has_text_ || &into == &text_;
    spoken_ = spoken_ || !piece.empty();
}

void StreamReader::keep_logprobs(const json& logprobs) {
    if (!logprobs.is_null()) {
        join(logprobs_, logprobs);
    }
}

void StreamReader::take_openai(const json& chunk) {
    for (const auto& [name, value] : chunk.items()) {
        if (name != "choices" && !value.is_null()) {
            if (json& kept = reply_[name]; kept != value) {
                kept = value;
            }
        }
    }
    const auto choices = chunk.find("choices");
    if (choices == chunk.end() || !choices->is_array()) {
        return;
    }
    for (const json& choice : *choices) {
        if (choice.is_object() && choice.value("index", 0) == 0) {
            take_openai_choice(choice);
        }
    }
}

void StreamReader::take_openai_choice(const json& choice) {
    if (const std::string reason = string_at(choice, "finish_reason"); !reason.empty()) {
        finish_reason_ = reason;
    }
    if (const auto logprobs = choice.find("logprobs"); logprobs != choice.end()) {
        keep_logprobs(*logprobs);
    }
    if (api_ == Api::openai_completions) {
        speak(choice, "text", text_);
        return;
    }
    const auto delta = choice.find("delta");
    if (delta == choice.end() || !delta->is_object()) {
        return;
    }
    speak(*delta, "content", text_);
    speak(*delta, "refusal", text_);
    speak(*delta, "reasoning_content", reasoning_);
    speak(*delta, "reasoning", reasoning_);
    if (says_something(*delta, "tool_calls")) {
        reply_["tool_calls"].push_back((*delta)["tool_calls"]);
        spoken_ = true;
    }
}

void StreamReader::take_anthropic(const json& event) {
    const std::string type = string_at(event, "type");
    if (type == "message_start" && event.contains("message") && event["message"].is_object()) {
        reply_ = event["message"];
        reply_["content"] = json::array();
    } else if (type.starts_with("content_block_")) {
        take_anthropic_block(event);
    } else if (type == "message_delta") {
        overlay(reply_, event.value("delta", json::object()));
        overlay(reply_["usage"], event.value("usage", json::object()));
    } else if (type == "message_stop") {
        ended_ = true;
    }
}

void StreamReader::take_anthropic_block(const json& event) {
    json& blocks = reply_["content"];
    const auto index = event.value("index", std::size_t{0});
    if (string_at(event, "type") == "content_block_start") {
        if (!blocks.is_null() && index != blocks.size()) {
            throw BadBody{"the blocks of the stream are out of order"};
        }
        blocks.push_back(event.value("content_block", json::object()));
        return;
    }
    if (string_at(event, "type") != "content_block_delta") {
        return;
    }
    if (!blocks.is_array() || index >= blocks.size()) {
        throw BadBody{"a piece belongs to a block that was not begun"};
    }
    const json delta = event.value("delta", json::object());
    json& block = blocks[index];
    const std::string type = string_at(delta, "type");
    for (const auto& [kind, name, to] :
         {std::tuple("text_delta", "text", "text"), std::tuple("thinking_delta", "thinking", "thinking"),
          std::tuple("signature_delta", "signature", "signature"),
          std::tuple("input_json_delta", "partial_json", "partial_json")}) {
        if (type == kind) {
            std::string piece;
            speak(delta, name, type == "text_delta" ? text_ : piece);
            json& whole = block[to];
            if (!whole.is_string()) {
                whole = std::string();
            }
            if (const auto more = delta.find(name); more != delta.end() && more->is_string()) {
                whole.get_ref<std::string&>() += more->get_ref<const std::string&>();
            }
        }
    }
}

void StreamReader::take_ollama(const json& line) {
    overlay(reply_, line);
    if (const auto message = line.find("message"); message != line.end() && message->is_object()) {
        speak(*message, "content", text_);
        speak(*message, "thinking", reasoning_);
    } else {
        speak(line, "response", text_);
        speak(line, "thinking", reasoning_);
    }
    if (const auto logprobs = line.find("logprobs"); logprobs != line.end()) {
        keep_logprobs(*logprobs);
    }
    ended_ = line.value("done", false);
}

void StreamReader::tell() {
    if (!live_ || text_.empty()) {
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - told_ >= between_live) {
        told_ = now;
        live_({text_, false});
    }
}

json StreamReader::whole() {
    // Some servers end without the empty line behind the last event.
    if (api_ == Api::ollama) {
        take_lines("\n");
    } else if (const auto last = events_.take_unfinished()) {
        take_event(last->data);
    }
    if (error_) {
        throw ServerSays(*error_);
    }
    if (bad_) {
        throw BadBody(*bad_);
    }
    // A reason to finish is an end mark, too: not every server adds OpenAI's "[DONE]".
    if (!ended_ && finish_reason_.empty()) {
        throw BadBody{"the stream ended before its end mark"};
    }
    return api_ == Api::anthropic ? std::move(reply_) : api_ == Api::ollama ? whole_ollama() : whole_openai();
}

json StreamReader::whole_openai() {
    if (!has_text_ && finish_reason_.empty()) {
        throw BadBody{"the stream has no choices"};
    }
    json choice = {{"index", 0}, {"finish_reason", finish_reason_}};
    if (!logprobs_.is_null()) {
        choice["logprobs"] = std::move(logprobs_);
    }
    if (api_ == Api::openai_completions) {
        choice["text"] = std::move(text_);
    } else {
        json message = {{"role", "assistant"}, {"content", std::move(text_)}};
        if (!reasoning_.empty()) {
            message["reasoning_content"] = std::move(reasoning_);
        }
        if (const auto calls = reply_.find("tool_calls"); calls != reply_.end()) {
            message["tool_calls"] = std::move(*calls);
            reply_.erase("tool_calls");
        }
        choice["message"] = std::move(message);
    }
    reply_["choices"] = json::array({std::move(choice)});
    return std::move(reply_);
}

json StreamReader::whole_ollama() {
    if (!logprobs_.is_null()) {
        reply_["logprobs"] = std::move(logprobs_);
    }
    if (reply_.contains("message") && reply_["message"].is_object()) {
        reply_["message"]["content"] = std::move(text_);
        if (!reasoning_.empty()) {
            reply_["message"]["thinking"] = std::move(reasoning_);
        }
    } else if (has_text_) {
        reply_["response"] = std::move(text_);
        if (!reasoning_.empty()) {
            reply_["thinking"] = std::move(reasoning_);
        }
    }
    return std::move(reply_);
}

domain::Usage StreamReader::usage() const {
    domain::Answer answer;
    json told = reply_;
    try {
        if (api_ == Api::anthropic) {
            read_anthropic(told, answer);
        } else if (api_ == Api::ollama) {
            read_ollama(told, answer);
        } else {
            read_openai(false, told, answer);
        }
    } catch (const BadBody&) { // NOLINT(bugprone-empty-catch): only the usage is asked for here
    }
    return answer.usage;
}

} // namespace tiebreak::client
