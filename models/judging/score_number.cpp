// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/numbers_in_text.h"
#include "judging/scorer_table.h"
#include "text/utf8.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <charconv>
#include <cmath>

namespace tiebreak::judging {

namespace {

bool digit(char c) {
    return c >= '0' && c <= '9';
}

/// Digits of all scripts as ASCII, the minus sign as a hyphen, spaces within numbers as U+0020's stand-in
/// '\''.
std::string plain(std::string_view text) {
    std::string out;
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < size;) {
        const std::int32_t start = i;
        UChar32 c = 0;
        U8_NEXT(text.data(), i, size, c);
        const std::int32_t value = c < 0 ? -1 : u_charDigitValue(c);
        if (value >= 0) {
            out += static_cast<char>('0' + value);
        } else if (c == 0x2212) {
            out += '-';
        } else if (c == 0x66b) { // Arabic decimal and thousands separators
            out += '.';
        } else if (c == 0x66c) {
            out += ',';
        } else if (c == 0xa0 || c == 0x202f || c == 0x2009 || c == 0x2019) {
            out += '\'';
        } else if (c == 0xff05 || c == 0x66a) {
            out += '%';
        } else {
            out.append(text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start)));
        }
    }
    return out;
}

/// Reads digits in groups of three, or without groups; gives how far they go and the digits alone.
std::size_t read_whole(std::string_view s, std::size_t at, char thousands, std::string& digits) {
    const std::size_t begin = at;
    while (at < s.size() && digit(s[at])) {
        digits += s[at++];
    }
    if (at == begin || at - begin > 3) {
        return at;
    }
    while (at + 3 < s.size() && (s[at] == thousands || s[at] == '\'') && digit(s[at + 1]) &&
           digit(s[at + 2]) && digit(s[at + 3]) && (at + 4 >= s.size() || !digit(s[at + 4]))) {
        digits.append(s.substr(at + 1, 3));
        at += 4;
    }
    return at;
}

} // namespace

std::optional<NumberInText> last_number(std::string_view text, char decimal) {
    const std::string s = plain(text);
    const char thousands = decimal == '.' ? ',' : '.';
    std::optional<NumberInText> last;
    for (std::size_t at = 0; at < s.size();) {
        const bool fraction_only =
            s[at] == decimal && at + 1 < s.size() && digit(s[at + 1]) &&
            (at == 0 || !(digit(s[at - 1]) || std::isalpha(static_cast<unsigned char>(s[at - 1]))));
        if (!digit(s[at]) && !fraction_only) {
            ++at;
            continue;
        }
        // A hyphen behind a word or number ("COVID-19", "3-5") is no sign.
        const char before = at > 0 ? s[at - 1] : ' ';
        const char before_that = at > 1 ? s[at - 2] : ' ';
        const bool minus =
            before == '-' && !(std::isalnum(static_cast<unsigned char>(before_that)) || before_that == ')');
        std::string number;
        at = read_whole(s, at, thousands, number);
        if (at + 1 < s.size() && s[at] == decimal && digit(s[at + 1])) {
            number += '.';
            for (++at; at < s.size() && digit(s[at]); ++at) {
                number += s[at];
            }
        }
        std::size_t after = at;
        if (after + 1 < s.size() && (s[after] == 'e' || s[after] == 'E')) {
            std::size_t exponent = after + 1;
            exponent += s[exponent] == '-' || s[exponent] == '+' ? 1 : 0;
            if (exponent < s.size() && digit(s[exponent])) {
                number.append(s, after, exponent - after);
                for (after = exponent; after < s.size() && digit(s[after]); ++after) {
                    number += s[after];
                }
                at = after;
            }
        }
        if (number.starts_with('.')) {
            number.insert(0, 1, '0');
        }
        const std::size_t plus = number.find('+');
        if (plus != std::string::npos) {
            number.erase(plus, 1);
        }
        double value = 0;
        const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
        if (read.ec != std::errc() || !std::isfinite(value)) {
            continue;
        }
        std::size_t unit = at;
        while (unit < s.size() && (s[unit] == ' ' || s[unit] == '\'')) {
            ++unit;
        }
        last = {minus ? -value : value, unit < s.size() && s[unit] == '%'};
    }
    return last;
}

ScoreFunction make_numeric(const nlohmann::json& options) {
    const double absolute = options.at("tolerance").get<double>();
    const double relative = options.at("relative_tolerance").get<double>();
    const char decimal = options.at("decimal").get<std::string>() == "comma" ? ',' : '.';
    return [=](const domain::Item& item, std::string_view response) -> HeuristicScore {
        if (text::is_blank(item.reference)) {
            return no_reference();
        }
        const auto wanted = last_number(item.reference, decimal);
        if (!wanted) {
            return not_judged("the reference holds no number");
        }
        const auto found = last_number(response, decimal);
        if (!found) {
            return passed(false, "the answer holds no number");
        }
        const auto near = [&](double a, double b) {
            // 0.1 + 0.2 is 0.3 to a person.
            constexpr double rounding = 1e-12;
            return std::abs(a - b) <= std::max(absolute, relative * std::abs(b)) + rounding * std::abs(b);
        };
        bool right = near(found->value, wanted->value);
        if (!right && found->percent != wanted->percent) {
            right = found->percent ? near(found->value / 100, wanted->value)
                                   : near(found->value * 100, wanted->value);
        }
        return passed(right, fmt::format("found: {}{}", found->value, found->percent ? " %" : ""));
    };
}

} // namespace tiebreak::judging
