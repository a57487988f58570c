// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/response.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::text {

/// What a template may name. A value that is empty is false in a section ({{#input}}…{{/input}} is left out);
/// a list repeats its section, once for each entry, whose names stand before the outer ones.
struct TemplateData {
    std::map<std::string, std::string> values;
    std::map<std::string, std::vector<std::map<std::string, std::string>>> lists;
};

/// Fills a Mustache template. Nothing is escaped, and what is filled in is never read as a template again. A
/// name that `data` does not have throws domain::Error (usage) naming it and the nearest known one, and so
/// does broken syntax; `where` says in errors which template it was.
[[nodiscard]] std::string render_template(const std::string& text, const TemplateData& data,
                                          const std::string& where = {});

/// The built-in prompt templates, by the names of the eval config: "raw", "alpaca", "chatml".
///   raw     instruction, then the input behind an empty line
///   alpaca  the Alpaca layout without the sentence about input, as Raschka's "Build a Large Language Model"
///   (ch. 7) trains it,
///           ending behind "### Response:\n"; "### Input:" only where there is input
///   chatml  <|im_start|>role … <|im_end|>, ending where the assistant's text begins
/// A system prompt goes before raw and alpaca text with an empty line between, and has a turn of its own in
/// chatml.
[[nodiscard]] std::span<const std::string> builtin_templates();
[[nodiscard]] bool is_builtin_template(std::string_view name);

/// The names an own template may use: instruction, input, system, and prompt (instruction and input as "raw"
/// joins them).
[[nodiscard]] std::span<const std::string> prompt_names();

/// The whole prompt for a completion endpoint. `prompt_template` is the name of a built-in template or
/// Mustache text of one's own (told apart by "{{"); empty means "raw". Errors as render_template; a name that
/// is no template names the nearest.
[[nodiscard]] std::string render_prompt(const std::string& prompt_template, const std::string& instruction,
                                        const std::string& input, const std::string& system = {});

/// A prompt gone on with: the model's own answer to `prompt`, then the person's next turn in the same
/// template. chatml closes the answer's turn; the others set it apart by an empty line.
[[nodiscard]] std::string continue_prompt(const std::string& prompt_template, std::string prompt,
                                          const std::string& answer, const std::string& turn);

/// Throws what render_prompt would throw for any item: to find a bad template before the first call.
void check_prompt_template(const std::string& prompt_template);

/// The messages for a chat endpoint: a system message where there is a system prompt, then one user message.
/// `prompt_template` may be empty, "raw" or "alpaca", which asks for that text inside the user message;
/// anything else throws domain::Error (usage), since the endpoint applies a template of its own.
[[nodiscard]] std::vector<domain::Message> as_messages(const std::string& prompt_template,
                                                       const std::string& instruction,
                                                       const std::string& input,
                                                       const std::string& system = {});

} // namespace tiebreak::text
