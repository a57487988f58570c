// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/wording.h"

#include "judging/parse.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <string_view>
#include <utility>

namespace tiebreak::workbench {

namespace {

constexpr const char* nothing = "\u2013";
constexpr const char* minus = "\u2212";

std::string with_minus(std::string digits) {
    // A value that rounds to zero is zero, not minus zero.
    const bool zero = digits.find_first_of("123456789") == std::string::npos;
    if (digits.starts_with('-')) {
        digits = (zero ? "" : minus) + digits.substr(1);
    }
    return digits;
}

} // namespace

std::string count_word(std::int64_t n) {
    static constexpr std::array words{"no",  "one",   "two",   "three", "four", "five",
                                      "six", "seven", "eight", "nine",  "ten"};
    return n >= 0 && n < static_cast<std::int64_t>(words.size()) ? words[static_cast<std::size_t>(n)]
                                                                 : thousands(n);
}

std::string number(std::optional<double> value, int decimals) {
    return value ? with_minus(fmt::format("{:.{}f}", *value, decimals)) : nothing;
}

std::string signed_number(std::optional<double> value, int decimals) {
    if (!value) {
        return nothing;
    }
    const std::string digits = number(value, decimals);
    const bool zero = digits.find_first_of("123456789") == std::string::npos;
    return (*value > 0 && !zero ? "+" : "") + digits;
}

std::string interval(std::optional<double> low, std::optional<double> high, int decimals) {
    return low && high ? number(low, decimals) + " \u2026 " + number(high, decimals) : nothing;
}

std::string signed_interval(std::optional<double> low, std::optional<double> high, int decimals) {
    return low && high ? signed_number(low, decimals) + " \u2026 " + signed_number(high, decimals) : nothing;
}

std::string thousands(std::int64_t value) {
    std::string digits = std::to_string(value < 0 ? -value : value);
    for (std::size_t at = digits.size(); at > 3; at -= 3) {
        digits.insert(at - 3, ",");
    }
    return (value < 0 ? minus : "") + digits;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string sentence;
    for (std::size_t k = 0; k < parts.size(); ++k) {
        sentence += (k == 0 ? "" : k + 1 == parts.size() ? " and " : ", ") + parts[k];
    }
    return sentence;
}

std::string parse_reason(const std::string& code) {
    namespace reason = judging::reason;
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 17> words{
        {{reason::empty, "empty"},
         {reason::html, "a web page"},
         {reason::no_object, "no verdict in it"},
         {reason::truncated, "cut off"},
         {reason::malformed, "broken JSON"},
         {reason::unbalanced, "torn apart by a quotation"},
         {reason::duplicate_key, "a name twice"},
         {reason::unknown_model, "an unknown name"},
         {reason::missing_model, "a name missing"},
         {reason::unexpected_field, "an unexpected field"},
         {reason::missing_score, "a score missing"},
         {reason::no_verdict, "no verdict of the form asked for"},
         {reason::ambiguous, "verdicts that contradict each other"},
         {reason::unknown_winner, "an unknown winner"},
         {reason::no_logprobs, "no log-probabilities told"},
         {reason::score_not_a_number, "a score that is no number"},
         {reason::score_out_of_range, "a score out of range"}}};
    const auto* found = std::ranges::find(words, std::string_view(code),
                                          &std::pair<std::string_view, std::string_view>::first);
    return found == words.end() ? code : std::string(found->second);
}

std::string minute_of(std::optional<std::int64_t> ms) {
    return ms ? fmt::format("{:%Y-%m-%d %H:%M}", fmt::gmtime(static_cast<std::time_t>(*ms / 1000))) : nothing;
}

std::string iso_time(std::int64_t ms) {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(ms / 1000)));
}

} // namespace tiebreak::workbench
