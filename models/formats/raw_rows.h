// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of this room: the rows of a file before anyone knows what they mean.
#pragma once

#include "formats/rows.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::formats {

using Json = nlohmann::json;

enum class Container { json_array, json_lines, csv };

/// One row, or why there is none.
struct RawRow {
    std::size_t line = 0;
    Json value;
    std::string why; ///< empty where `value` could be read
};

struct RawRows {
    Container container = Container::json_lines;
    std::vector<RawRow> rows;        ///< in the file's order, bad ones in their places
    std::vector<std::string> header; ///< of a CSV
    std::vector<std::string> notes;  ///< what was repaired
};

/// Finds out by content whether the bytes are a JSON array, JSON Lines or CSV with a header, and splits them
/// into rows. Cells of a CSV become texts, empty cells are left out. Applies the slice. Throws domain::Error
/// (format) for what is none of these: empty, HTML, a compressed or binary file, UTF-16, an array that never
/// ends; and (usage) for a slice beyond the end.
[[nodiscard]] RawRows read_raw_rows(std::string_view bytes, const ReadOptions& options);

/// The same row by row, in the order in which they are met, without keeping them and without a slice.
/// `header` is called first, for a CSV only.
void each_raw_row(std::string_view bytes, const std::string& where,
                  const std::function<void(const std::vector<std::string>& header)>& header,
                  const std::function<void(RawRow&& row)>& each);

/// The first of `names` that any row has as a key, with the mapping's word first; empty where none has.
[[nodiscard]] std::string find_column(const RawRows& rows, const ReadOptions& options,
                                      const std::string& field, std::span<const std::string> names);

/// Throws domain::Error (usage) where the mapping names a field that is not ours or a column that the file
/// does not have.
void check_mapping(const RawRows& rows, const ReadOptions& options, std::span<const std::string> fields);

/// Text of a string, or of a number or truth value as JSON writes it; nothing for null, lists and objects.
[[nodiscard]] std::optional<std::string> scalar_text(const Json& value);

/// "text", "a number", "a list", …: what a value is, for messages.
[[nodiscard]] std::string kind_of(const Json& value);

} // namespace tiebreak::formats
