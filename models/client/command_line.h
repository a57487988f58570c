// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace tiebreak::client {

/// The program and its arguments: words between blanks, "…" and '…' and \ as a shell reads them, and nothing
/// else a shell does: no variables, no patterns, no pipes. Who wants a shell names it: sh -c '…'.
/// @throws domain::Error (usage): no word, or a quote that is not closed.
[[nodiscard]] std::vector<std::string> split_command(const std::string& text);

/// Where the program is, by PATH unless it holds a slash. Empty where there is none that may be run.
[[nodiscard]] std::string find_program(const std::string& name);

} // namespace tiebreak::client
