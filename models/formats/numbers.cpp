// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/numbers.h"

#include "text/utf8.h"

#include <charconv>
#include <cmath>

namespace tiebreak::formats {

std::optional<double> parse_number(std::string_view text) {
    text = text::trim(text);
    if (text.size() > 1 && text.front() == '+' && text[1] != '-') {
        text.remove_prefix(1);
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = !text.empty() && error == std::errc{} && end == text.data() + text.size();
    return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

} // namespace tiebreak::formats
