// SPDX-License-Identifier: GPL-3.0-or-later
// A person's own prompt: read from a file, and checked before it is used.
#pragma once

#include "domain/item.h"
#include "domain/judging.h"
#include "judging/parse.h"
#include "judging/prompts.h"

#include <string>
#include <string_view>

namespace tiebreak::judging {

struct OwnPrompt {
    Prompt prompt;
    Grammar grammar = Grammar::scores; ///< of the replies it asks for
    bool rates_to_ten = false;         ///< FastChat's ratings are from 1 to 10, whatever rubric is named
};

/// Reads a prompt file for a judging:
/// - FastChat's judge_prompts.jsonl (one object a line: name, system_prompt, prompt_template, output_format):
///   `spec.prompt_name` picks one; for a conversation NAME stands for the first turn, "NAME-multi-turn" for
///   later ones, and those with "math" in them ("single-math-v1" for "single-v1") where a reference is shown;
/// - any other text: a template as Prompt describes it; names in single braces ({question}) are taken as
///   FastChat's where nothing stands in double ones.
/// What replies are read by follows from the prompt: "[[" in it asks for ratings or labels in double
/// brackets,
/// "[RESULT]" for that form; otherwise the protocol's own form holds.
/// Throws domain::Error (format, usage) where the file is no such thing, or the name is missing or unknown.
[[nodiscard]] OwnPrompt read_own_prompt(std::string_view bytes, const domain::JudgingSpec& spec,
                                        const std::string& where);

/// Fills the prompt for a real item with invented answers and looks whether all that a judge needs is in it:
/// the instruction (in a conversation, the latest message) and every answer. `answers` as many as a prompt of
/// the judging shows. Throws domain::Error (usage) that says what is missing, or which name is unknown.
void check_own_prompt(const OwnPrompt& own, const domain::Item& item, const domain::Rubric& rubric,
                      int answers);

} // namespace tiebreak::judging
