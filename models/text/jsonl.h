// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace tiebreak::text {

struct Line {
    std::size_t number = 0; ///< from 1
    std::string_view text;  ///< without its ending
};

/// The lines of a JSON Lines file. Only LF and CRLF end a line: U+2028, U+0085, form feed and a lone CR
/// inside a string are text. A BOM in front and lines of nothing but blanks are passed over; numbers count
/// every line. The bytes must outlive the reader.
class LineReader {
public:
    explicit LineReader(std::string_view bytes);
    [[nodiscard]] std::optional<Line> next();

private:
    std::string_view bytes_;
    std::size_t at_ = 0;
    std::size_t number_ = 0;
};

} // namespace tiebreak::text
