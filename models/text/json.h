// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace tiebreak::text {

/// nlohmann::json keeps the last of two equal keys: a model judged twice in one reply would pass unseen.
enum class DuplicateKeys { refuse, keep_last };

/// What had to be mended before the text could be read as JSON.
struct JsonRepairs {
    std::size_t bytes = 0;      ///< ill-formed UTF-8 sequences, now U+FFFD
    std::size_t surrogates = 0; ///< escapes such as \ud83d without their other half, now U+FFFD
};

/// One JSON value with nothing but blanks around it; a BOM in front is passed over. Ill-formed UTF-8 and lone
/// surrogate escapes are repaired (and counted in `repairs`), since models and other people's scripts write
/// them. Throws domain::Error (format) with line and column, counted from `first_line` and 1: syntax, a
/// number beyond the range of a double, nesting deeper than 200, a key twice in one object (with its path).
/// The message never repeats the text, which may hold a key.
[[nodiscard]] nlohmann::json parse_json(std::string_view bytes, const std::string& where = {},
                                        DuplicateKeys duplicates = DuplicateKeys::refuse,
                                        JsonRepairs* repairs = nullptr, std::size_t first_line = 1);

/// Compact (or indented) JSON with keys sorted; ill-formed UTF-8 becomes U+FFFD instead of an exception.
[[nodiscard]] std::string dump_json(const nlohmann::json& value, int indent = -1);
[[nodiscard]] std::string dump_json(const nlohmann::ordered_json& value, int indent = -1);

/// `text` as a JSON string with its quotes.
[[nodiscard]] std::string quoted_json(std::string_view text);

} // namespace tiebreak::text
