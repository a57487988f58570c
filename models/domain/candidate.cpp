// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/candidate.h"

namespace tiebreak::domain {

bool asks_with_prompt(const Candidate& candidate) {
    return candidate.api == Api::openai_completions || candidate.api == Api::command ||
           (candidate.api == Api::ollama && !candidate.prompt_template.empty());
}

std::vector<std::string> unsupported_parameters(Api api, const Parameters& parameters) {
    std::vector<std::string> names;
    const auto refuse = [&names](const char* name, bool set) {
        if (set) {
            names.emplace_back(name);
        }
    };
    if (api == Api::anthropic) {
        refuse("frequency_penalty", parameters.frequency_penalty.has_value());
        refuse("presence_penalty", parameters.presence_penalty.has_value());
        refuse("repeat_penalty", parameters.repeat_penalty.has_value());
        refuse("seed", parameters.seed.has_value());
    }
    if (api == Api::anthropic || api == Api::command) {
        refuse("logprobs", parameters.logprobs);
        refuse("top_logprobs", parameters.top_logprobs.has_value());
    }
    return names;
}

} // namespace tiebreak::domain
