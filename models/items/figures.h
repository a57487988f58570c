// SPDX-License-Identifier: GPL-3.0-or-later
// Engine values as the window's models write them; the words are workbench/wording.h's.
#pragma once

#include <QString>

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace tiebreak::items {

/// Decimals for mean scores of this size: 1 where the largest is above 10, 2 above 1, else 3.
[[nodiscard]] int meanDecimals(std::span<const double> values);
/// Decimals for single scores: none where all are whole, else as for means.
[[nodiscard]] int scoreDecimals(std::span<const double> values);

/// Fixed decimals, U+2212 for minus; "–" where there is nothing.
[[nodiscard]] QString figure(std::optional<double> value, int decimals);
[[nodiscard]] QString signedFigure(std::optional<double> value, int decimals);
/// "1.2 … 5.0"
[[nodiscard]] QString intervalFigure(std::optional<double> low, std::optional<double> high, int decimals);
[[nodiscard]] QString signedInterval(std::optional<double> low, std::optional<double> high, int decimals);
/// "1,045"
[[nodiscard]] QString count(std::int64_t value);

/// Text from a file or a model, safe to show: controls and bidi marks made visible.
[[nodiscard]] QString shown(const std::string& text);
/// The same on one line, cut at 300 characters.
[[nodiscard]] QString shownLine(const std::string& text);

/// Escaped, so that a tooltip is never taken for markup.
[[nodiscard]] QString plainTip(const QString& text);

/// "22 May, 14:02" in the person's time zone, with the year where it is not this one; empty where there is
/// nothing.
[[nodiscard]] QString dayAndTime(std::optional<std::int64_t> ms);

} // namespace tiebreak::items
