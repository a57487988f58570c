// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace tiebreak::text {

/// About how many tokens today's tokenizers make of a text: for planning only, never shown as a count. By
/// character: a quarter of a token for ASCII letters and blanks, 0.4 for digits and other ASCII, 0.45 for
/// other alphabets, 0.8 for Chinese, Japanese and Korean, 2 for what lies beyond (emoji). Rules of thumb,
/// which calls that are stored correct (workbench/plan.h).
[[nodiscard]] double estimated_tokens(std::string_view text);

/// What a chat template adds to a message, about.
inline constexpr double tokens_a_message = 4;

} // namespace tiebreak::text
