// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::statistics {

/// A column of somebody's table as it was read: text, not yet numbers.
struct TextColumn {
    std::string name;
    std::vector<std::string> cells;
};

/// A row that could not be used, by its line in the file, with the reason for people.
struct SkippedRow {
    std::size_t line = 0;
    std::string why;

    friend bool operator==(const SkippedRow&, const SkippedRow&) = default;
};

/// The number a cell holds, with a point for decimals, spaces around it allowed; nothing for blanks, text,
/// thousands separators, percent signs, NaN and infinity. The same in every locale.
[[nodiscard]] std::optional<double> cell_number(std::string_view cell);

/// A cell without the spaces around it.
[[nodiscard]] std::string_view trimmed_cell(std::string_view cell);

/// Whether one cell can be used as a number; otherwise why not, such as `score is not a number: "n/a"`.
[[nodiscard]] std::optional<std::string> why_no_number(const TextColumn& column, std::size_t row);

/// The rows in which every column holds a number.
struct NumberRows {
    std::vector<std::vector<double>> columns; ///< one for each column asked for, all of one length
    std::vector<std::size_t> rows;            ///< index in the table of each row kept
    std::vector<SkippedRow> skipped;
};

/// `lines[r]` is the line of row r in its file, from 1. All columns have lines.size() cells; otherwise
/// domain::Error.
[[nodiscard]] NumberRows number_rows(std::span<const TextColumn> columns, std::span<const std::size_t> lines);

} // namespace tiebreak::statistics
