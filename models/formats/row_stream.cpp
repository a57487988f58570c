// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/row_stream.h"

#include "domain/error.h"
#include "formats/file.h"
#include "formats/foreign.h"
#include "formats/text_table.h"
#include "text/csv.h"
#include "text/nearest.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace tiebreak::formats {

namespace {

using Each = std::function<void(std::size_t line, std::span<const std::string_view> cells)>;
constexpr std::size_t piece = std::size_t{1} << 20U;

void add_bad(StreamedRows& result, std::size_t line, std::string why) {
    ++result.bad_rows;
    if (result.bad.size() < StreamedRows::most_bad) {
        result.bad.push_back({line, std::move(why)});
    }
}

/// A CSV's records out of a window of the file. A record without quotes, which is nearly every one, is split
/// where it lies; any other is left to CsvReader.
class CsvPieces {
public:
    explicit CsvPieces(std::FILE* file)
        : file_(file) {
        (void)fill();
    }

    /// What has been read so far, for finding out what the file is.
    [[nodiscard]] std::string_view window() const { return std::string_view(buffer_).substr(at_); }
    void set_delimiter(char delimiter) { delimiter_ = delimiter; }
    void skip(std::size_t bytes) { at_ += bytes; }
    [[nodiscard]] std::size_t line() const { return line_; }
    [[nodiscard]] bool read_error() const { return std::ferror(file_) != 0; }

    /// The next record's cells, or its problem; false at the end. Empty lines are passed over.
    bool next(std::vector<std::string_view>& cells, std::string& why) {
        cells.clear();
        why.clear();
        line_ += lines_taken_;
        lines_taken_ = 0;
        for (;;) {
            const std::string_view rest = window();
            if (rest.empty() && !fill()) {
                return false;
            }
            if (window().front() == '\n' || window().front() == '\r') {
                line_ += window().front() == '\n' ? 1 : 0;
                ++at_;
                continue;
            }
            break;
        }
        const std::size_t end = record_end();
        const std::string_view record = window().substr(0, end);
        lines_taken_ = static_cast<std::size_t>(std::ranges::count(record, '\n'));
        at_ += end;
        split(record, cells, why);
        return true;
    }

private:
    /// Reads one piece more behind what is not yet taken; false at the end of the file.
    bool fill() {
        buffer_.erase(0, at_);
        at_ = 0;
        const std::size_t had = buffer_.size();
        buffer_.resize(had + piece);
        const std::size_t got = std::fread(buffer_.data() + had, 1, piece, file_);
        buffer_.resize(had + got);
        return got > 0;
    }

    /// Length of the record at the front, its ending included.
    std::size_t record_end() {
        std::size_t looked = 0;
        for (;;) { // first without quotes
            const std::string_view rest = window();
            const void* newline = std::memchr(rest.data() + looked, '\n', rest.size() - looked);
            if (newline != nullptr) {
                const auto end =
                    static_cast<std::size_t>(static_cast<const char*>(newline) - rest.data()) + 1;
                if (std::memchr(rest.data(), '"', end) == nullptr) {
                    return end;
                }
                break;
            }
            if (std::memchr(rest.data(), '"', rest.size()) != nullptr) {
                break;
            }
            looked = rest.size();
            if (!fill()) {
                return looked;
            }
        }
        // A quote opens a cell only at its beginning; inside, two stand for one.
        bool quoted = false;
        bool at_start = true;
        std::string_view rest = window();
        const auto there = [&](std::size_t i) { // the window moves when it grows
            while (i >= rest.size()) {
                if (!fill()) {
                    return false;
                }
                rest = window();
            }
            return true;
        };
        for (std::size_t i = 0;; ++i) {
            if (!there(i)) {
                return i;
            }
            const char c = rest[i];
            if (quoted) {
                if (c == '"' && there(i + 1) && rest[i + 1] == '"') {
                    ++i;
                } else if (c == '"') {
                    quoted = false;
                }
                continue;
            }
            if (c == '\n') {
                return i + 1;
            }
            quoted = c == '"' && at_start;
            at_start = c == delimiter_;
        }
    }

