// SPDX-License-Identifier: GPL-3.0-or-later
// How figures and what they cover are put into words, the same in window, terminal and HTML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// "five", "12": how many of something, for a sentence.
[[nodiscard]] std::string count_word(std::int64_t n);

/// Fixed decimals with U+2212 for minus; nothing is an en dash.
[[nodiscard]] std::string number(std::optional<double> value, int decimals);
/// The same with a plus where above zero as shown; "0.0" carries no sign.
[[nodiscard]] std::string signed_number(std::optional<double> value, int decimals);
/// "1.2 … 5.0"
[[nodiscard]] std::string interval(std::optional<double> low, std::optional<double> high, int decimals);
[[nodiscard]] std::string signed_interval(std::optional<double> low, std::optional<double> high,
                                          int decimals);
/// "1,045"
[[nodiscard]] std::string thousands(std::int64_t value);
/// "a, b and c" of sentences' parts.
[[nodiscard]] std::string joined(const std::vector<std::string>& parts);
/// A parse failure's code for people: "truncated" is "cut off".
[[nodiscard]] std::string parse_reason(const std::string& code);
/// UTC, "2026-05-22 14:02"; nothing is an en dash.
[[nodiscard]] std::string minute_of(std::optional<std::int64_t> ms);
/// UTC, ISO 8601 with seconds and Z.
[[nodiscard]] std::string iso_time(std::int64_t ms);

} // namespace tiebreak::workbench
