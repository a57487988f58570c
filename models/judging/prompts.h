// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/item.h"
#include "domain/judging.h"
#include "domain/response.h"
#include "judging/unit.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::judging {

/// A judge's prompt as a Mustache template (nothing is HTML-escaped). A line "=== system", "=== user" or
/// "=== assistant" begins a message; text before the first such line, or without any, is a user message. The
/// parts are cut before anything is filled in, so no response can open a message of its own.
///
/// Names a template may use: fence · instruction · input · reference · system (those of the item; as a
/// section, false when blank) · answers (a list of {number, heading, text}; heading is "Model 1" …) · count ·
/// several (true from two answers on) · criteria · scale_min · scale_max · descriptions (a list of {score,
/// text}) · rubric_name. Any other name is an error.
struct Prompt {
    std::string name;
    domain::Protocol protocol = domain::Protocol::joint;
    std::string text;
    std::string hash; ///< SHA-256 of the text: the prompt revision
};

/// A person's own prompt, with its hash.
[[nodiscard]] Prompt make_prompt(std::string name, domain::Protocol protocol, std::string text);

/// The built-in prompt of a protocol that asks a model. Throws domain::Error (usage) where there is none.
[[nodiscard]] const Prompt& builtin_prompt(domain::Protocol protocol);

/// A word of lower-case letters and digits, drawn from the seed, that occurs in none of the texts, whatever
/// their case: eight characters, made longer until that holds.
[[nodiscard]] std::string choose_fence(std::uint64_t seed, std::span<const std::string_view> texts);

/// The messages that put a unit before a judge. Candidates appear as "Model 1" … "Model N" in the unit's
/// order, never by name. Every text that somebody else wrote (instruction, input, reference, the item's
/// system prompt, the answers) stands between `<data-FENCE>` and `</data-FENCE>` lines, where FENCE occurs in
/// none of those texts, so none can end its place.
///
/// How the built-in prompts lay out an answer, for programs that read them (the first `<data-…>` of the
/// system message names the fence of this prompt):
///
///     ### Model 1
///     <data-7k2m9xqd>
///     the answer, as it is; nothing at all where it is empty
///     </data-7k2m9xqd>
///
/// In the `single` prompt the heading is "### Answer". "### Instruction", "### Input" and
/// "### Reference answer" come before, each followed by its fenced text.
///
/// Throws domain::Error (format) for a template that does not parse or uses an unknown name.
[[nodiscard]] std::vector<domain::Message> render(const Unit& unit, const domain::Item& item,
                                                  const ItemResponses& responses,
                                                  const domain::Rubric& rubric, const Prompt& prompt);

} // namespace tiebreak::judging
