// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/rows.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::formats {

/// What one pass over a table's rows met beside the rows themselves.
struct StreamedRows {
    static constexpr std::size_t most_bad = 1000;

    std::size_t rows = 0;     ///< handed over
    std::vector<BadRow> bad;  ///< the first `most_bad` rows that are no row of the table, by line
    std::size_t bad_rows = 0; ///< all of them
};

/// Hands over the cells of some columns, row after row, of a table that may be far larger than memory: a CSV
/// is read piece by piece, and nothing of a row is kept. JSON is read whole. The views live until `each`
/// returns. Reads the same files and names the same errors as read_text_table(). Throws domain::Error (file)
/// where the file cannot be read, (usage) for a column that is not there.
StreamedRows
each_row(const std::string& path, std::span<const std::string> columns,
         const std::function<void(std::size_t line, std::span<const std::string_view> cells)>& each);

} // namespace tiebreak::formats
