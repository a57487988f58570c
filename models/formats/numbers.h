// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace tiebreak::formats {

/// The number that all of the text is, blanks around it aside; nothing for anything else: an empty cell,
/// "n/a", nan, infinity, a decimal comma, a value out of range.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

} // namespace tiebreak::formats