    void split(std::string_view record, std::vector<std::string_view>& cells, std::string& why) {
        if (record.find('"') == std::string_view::npos) {
            while (record.ends_with('\n') || record.ends_with('\r')) {
                record.remove_suffix(1);
            }
            for (;;) {
                const std::size_t end = record.find(delimiter_);
                cells.push_back(record.substr(0, end));
                if (end == std::string_view::npos) {
                    return;
                }
                record.remove_prefix(end + 1);
            }
        }
        text::CsvReader reader(record, delimiter_);
        auto row = reader.next();
        if (!row) {
            why = reader.problems().empty() ? "an empty record" : reader.problems().front().why;
            return;
        }
        kept_ = std::move(row->cells);
        cells.assign(kept_.begin(), kept_.end());
    }

    std::FILE* file_;
    std::string buffer_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t lines_taken_ = 0;
    char delimiter_ = ',';
    std::vector<std::string> kept_;
};

/// The places of the columns in the header.
std::vector<std::size_t> places_of(std::span<const std::string> columns,
                                   const std::vector<std::string>& header, const std::string& where) {
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (!header[i].empty() && std::find(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(i),
                                            header[i]) != header.begin() + static_cast<std::ptrdiff_t>(i)) {
            throw domain::Error(domain::ErrorKind::format,
                                fmt::format("two columns are called \"{}\"", header[i]), where,
                                "give each column its own name");
        }
    }
    std::vector<std::size_t> places;
    for (const std::string& column : columns) {
        const auto found = std::ranges::find(header, column);
        if (found == header.end()) {
            throw domain::Error(domain::ErrorKind::usage, "there is no column \"" + column + "\"", where,
                                text::did_you_mean(column, header));
        }
        places.push_back(static_cast<std::size_t>(found - header.begin()));
    }
    return places;
}

StreamedRows from_csv(CsvPieces& file, const std::string& path, std::span<const std::string> columns,
                      const Each& each) {
    StreamedRows result;
    std::vector<std::string_view> cells;
    std::string why;
    if (file.window().starts_with("\xef\xbb\xbf")) {
        file.skip(3);
    }
    file.set_delimiter(text::sniff_delimiter(file.window().substr(0, piece)));
    if (!file.next(cells, why) || !why.empty()) {
        throw domain::Error(domain::ErrorKind::format,
                            why.empty() ? "the file is empty" : fmt::format("line 1: {}", why), path,
                            "a CSV file begins with a row of column names");
    }
    std::vector<std::string> header;
    for (const std::string_view name : cells) {
        header.emplace_back(text::trim(name));
    }
    const std::vector<std::size_t> places = places_of(columns, header, path);
    std::vector<std::string_view> picked(places.size());
    while (file.next(cells, why)) {
        if (why.empty() && cells.size() != header.size()) {
            why = fmt::format("{} cells where the header has {}", cells.size(), header.size());
        }
        if (!why.empty()) {
            add_bad(result, file.line(), why);
            continue;
        }
        std::ranges::transform(places, picked.begin(), [&](std::size_t place) { return cells[place]; });
        ++result.rows;
        each(file.line(), picked);
    }
    if (file.read_error()) {
        throw domain::Error(domain::ErrorKind::file, "reading failed", path);
    }
    return result;
}

} // namespace

StreamedRows each_row(const std::string& path, std::span<const std::string> columns, const Each& each) {
    {
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
            std::filesystem::is_regular_file(path) ? std::fopen(path.c_str(), "rb") : nullptr, &std::fclose);
        if (file) {
            CsvPieces pieces(file.get());
            refuse_foreign(pieces.window(), path);
            const std::string_view window = pieces.window();
            const std::size_t bom = window.starts_with("\xef\xbb\xbf") ? 3 : 0;
            const char first = window[window.find_first_not_of(" \t\r\n", bom)];
            // Old files that end their lines with CR alone are read the other way.
            if (first != '[' && first != '{' && window.find('\n') != std::string_view::npos) {
                return from_csv(pieces, path, columns, each);
            }
        }
    }
    const TextTable table = read_text_table(read_file(path), path, columns);
    StreamedRows result;
    std::vector<std::string_view> cells(columns.size());
    for (std::size_t row = 0; row < table.lines.size(); ++row) {
        for (std::size_t c = 0; c < cells.size(); ++c) {
            cells[c] = table.columns[c].cells[row];
        }
        ++result.rows;
        each(table.lines[row], cells);
    }
    for (const BadRow& bad : table.bad) {
        add_bad(result, bad.line, bad.why);
    }
    return result;
}

} // namespace tiebreak::formats
