// SPDX-License-Identifier: GPL-3.0-or-later
// The forms of one answer in each API: private to replies.cpp.
#pragma once

#include "tests/support/endpoint/replies.h"

namespace tiebreak::test::endpoint {

/// About what a tokenizer would count; deterministic is all that matters.
std::size_t tokens(const std::string& text);

nlohmann::json whole_openai(const Asked& asked, const std::string& text, const std::string& fault);
nlohmann::json whole_anthropic(const Asked& asked, const std::string& text, const std::string& fault);
nlohmann::json whole_ollama(const Asked& asked, const std::string& text, const std::string& fault);

std::vector<std::string> stream_openai(const Asked& asked, const std::string& text, const std::string& fault);
std::vector<std::string> stream_anthropic(const Asked& asked, const std::string& text,
                                          const std::string& fault);
std::vector<std::string> stream_ollama(const Asked& asked, const std::string& text, const std::string& fault);

} // namespace tiebreak::test::endpoint
