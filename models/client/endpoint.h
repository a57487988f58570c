// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/http.h"
#include "domain/candidate.h"
#include "domain/response.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::client {

/// What has come of a streamed answer so far.
struct LiveText {
    std::string text;
    bool ended = false; ///< answered, failed or cancelled: nothing follows
};

/// One thing to ask one model.
struct ModelCall {
    std::shared_ptr<const domain::Candidate> model;
    std::vector<domain::Message> messages; ///< chat APIs
    std::string prompt;      ///< where domain::asks_with_prompt: the final text, template applied
    std::uint64_t group = 0; ///< what ModelClient::cancel ends together
    /// Told the text so far at most ten times a second, and at the end; a new try begins at nothing again. On
    /// the network thread; must not block. Never called where the answer is not streamed, but at the end.
    std::function<void(const LiveText&)> live;
};

/// Stands in an envelope where the answer's text was: the text itself is kept once, beside it.
inline constexpr std::string_view answer_placeholder = "[answer]";

/// How much of streaming a server bears.
enum class Streaming {
    off,           ///< one whole reply
    without_usage, ///< a stream; stream_options are not sent to servers that refuse them
    full,
};

/// The request of one call, without its key: URL, headers, JSON body, time-outs.
///   openai-chat         {base}/chat/completions
///   openai-completions  {base}/completions
///   anthropic           {base}/v1/messages, the system prompt apart; max_tokens is 4096 where none is set,
///                       since the API demands one
///   ollama              /api/chat, or /api/generate with "raw" where a template is named; parameters under
///                       "options"
/// An absent parameter is not sent; `repeat_penalty` and `top_k` go under the names llama.cpp and Ollama use;
/// `extra` is merged last and may override. `at` is the replica asked, null for the candidate's own endpoint.
/// @throws domain::Error (usage): an API or a parameter this function cannot say, an address or `extra` that
/// cannot be used.
[[nodiscard]] Transfer render_request(const ModelCall& call, Streaming streaming = Streaming::off,
                                      const domain::Endpoint* at = nullptr);

/// The text for an API that takes one: `prompt`, or, where only messages are given (a judge's), their
/// contents with an empty line between.
[[nodiscard]] std::string prompt_of(const ModelCall& call);

/// `body` as render_request writes it, but for so much of streaming.
[[nodiscard]] std::string with_streaming(const std::string& body, domain::Api api, Streaming streaming);

/// What a finished transfer says, as an answer with `attempts` = 1 and no attempt log. Never throws: what
/// cannot be read is `bad_body` with the reason. Tolerated: content as an array of text parts, null content
/// beside reasoning, tool calls or a refusal, lone surrogates and broken UTF-8 (repaired to U+FFFD).
/// @param stream What took the body, where `result.streamed`. A stream without its end mark is no answer.
class StreamReader;
[[nodiscard]] domain::Answer read_reply(domain::Api api, const TransferResult& result, const Secret* key,
                                        StreamReader* stream = nullptr);

/// The log-probabilities that an answer's envelope still holds: for reading a stored reply again.
[[nodiscard]] std::vector<domain::TokenLogprob> logprobs_in(const std::string& envelope);

} // namespace tiebreak::client
