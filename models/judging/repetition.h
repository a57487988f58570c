// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace tiebreak::judging {

/// Whether a text says the same again and again, by the rule of find_degeneration(). `text` is UTF-8; time
/// is linear in its length.
[[nodiscard]] bool has_repetition_loop(std::string_view text);

} // namespace tiebreak::judging
