// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/table.h"

#include "statistics/checks.h"

#include <charconv>
#include <cmath>

namespace tiebreak::statistics {

namespace {

/// A cell as a message shows it: in quotes, cut after forty bytes without splitting a UTF-8 character.
std::string shown(std::string_view cell) {
    constexpr std::size_t most = 40;
    if (cell.size() <= most) {
        return '"' + std::string(cell) + '"';
    }
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return '"' + std::string(cell.substr(0, end)) + "…\"";
}

} // namespace

std::string_view trimmed_cell(std::string_view cell) {
    constexpr std::string_view spaces = " \t\r\n\v\f";
    const std::size_t from = cell.find_first_not_of(spaces);
    if (from == std::string_view::npos) {
        return {};
    }
    return cell.substr(from, cell.find_last_not_of(spaces) - from + 1);
}

std::optional<double> cell_number(std::string_view cell) {
    cell = trimmed_cell(cell);
    if (cell.starts_with('+')) {
        cell.remove_prefix(1);
        if (cell.starts_with('-')) {
            return std::nullopt;
        }
    }
    double value = 0;
    const char* const end = cell.data() + cell.size();
    const auto [stopped, error] = std::from_chars(cell.data(), end, value);
    if (error != std::errc{} || stopped != end || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::string> why_no_number(const TextColumn& column, std::size_t row) {
    const std::string_view cell = trimmed_cell(column.cells[row]);
    if (cell.empty()) {
        return column.name + " is blank";
    }
    if (!cell_number(cell)) {
        return column.name + " is not a number: " + shown(cell);
    }
    return std::nullopt;
}

NumberRows number_rows(std::span<const TextColumn> columns, std::span<const std::size_t> lines) {
    for (const TextColumn& column : columns) {
        require_same_length(column.cells.size(), lines.size(), "table");
    }
    NumberRows result;
    result.columns.resize(columns.size());
    for (std::size_t row = 0; row < lines.size(); ++row) {
        std::string why;
        for (const TextColumn& column : columns) {
            if (const auto reason = why_no_number(column, row)) {
                why += (why.empty() ? "" : "; ") + *reason;
            }
        }
        if (!why.empty()) {
            result.skipped.push_back({lines[row], std::move(why)});
            continue;
        }
        result.rows.push_back(row);
        for (std::size_t c = 0; c < columns.size(); ++c) {
            result.columns[c].push_back(*cell_number(columns[c].cells[row]));
        }
    }
    return result;
}

} // namespace tiebreak::statistics
