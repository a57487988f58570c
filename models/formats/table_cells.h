// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of this room: one row of a CSV table, by column names, with errors that name the column.
#pragma once

#include "domain/candidate.h"
#include "text/csv.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::formats {

/// Why a row is bad; caught for that row alone.
struct CellProblem {
    std::string why;
};

class TableRow {
public:
    TableRow(const text::CsvTable& table, const text::CsvRow& row)
        : table_(table)
        , row_(row) {}

    /// The cell without outer blanks; empty where there is no such column.
    [[nodiscard]] std::string text(std::string_view column) const;
    /// Nothing for an empty cell. Throws CellProblem for text that is no number, or one below `least`.
    [[nodiscard]] std::optional<double> number(std::string_view column) const;
    [[nodiscard]] std::optional<double> number_from(std::string_view column, double least) const;
    /// test_loss (from the column named), test_loss_se, loss_set, tokenizer.
    [[nodiscard]] domain::TestLoss test_loss(std::string_view loss_column) const;
    /// The cells of all columns but `known`, empty ones and unnamed columns left out.
    [[nodiscard]] std::map<std::string, std::string> others(const std::vector<std::string>& known) const;

private:
    const text::CsvTable& table_;
    const text::CsvRow& row_;
};

} // namespace tiebreak::formats
