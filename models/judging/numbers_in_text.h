// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace tiebreak::judging {

struct NumberInText {
    double value = 0;
    bool percent = false; ///< a percent sign stands behind it

    friend bool operator==(const NumberInText&, const NumberInText&) = default;
};

/// The last number of a text: digits of any script, with or without thousands separators (the other of comma
/// and point, an apostrophe, or a fixed space) in groups of three, decimals, an exponent, a minus sign that
/// does not join words or numbers. Nothing where there is none.
[[nodiscard]] std::optional<NumberInText> last_number(std::string_view text, char decimal = '.');

} // namespace tiebreak::judging
