// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/markdown_style.h"

#include "text/utf8.h"

#include <algorithm>

namespace tiebreak::text {

namespace {

bool blank(char c) {
    return c == ' ' || c == '\t';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_header(std::string_view line) {
    const std::size_t marks = std::min(line.find_first_not_of('#'), line.size());
    return marks >= 1 && marks <= 6 && marks < line.size() && blank(line[marks]);
}

bool is_list_entry(std::string_view line) {
    constexpr std::string_view bullet = "\xe2\x80\xa2";
    while (!line.empty() && blank(line.front())) {
        line.remove_prefix(1);
    }
    std::size_t mark = 0;
    if (line.starts_with(bullet)) {
        mark = bullet.size();
    } else if (line.starts_with('-') || line.starts_with('*') || line.starts_with('+')) {
        mark = 1;
    } else {
        while (mark < line.size() && is_digit(line[mark])) {
            ++mark;
        }
        if (mark == 0 || mark > 9 || mark >= line.size() || (line[mark] != '.' && line[mark] != ')')) {
            return false;
        }
        ++mark;
    }
    return mark < line.size() && blank(line[mark]);
}

/// Pieces between two of the mark in one line with something in between that is not the mark's own sign.
std::size_t bold_pieces(std::string_view line, std::string_view mark) {
    std::size_t count = 0;
    for (std::size_t open = line.find(mark); open != std::string_view::npos;) {
        const std::size_t inside = open + mark.size();
        const std::size_t close = line.find(mark[0], inside);
        if (close == std::string_view::npos) {
            break;
        }
        if (close > inside && line.substr(close).starts_with(mark)) {
            ++count;
            open = line.find(mark, close + mark.size());
        } else {
            open = line.find(mark, std::max(close, open + 1));
        }
    }
    return count;
}

} // namespace

MarkdownStyle markdown_style(std::string_view text) {
    MarkdownStyle style;
    style.characters = character_count(text);
    bool fenced = false;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const std::string_view bare = trim(line);
        if (bare.starts_with("```") || bare.starts_with("~~~")) {
            fenced = !fenced;
            continue;
        }
        if (fenced) {
            continue;
        }
        style.headers += is_header(line) ? 1 : 0;
        style.list_entries += is_list_entry(line) ? 1 : 0;
        style.bold += bold_pieces(line, "**") + bold_pieces(line, "__");
    }
    return style;
}

} // namespace tiebreak::text
