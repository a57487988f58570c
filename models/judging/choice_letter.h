// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace tiebreak::judging {

/// The letter that an answer to a question with `choices` choices (at most 26) names, by a strict grammar:
/// the letter alone, with brackets, stars or a full stop around it or "Answer:" before it; else the last
/// "answer is X" or \boxed{X}; else a letter with "." , ")" or ":" at the very start. Beyond the first form a
/// letter is a capital, so that the article "a" is none. Nothing where no form fits.
[[nodiscard]] std::optional<char> choice_letter(std::string_view response, std::size_t choices);

} // namespace tiebreak::judging
