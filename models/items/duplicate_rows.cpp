// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/duplicate_rows.h"

#include "text/utf8.h"

#include <string>
#include <unordered_map>

namespace tiebreak::items {

namespace {

/// Case folded, blanks at the ends gone and others one.
std::string plain(const std::string& text) {
    std::string result;
    for (const std::string_view piece : text::word_segments(text::trim(text))) {
        if (text::is_blank(piece)) {
            if (!result.ends_with(' ')) {
                result += ' ';
            }
        } else {
            result += piece;
        }
    }
    return text::casefold(result);
}

} // namespace

std::vector<DuplicateRow> findDuplicateRows(const EvalRows& rows, const std::stop_token& stop) {
    std::unordered_map<std::string, int> first;
    std::vector<DuplicateRow> found;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (stop.stop_requested()) {
            return {};
        }
        std::string key = plain(rows[i]->content->instruction);
        key += '\x1f';
        key += plain(rows[i]->content->input);
        const auto [known, isNew] = first.emplace(std::move(key), static_cast<int>(i));
        if (!isNew) {
            found.push_back(
                {rows[i]->key, rows[static_cast<std::size_t>(known->second)]->key, known->second, true, 1.0});
        }
    }
    return found;
}

} // namespace tiebreak::items
