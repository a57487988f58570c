// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::judging {

/// Whether a text says the same again and again, by the rule of find_degeneration(). `text` is UTF-8; time
/// is linear in its length.
[[nodiscard]] bool has_repetition_loop(std::string_view text);
/// The same where text::words() of the text are at hand.
[[nodiscard]] bool has_repetition_loop(std::string_view text, const std::vector<std::string>& words);

} // namespace tiebreak::judging
