// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/csv.h"

#include "domain/error.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace tiebreak::text {

namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool is_number(std::string_view text) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

} // namespace

CsvReader::CsvReader(std::string_view bytes, char delimiter)
    : bytes_(bytes)
    , delimiter_(delimiter == 0 ? sniff_delimiter(bytes) : delimiter) {
    if (bytes_.starts_with(byte_order_mark)) {
        at_ = byte_order_mark.size();
    }
}

void CsvReader::end_line() {
    if (at_ < bytes_.size() && bytes_[at_] == '\r') {
        ++at_;
    }
    if (at_ < bytes_.size() && bytes_[at_] == '\n') {
        ++at_;
    }
    ++line_;
}

/// Reads behind an opening quote up to its closing one; false where the file ends first.
bool CsvReader::read_quoted(std::string& cell) {
    while (at_ < bytes_.size()) {
        const std::size_t quote = bytes_.find('"', at_);
        const std::string_view piece =
            bytes_.substr(at_, quote == std::string_view::npos ? quote : quote - at_);
        cell += piece;
        for (std::size_t i = 0; i < piece.size(); ++i) {
            const bool lone_return = piece[i] == '\r' && (i + 1 == piece.size() || piece[i + 1] != '\n');
            line_ += piece[i] == '\n' || lone_return ? 1 : 0;
        }
        if (quote == std::string_view::npos) {
            at_ = bytes_.size();
            return false;
        }
        at_ = quote + 1;
        if (at_ >= bytes_.size() || bytes_[at_] != '"') {
            return true;
        }
        cell += '"';
        ++at_;
    }
    return false;
}

std::optional<CsvRow> CsvReader::next() {
    while (at_ < bytes_.size()) {
        if (bytes_[at_] == '\r' || bytes_[at_] == '\n') {
            end_line();
            continue;
        }
        CsvRow row{line_, {}};
        std::string why;
        for (;;) {
            std::string cell;
            if (at_ < bytes_.size() && bytes_[at_] == '"') {
                ++at_;
                if (!read_quoted(cell)) {
                    problems_.push_back({row.line, "a quote that opens here is never closed"});
                    return std::nullopt;
                }
                if (at_ < bytes_.size() && bytes_[at_] != delimiter_ && bytes_[at_] != '\r' &&
                    bytes_[at_] != '\n') {
                    why = fmt::format(
                        "text after the closing quote of cell {}; quotes inside a cell are doubled",
                        row.cells.size() + 1);
                }
            }
            const std::array<char, 3> ends{delimiter_, '\r', '\n'};
            const std::size_t end =
                std::min(bytes_.find_first_of({ends.data(), ends.size()}, at_), bytes_.size());
            cell += bytes_.substr(at_, end - at_);
            at_ = end;
            row.cells.push_back(std::move(cell));
            if (at_ >= bytes_.size() || bytes_[at_] != delimiter_) {
                break;
            }
            ++at_;
        }
        if (at_ < bytes_.size()) {
            end_line();
        }
        if (why.empty()) {
            return row;
        }
        problems_.push_back({row.line, std::move(why)});
    }
    return std::nullopt;
}

char sniff_delimiter(std::string_view bytes) {
    char best = ',';
    std::size_t best_score = 0;
    for (const char delimiter : {',', ';', '\t'}) {
        CsvReader reader(bytes, delimiter);
        const auto header = reader.next();
        if (!header || header->cells.size() < 2) {
            continue;
        }
        constexpr std::size_t looked_at = 20;
        std::size_t rows = 0;
        std::size_t even = 0;
        for (; rows < looked_at; ++rows) {
            const auto row = reader.next();
            if (!row) {
                break;
            }
            even += row->cells.size() == header->cells.size() ? 1 : 0;
        }
        // Evenness first, in thousandths; then the number of columns.
        const std::size_t evenness = rows == 0 ? 1000 : 1000 * even / rows;
        const std::size_t score = 1000 * (1 + evenness) + std::min<std::size_t>(header->cells.size(), 999);
        if (score > best_score) {
            best_score = score;
            best = delimiter;
        }
    }
    return best;
}

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
    const auto found = std::ranges::find(header, name);
    return found == header.end() ? std::nullopt
                                 : std::optional(static_cast<std::size_t>(found - header.begin()));
}

CsvTable read_csv_table(std::string_view bytes, const std::string& where, char delimiter) {
    CsvReader reader(bytes, delimiter);
    CsvTable table;
    table.delimiter = reader.delimiter();
    const auto header = reader.next();
    if (!header) {
        const std::string why =
            reader.problems().empty()
                ? std::string("the file is empty")
                : fmt::format("line {}: {}", reader.problems().front().line, reader.problems().front().why);
        throw domain::Error(domain::ErrorKind::format, why, where,
                            "a CSV file begins with a row of column names");
    }
    for (const std::string& name : header->cells) {
        const std::string cleaned(trim(name));
        if (!cleaned.empty() && std::ranges::find(table.header, cleaned) != table.header.end()) {
            throw domain::Error(domain::ErrorKind::format,
                                fmt::format("two columns are called \"{}\"", cleaned), where,
                                "give each column its own name");
        }
        table.header.push_back(cleaned);
    }
    while (auto row = reader.next()) {
        if (row->cells.size() == table.header.size()) {
            table.rows.push_back(std::move(*row));
        } else {
            table.problems.push_back({row->line, fmt::format("{} cells where the header has {}",
                                                             row->cells.size(), table.header.size())});
        }
    }
    table.problems.insert(table.problems.end(), reader.problems().begin(), reader.problems().end());
    std::ranges::stable_sort(table.problems, {}, &CsvProblem::line);
    return table;
}

std::string csv_record(std::span<const std::string> cells, FormulaCells formulas, char delimiter) {
    constexpr std::string_view formula_starts = "=+-@\t\r";
    const std::string special{delimiter, '"', '\n', '\r'};
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) {
            out += delimiter;
        }
        std::string cell = cells[i];
        if (formulas == FormulaCells::neutralised && !cell.empty() &&
            formula_starts.find(cell.front()) != std::string_view::npos && !is_number(cell)) {
            cell.insert(cell.begin(), '\'');
        }
        // A lone empty cell would read as an empty line, outer blanks would be lost to many readers.
        const bool quoted = cell.find_first_of(special) != std::string::npos ||
                            (cell.empty() && cells.size() == 1) ||
                            (!cell.empty() && (cell.front() == ' ' || cell.back() == ' '));
        if (!quoted) {
            out += cell;
            continue;
        }
        out += '"';
        for (const char c : cell) {
            out += c;
            if (c == '"') {
                out += '"';
            }
        }
        out += '"';
    }
    out += '\n';
    return out;
}

} // namespace tiebreak::text
