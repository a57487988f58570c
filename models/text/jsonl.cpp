// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/jsonl.h"

namespace tiebreak::text {

LineReader::LineReader(std::string_view bytes)
    : bytes_(bytes)
    , at_(bytes.starts_with("\xef\xbb\xbf") ? 3 : 0) {}

std::optional<Line> LineReader::next() {
    while (at_ < bytes_.size()) {
        const std::size_t newline = bytes_.find('\n', at_);
        const std::size_t end = newline == std::string_view::npos ? bytes_.size() : newline;
        std::string_view text = bytes_.substr(at_, end - at_);
        at_ = newline == std::string_view::npos ? bytes_.size() : newline + 1;
        ++number_;
        if (text.ends_with('\r')) {
            text.remove_suffix(1);
        }
        if (text.find_first_not_of(" \t\r") != std::string_view::npos) {
            return Line{number_, text};
        }
    }
    return std::nullopt;
}

} // namespace tiebreak::text
