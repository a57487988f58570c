// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/item.h"

#include <span>
#include <string_view>
#include <vector>

namespace tiebreak::judging {

/// The ways in which small models fail that can be seen without a judge. A flag is a reason to look, not a
/// score.
enum class Degeneration {
    empty,           ///< nothing but white space
    prompt_echo,     ///< gives the instruction back
    repetition_loop, ///< says the same again and again
    never_stopped,   ///< ended by its token limit
    leaked_template, ///< holds markers of a chat or instruction template
    wrong_script,    ///< written in a script the item does not use
    training_copy,   ///< copies a row of a training file that was looked through
};

inline constexpr int degeneration_version = 1;

/// All of them, in the order of the report.
[[nodiscard]] std::span<const Degeneration> all_degenerations();

/// "empty", "prompt_echo", …: the keys of the report.
[[nodiscard]] std::string_view name_of(Degeneration kind);

/// What is wrong with a response, in the order of all_degenerations(). `finish_reason` as the server said,
/// empty where unknown.
/// - empty: no character but white space.
/// - prompt_echo: begins with the instruction's words (three or more, or is nothing but the instruction), or
///   holds the whole of an instruction of eight words or more. Case, spacing and punctuation do not count.
/// - repetition_loop: a phrase of up to 30 words stands at least four times in a row and fills at least eight
///   words (phrases of digits only do not count); or a line of at least two words stands four times in a row,
///   list numbers not counted; or up to 20 letters and digits repeat without a break six times or more, over
///   at least 40 characters.
/// - never_stopped: finish reason "length", "max_tokens" or "model_length".
/// - leaked_template: a marker such as <|im_start|>, [INST] or "### Response:" that the item does not hold.
/// - wrong_script: of the letters (at least five), more than three in ten belong to scripts found nowhere in
///   the item's texts and reference. Han, Kana, Hangul and Bopomofo count as one family. Without a reference
///   it is not checked where the instruction speaks of translating or of a language.
/// - training_copy is not found here: an import of training data finds it.
[[nodiscard]] std::vector<Degeneration> find_degeneration(const domain::Item& item, std::string_view response,
                                                          std::string_view finish_reason);

} // namespace tiebreak::judging
