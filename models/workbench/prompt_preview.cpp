// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/prompt_preview.h"

#include "text/prompt_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace tiebreak::workbench {

namespace {

/// How the beginning of a text is spelt by the tokenizers in use. A server puts it there by itself.
constexpr std::array<std::string_view, 6> beginnings{
    "<s>", "<|begin_of_text|>", "<bos>", "<|startoftext|>", "<|endoftext|>", "[BOS]"};

/// What a chat template marks turns with; two families in one text are one template within another.
struct Family {
    std::string_view name;
    std::array<std::string_view, 2> marks;
};
constexpr std::array<Family, 6> families{{{"ChatML", {"<|im_start|>", "<|im_end|>"}},
                                          {"Llama 2 or Mistral", {"[INST]", "[/INST]"}},
                                          {"Llama 3", {"<|start_header_id|>", "<|eot_id|>"}},
                                          {"Gemma", {"<start_of_turn>", "<end_of_turn>"}},
                                          {"Phi", {"<|user|>", "<|assistant|>"}},
                                          {"Alpaca", {"### Instruction:", "### Response:"}}}};

std::vector<std::string_view> families_in(std::string_view text) {
    std::vector<std::string_view> found;
    for (const Family& family : families) {
        if (std::ranges::any_of(family.marks,
                                [&](std::string_view mark) { return text.find(mark) != text.npos; })) {
            found.push_back(family.name);
        }
    }
    return found;
}

int count_of(std::string_view text, std::string_view mark) {
    int count = 0;
    for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at + mark.size())) {
        ++count;
    }
    return count;
}

void warn_of_prompt(const std::string& prompt, std::vector<std::string>& warnings) {
    for (const std::string_view beginning : beginnings) {
        if (prompt.starts_with(beginning)) {
            warnings.push_back(fmt::format(
                "The prompt begins with {}. Servers put that before it by themselves, so the model "
                "would see it twice: leave it out of the template.",
                beginning));
        }
    }
    const std::vector<std::string_view> found = families_in(prompt);
    if (found.size() > 1) {
        warnings.push_back(fmt::format(
            "The prompt mixes the templates of {} and {}: one stands within the other.", found[0], found[1]));
    } else if (count_of(prompt, "### Response:") > 1 || count_of(prompt, "[INST]") > 1) {
        warnings.push_back("The same template was applied twice.");
    }
    if (prompt.ends_with(' ') || prompt.ends_with('\t')) {
        warnings.push_back(
            "The prompt ends in a blank. Most tokenizers then begin the answer with an unusual "
            "token: end it before the blank.");
    }
}

void warn_of_messages(const domain::Candidate& model, const std::vector<domain::Message>& messages,
                      std::vector<std::string>& warnings) {
    for (const domain::Message& message : messages) {
        for (const std::string_view family : families_in(message.content)) {
            if (family == "Alpaca" && model.prompt_template == "alpaca") {
                continue; // asked for by name
            }
            warnings.push_back(fmt::format(
                "The {} message holds marks of the {} template. The server applies its own template "
                "around it, so one would stand within the other.",
                message.role, family));
        }
        for (const std::string_view beginning : beginnings) {
            if (message.content.starts_with(beginning)) {
                warnings.push_back(
                    fmt::format("The {} message begins with {}, which the server puts there by "
                                "itself.",
                                message.role, beginning));
            }
        }
    }
}

} // namespace

PromptPreview preview_prompt(const domain::Candidate& model, const domain::Item& item) {
    PromptPreview preview;
    if (model.api == domain::Api::recorded) {
        return preview;
    }
    const std::string& system = item.system.empty() ? model.system : item.system;
    if (domain::asks_with_prompt(model)) {
        preview.prompt = text::render_prompt(model.prompt_template, item.instruction, item.input, system);
        warn_of_prompt(preview.prompt, preview.warnings);
    } else {
        preview.messages = text::as_messages(model.prompt_template, item.instruction, item.input, system);
        warn_of_messages(model, preview.messages, preview.warnings);
    }
    return preview;
}

} // namespace tiebreak::workbench
