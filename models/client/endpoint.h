// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/http.h"
#include "domain/candidate.h"
#include "domain/response.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::client {

/// One thing to ask one model.
struct ModelCall {
    std::shared_ptr<const domain::Candidate> model;
    std::vector<domain::Message> messages; ///< chat APIs
    std::string prompt;                    ///< openai-completions: the final text, template applied
    std::uint64_t group = 0;               ///< what ModelClient::cancel ends together
};

/// Stands in an envelope where the answer's text was: the text itself is kept once, beside it.
inline constexpr std::string_view answer_placeholder = "[answer]";

/// The request of one call, without its key: URL, headers, JSON body, time-outs. openai-chat goes to
/// {base}/chat/completions, openai-completions to {base}/completions. An absent parameter is not sent;
/// `repeat_penalty` and `top_k` go under the names llama.cpp and Ollama use; `extra` is merged last and may
/// override.
/// @throws domain::Error (usage): an API this function does not speak, an address or `extra` that cannot be
/// used.
[[nodiscard]] Transfer render_request(const ModelCall& call);

/// What a finished transfer says, as an answer with `attempts` = 1 and no attempt log. Never throws: what
/// cannot be read is `bad_body` with the reason. Tolerated: content as an array of text parts, null content
/// beside reasoning, tool calls or a refusal, lone surrogates and broken UTF-8 (repaired to U+FFFD).
[[nodiscard]] domain::Answer read_reply(domain::Api api, const TransferResult& result, const Secret* key);

} // namespace tiebreak::client
