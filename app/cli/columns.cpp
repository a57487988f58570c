// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/columns.h"

#include "text/utf8.h"

#include <algorithm>

namespace tiebreak::cli {

namespace {

std::string one_line(const std::string& cell) {
    std::string line = text::for_display(cell);
    std::ranges::replace_if(
        line, [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return line;
}

std::string cut(const std::string& cell, std::size_t widest) {
    if (text::character_count(cell) <= widest) {
        return cell;
    }
    std::size_t at = 0;
    for (std::size_t n = 0; at < cell.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(cell[at]) & 0xC0U) != 0x80U;
        if (begins && n++ == widest - 1) {
            break;
        }
    }
    return cell.substr(0, at) + "…";
}

} // namespace

Columns::Columns(std::initializer_list<const char*> titles)
    : Columns(std::vector<std::string>(titles.begin(), titles.end())) {}

Columns::Columns(const std::vector<std::string>& titles) {
    for (const std::string& title : titles) {
        right_.push_back(title.starts_with('>'));
        titles_.push_back(right_.back() ? title.substr(1) : title);
    }
}

void Columns::add(std::vector<std::string> cells) {
    cells.resize(titles_.size());
    for (std::string& cell : cells) {
        cell = one_line(cell);
    }
    rows_.push_back(std::move(cells));
}

std::string Columns::text(std::size_t widest) const {
    std::vector<std::vector<std::string>> lines{titles_};
    lines.insert(lines.end(), rows_.begin(), rows_.end());
    std::vector<std::size_t> widths(titles_.size(), 0);
    for (std::vector<std::string>& line : lines) {
        for (std::size_t k = 0; k < line.size(); ++k) {
            line[k] = cut(line[k], widest);
            widths[k] = std::max(widths[k], text::character_count(line[k]));
        }
    }
    std::string out;
    for (const std::vector<std::string>& line : lines) {
        std::string row;
        for (std::size_t k = 0; k < line.size(); ++k) {
            const std::string blanks(widths[k] - text::character_count(line[k]), ' ');
            row += (k == 0 ? "" : "  ") + (right_[k] ? blanks + line[k] : line[k] + blanks);
        }
        out += row.substr(0, row.find_last_not_of(' ') + 1) + "\n";
    }
    return out;
}

} // namespace tiebreak::cli
