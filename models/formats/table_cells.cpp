// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/table_cells.h"

#include "formats/numbers.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>

namespace tiebreak::formats {

std::string TableRow::text(std::string_view column) const {
    // An unnamed column (an index that a data frame wrote) is not the column that was not found.
    const auto index = column.empty() ? std::nullopt : table_.column(column);
    return index ? text::repair_utf8(text::trim(row_.cells[*index])) : std::string{};
}

std::optional<double> TableRow::number(std::string_view column) const {
    const std::string cell = text(column);
    if (cell.empty()) {
        return std::nullopt;
    }
    const auto number = parse_number(cell);
    if (!number) {
        throw CellProblem{
            fmt::format("\"{}\" in column \"{}\" is no number", text::for_display(cell), column)};
    }
    return number;
}

std::optional<double> TableRow::number_from(std::string_view column, double least) const {
    const auto value = number(column);
    if (value && *value < least) {
        throw CellProblem{fmt::format("{} in column \"{}\" is below {}", *value, column, least)};
    }
    return value;
}

domain::TestLoss TableRow::test_loss(std::string_view loss_column) const {
    domain::TestLoss loss;
    loss.value = number_from(loss_column, 0);
    loss.se = number_from("test_loss_se", 0);
    loss.loss_set = text("loss_set");
    loss.tokenizer = text("tokenizer");
    if (loss.se && !loss.value) {
        throw CellProblem{"a standard error without its test loss"};
    }
    return loss;
}

std::map<std::string, std::string> TableRow::others(const std::vector<std::string>& known) const {
    std::map<std::string, std::string> others;
    for (const std::string& column : table_.header) {
        std::string cell = text(column);
        if (!column.empty() && !cell.empty() && std::ranges::find(known, column) == known.end()) {
            others.emplace(text::repair_utf8(column), std::move(cell));
        }
    }
    return others;
}

} // namespace tiebreak::formats
