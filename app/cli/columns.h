// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

namespace tiebreak::cli {

/// A table for reading in a terminal: columns two blanks apart, numbers to the right. Cells are made safe to
/// show and are one line each.
class Columns {
public:
    /// A title that begins with '>' heads a column of numbers; the sign is not shown.
    Columns(std::initializer_list<const char*> titles);
    explicit Columns(const std::vector<std::string>& titles);

    void add(std::vector<std::string> cells);
    [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
    /// Cells of words wider than `widest` characters are cut with an ellipsis.
    [[nodiscard]] std::string text(std::size_t widest = 60) const;

private:
    std::vector<std::string> titles_;
    std::vector<bool> right_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace tiebreak::cli
