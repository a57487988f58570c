// SPDX-License-Identifier: GPL-3.0-or-later
// The bodies the endpoint sends. Pure.
#pragma once

#include "tests/support/endpoint/settings.h"

#include <nlohmann/json.hpp>

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::test::endpoint {

enum class Dialect { chat, completions, anthropic, ollama_chat, ollama_generate };

/// The dialect spoken at a path, nothing where no model is called there.
std::optional<Dialect> dialect_of(const std::string& path);

/// A call of a model, as read from its request.
struct Asked {
    Dialect dialect = Dialect::chat;
    std::string model;  ///< the one that answers
    std::string system; ///< all system messages
    std::string prompt; ///< the last user message, or the completion's prompt
    std::string first;  ///< the first user message: what a request for the format is about
    bool judge = false; ///< the model is a judge: its id begins with "judge"
    bool stream = false;
    bool stream_options = false; ///< OpenAI: asked for, with the usage in the last event
    int logprobs = -1;           ///< alternatives wanted for each token; -1: none
    bool load = false;           ///< Ollama: only loads or unloads the model
    bool unload = false;
};

/// Throws nlohmann's exceptions or std::invalid_argument where the request is not what the API asks for.
Asked read_request(const Settings& settings, Dialect dialect, const std::string& body);

/// The 2xx body of a whole reply; `fault` shapes it.
std::string reply_body(const Settings& settings, const Asked& asked, const std::string& fault);
/// The same answer as a stream: server-sent events, or lines for Ollama.
std::vector<std::string> reply_stream(const Settings& settings, const Asked& asked, const std::string& fault);
/// The verdict a judge gives on the prompt, as its message's text.
std::string verdict(const Asked& asked, const std::string& fault);
std::string error_body(Dialect dialect, int status, const std::string& message);

/// The parts a streamed answer comes in: words with the blank before them.
std::vector<std::string> pieces_of(const std::string& text);

/// `held`: the models in memory, where it is a router.
nlohmann::json model_list(const Settings& settings, const std::deque<std::string>& held);
/// llama.cpp's /props of a model; null where `tells` is something else.
nlohmann::json props(const Settings& settings, const std::string& model);
/// Ollama's /api/tags; null where `tells` is something else.
nlohmann::json tags(const Settings& settings);

} // namespace tiebreak::test::endpoint
