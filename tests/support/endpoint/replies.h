// SPDX-License-Identifier: GPL-3.0-or-later
// The bodies the endpoint sends. Pure.
#pragma once

#include "tests/support/endpoint/settings.h"

#include <nlohmann/json.hpp>

#include <string>

namespace tiebreak::test::endpoint {

/// A call of a model, as read from its request.
struct Asked {
    bool chat = true;
    std::string model;  ///< the one that answers
    std::string system; ///< all system messages
    std::string prompt; ///< the last user message, or the completion's prompt
    bool judge = false; ///< the model is a judge: its id begins with "judge"
};

/// Throws nlohmann's exceptions or std::invalid_argument where the request is not what the API asks for.
Asked read_request(const Settings& settings, bool chat, const std::string& body);

/// The 2xx body; `fault` shapes it.
std::string reply_body(const Settings& settings, const Asked& asked, const std::string& fault);
/// The verdict a judge gives on the prompt, as its message's text.
std::string verdict(const Asked& asked, const std::string& fault);
std::string error_body(int status, const std::string& message);

nlohmann::json model_list(const Settings& settings);
/// llama.cpp's /props; null where `tells` is something else.
nlohmann::json props(const Settings& settings);
/// Ollama's /api/tags; null where `tells` is something else.
nlohmann::json tags(const Settings& settings);

} // namespace tiebreak::test::endpoint
