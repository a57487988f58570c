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
/// A line "=== variant WHEN" begins another wording for some prompts of a conversation, WHEN being "later"
/// (turns after the first), "reference" (a reference answer is shown) or "reference later"; the best fitting
/// one is taken, what stands before the first such line where none fits.
///
/// Names a template may use: fence · instruction · input · reference · system (those of the item; as a
/// section, false when blank) · answers (a list of {number, heading, text}; heading is "Model 1" …) · count ·
/// several (true from two answers on) · choose (tournament: how many go on) · criteria · scale_min · scale_max · yes_no · descriptions (a list of
/// {score, label, text}) · rubric_name · sections (multi-turn: the conversation as a list of {heading,
/// text}). And those of FastChat's judge prompts: question, answer, answer_a, answer_b, ref_answer_1, and
/// with a turn behind them question_1, answer_1, answer_a_1, answer_b_1 and so on up to turn 2. Any other
/// name is an error.
struct Prompt {
    std::string name;
    domain::Protocol protocol = domain::Protocol::joint;
    std::string text;
    std::string hash; ///< SHA-256 of the text: the prompt revision
};

/// A person's own prompt, with its hash.
[[nodiscard]] Prompt make_prompt(std::string name, domain::Protocol protocol, std::string text);

/// The built-in prompt of that name: "joint", "single", "pairwise", "pairwise-logprobs", "rubric",
/// "rubric-relative", "multi-turn", "multi-turn-pair", "listwise", "tournament", "repair". Throws domain::Error (usage) where there is
/// none.
[[nodiscard]] const Prompt& builtin_prompt(std::string_view name);
/// The built-in prompt of a protocol that asks a model, in its usual form. Throws as above.
[[nodiscard]] const Prompt& builtin_prompt(domain::Protocol protocol);
/// The one that fits a judging: by its protocol and method, and whether it compares pairs or asks for
/// log-probabilities. Rankings by comparisons ask as pairs do, pointwise ones as `single` does.
[[nodiscard]] const Prompt& builtin_prompt(const domain::JudgingSpec& spec);

/// The reference answer to a turn (from 1) of an item: its reference for the first, for later ones the entry
/// of a list "reference" in its metadata; empty where there is none. A conversation's judge is guided by it
/// for items of the categories math, reasoning and coding, and for those without a category.
[[nodiscard]] std::string reference_of(const domain::Item& item, int turn);
[[nodiscard]] bool is_reference_guided(const domain::Item& item);

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
/// In the `single` and `rubric` prompts the heading is "### Answer". "### Instruction", "### Input" and
/// "### Reference answer" come before, each followed by its fenced text. A conversation has "### Message 1",
/// "### Earlier answer 1" (in pairs "### Earlier answer 1 of Model 1") and so on before them.
///
/// Throws domain::Error (format) for a template that does not parse or uses an unknown name.
[[nodiscard]] std::vector<domain::Message> render(const Unit& unit, const domain::Item& item,
                                                  const ItemResponses& responses,
                                                  const domain::Rubric& rubric, const Prompt& prompt);

/// The message that asks for the format again, after a reply that could not be read; `problem` says why, in
/// our words. The conversation before it is the prompt and the judge's reply.
[[nodiscard]] domain::Message repair_request(const std::string& problem);

} // namespace tiebreak::judging
