// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "formats/rows.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::formats {

/// Anyone's table, not yet understood: every cell as text. A column's cells beside `lines`.
struct TextTable {
    struct Column {
        std::string name;
        std::vector<std::string> cells; ///< empty where the row has nothing there
    };
    std::vector<Column> columns;    ///< in the order of the header; those of JSON as they are first met
    std::vector<std::size_t> lines; ///< of each row, from 1
    std::vector<BadRow> bad;        ///< rows that are no row of the table, by line

    /// Throws domain::Error (usage) that names the nearest column where there is none of this name.
    [[nodiscard]] const Column& column(const std::string& name, const std::string& where) const;
};

/// Reads a CSV with a header, a JSON list of objects or JSON Lines of objects; found out by content. A column
/// of JSON is a key, or else keys and places joined by points ("turns.0", "meta.tokens"). Numbers
/// and truth values of JSON are written as JSON writes them, null and a missing key are empty cells, lists
/// and objects stay JSON text. Where columns are `wanted`, only those are kept, in that order, and one that
/// no row has throws domain::Error (usage) that names the nearest. Throws domain::Error (format) for what is
/// none of these.
[[nodiscard]] TextTable read_text_table(std::string_view bytes, const std::string& where = {},
                                        std::span<const std::string> wanted = {});

} // namespace tiebreak::formats
