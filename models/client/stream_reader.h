// SPDX-License-Identifier: GPL-3.0-or-later
// A streamed answer, put together as it arrives: private to the client.
#pragma once

#include "client/endpoint.h"
#include "client/http.h"
#include "client/reply_parts.h"
#include "text/sse.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tiebreak::client {

/// Server-sent events of OpenAI-like servers and of Anthropic, and Ollama's lines. What it amounts to has the
/// form of the API's whole reply, so that one reader serves both. Of one try; a reply that is no stream
/// (whole JSON all the same, an error) it does not want.
class StreamReader : public BodySink {
public:
    explicit StreamReader(domain::Api api, std::function<void(const LiveText&)> live = {});

    [[nodiscard]] bool wants(const TransferResult& begun) override;
    void take(std::string_view piece) override;
    [[nodiscard]] bool spoken() const override { return spoken_; }

    /// The reply, once the transfer is over. @throws BadBody where the stream ended before its end mark or
    /// held what the API does not promise, ServerSays where the server reported an error in it.
    [[nodiscard]] nlohmann::json whole();
    /// Usage told so far: a stream that broke may still have been paid for.
    [[nodiscard]] domain::Usage usage() const;

private:
    void take_lines(std::string_view piece);
    void take_event(const std::string& data);
    /// Takes an event that differs from the one before in its piece of text alone; false where it is none.
    bool take_alike(std::string_view data);
    void learn_frame(const std::string& data, std::size_t text_before, std::size_t reasoning_before);
    void take_openai(const nlohmann::json& chunk);
    void take_openai_choice(const nlohmann::json& choice);
    void take_anthropic(const nlohmann::json& event);
    void take_anthropic_block(const nlohmann::json& event);
    void take_ollama(const nlohmann::json& line);
    void keep_logprobs(const nlohmann::json& logprobs);
    void speak(const nlohmann::json& delta, const char* name, std::string& into);
    void tell();
    [[nodiscard]] nlohmann::json whole_openai();
    [[nodiscard]] nlohmann::json whole_ollama();

    domain::Api api_;
    std::function<void(const LiveText&)> live_;
    std::chrono::steady_clock::time_point told_{};
    text::SseParser events_;
    std::string line_;     ///< Ollama: what came of the present line
    nlohmann::json reply_; ///< what is not text: ids, usage, and Anthropic's blocks
    nlohmann::json logprobs_;
    std::string text_;
    std::string reasoning_;
    std::string finish_reason_;
    bool has_text_ = false; ///< an empty one counts
    bool spoken_ = false;
    bool ended_ = false; ///< the end mark was there
    /// What stood around the piece of text of the last event that did nothing but add it.
    struct Frame {
        std::string before;
        std::string after;
    };
    std::optional<Frame> frame_;
    std::optional<BadBody> bad_;
    std::optional<ServerSays> error_;
};

} // namespace tiebreak::client
