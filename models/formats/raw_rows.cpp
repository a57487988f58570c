// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/raw_rows.h"

#include "domain/error.h"
#include "formats/foreign.h"
#include "text/csv.h"
#include "text/json.h"
#include "text/jsonl.h"
#include "text/nearest.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace tiebreak::formats {

namespace {

using domain::Error;
using domain::ErrorKind;

constexpr std::string_view blanks = " \t\r\n";

struct Element {
    std::size_t line = 0;
    std::string_view text;
};

/// The elements of a JSON array by counting brackets outside of strings, so that each has a line and one that
/// is broken inside does not take the others with it.
std::vector<Element> split_array(std::string_view bytes, const std::string& where) {
    std::vector<Element> elements;
    std::size_t line = 1;
    std::size_t depth = 0;
    bool in_string = false;
    std::size_t begin = std::string_view::npos; // of the present element
    std::size_t begin_line = 0;
    std::size_t end = 0;
    bool closed = false;
    bool comma = false;
    const auto fail = [&](std::size_t at_line, const char* what, const char* mend) {
        throw Error(ErrorKind::format, fmt::format("line {}: {}", at_line, what), where, mend);
    };
    const auto finish = [&](bool by_comma) {
        if (begin != std::string_view::npos) {
            elements.push_back({begin_line, bytes.substr(begin, end - begin)});
            begin = std::string_view::npos;
        } else if (comma || by_comma) {
            fail(line, "a comma with nothing beside it", "remove the comma");
        }
    };
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        line += c == '\n' ? 1 : 0;
        if (in_string) {
            i += c == '\\' ? 1 : 0;
            in_string = c != '"';
            end = i + 1;
            continue;
        }
        if (blanks.find(c) != std::string_view::npos) {
            continue;
        }
        if (closed) {
            fail(line, "text behind the end of the list", "the file holds one JSON list and nothing else");
        }
        if (depth == 1 && (c == ',' || c == ']')) {
            finish(c == ',');
            comma = c == ',';
            closed = c == ']';
            continue;
        }
        if (depth == 1 && begin == std::string_view::npos) {
            begin = i;
            begin_line = line;
        }
        in_string = c == '"';
        depth += c == '[' || c == '{' ? 1 : 0;
        depth -= (c == ']' || c == '}') && depth > 1 ? 1 : 0;
        end = i + 1;
    }
    if (!closed) {
        const bool inside = begin != std::string_view::npos;
        fail(inside ? begin_line : line,
             inside ? "the row that begins here never ends" : "the list never ends",
             "the file may have been cut; a quote or bracket may be missing");
    }
    return elements;
}

RawRow parse_row(std::size_t line, std::string_view text, text::JsonRepairs& repairs) {
    try {
        return {line, text::parse_json(text, {}, text::DuplicateKeys::refuse, &repairs, line), {}};
    } catch (const Error& error) {
        return {line, {}, error.what()};
    }
}

void read_json_lines(std::string_view bytes, RawRows& result, text::JsonRepairs& repairs) {
    text::LineReader lines(bytes);
    while (const auto line = lines.next()) {
        result.rows.push_back(parse_row(line->number, line->text, repairs));
    }
}

void read_csv(std::string_view bytes, const std::string& where, RawRows& result) {
    text::CsvTable table = text::read_csv_table(bytes, where);
    if (table.header.size() == 1 && table.rows.empty()) {
        throw Error(ErrorKind::format, "this is neither JSON nor a table", where,
                    "known: a JSON list, JSON Lines, CSV with a header row");
    }
    for (text::CsvRow& row : table.rows) {
        Json value = Json::object();
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (!row.cells[i].empty() && !table.header[i].empty()) {
                value[table.header[i]] = std::move(row.cells[i]);
            }
        }
        result.rows.push_back({row.line, std::move(value), {}});
    }
    for (text::CsvProblem& problem : table.problems) {
        result.rows.push_back({problem.line, {}, std::move(problem.why)});
    }
    std::ranges::stable_sort(result.rows, {}, &RawRow::line);
    result.header = std::move(table.header);
}

/// A file that begins with "{": JSON Lines, unless its first line is no whole object, when it is one object
/// over several lines.
void refuse_single_object(std::string_view bytes, const std::string& where) {
    text::LineReader lines(bytes);
    const auto first = lines.next();
    try {
        (void)text::parse_json(first->text);
        return;
    } catch (const Error&) {
        if (!lines.next()) {
            return; // one broken line: it is reported as that
        }
    }
    Json whole;
    try {
        whole = text::parse_json(bytes, where);
    } catch (const Error&) {
        return;
    }
    const bool config = whole.contains("candidates") && whole.contains("eval_set");
    throw Error(ErrorKind::format,
                config ? "this is an eval config" : "this is one JSON object, not a list of rows", where,
                config ? "run it with `tiebreak-cli run`" : "rows stand in a JSON list or one a line");
}

} // namespace

std::pair<std::string, std::string> parse_mapping(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
        throw Error(ErrorKind::usage, fmt::format("\"{}\" is no mapping", text), {},
                    "write FIELD=COLUMN, as instruction=Question");
    }
    return {text.substr(0, equals), text.substr(equals + 1)};
}

RawRows read_raw_rows(std::string_view bytes, const ReadOptions& options) {
    refuse_foreign(bytes, options.where);
    std::string repaired;
    RawRows result;
    text::JsonRepairs repairs;
    if (!text::is_valid_utf8(bytes)) {
        repaired = text::repair_utf8(bytes);
        bytes = repaired;
        result.notes.emplace_back(
            "the file is not UTF-8 throughout; ill-formed bytes are shown as \xef\xbf\xbd");
    }
    if (bytes.starts_with("\xef\xbb\xbf")) {
        bytes.remove_prefix(3);
    }
    const char first = bytes[bytes.find_first_not_of(blanks)];
    if (first == '[') {
        result.container = Container::json_array;
        for (const Element& element : split_array(bytes, options.where)) {
            result.rows.push_back(parse_row(element.line, element.text, repairs));
        }
    } else if (first == '{') {
        refuse_single_object(bytes, options.where);
        read_json_lines(bytes, result, repairs);
    } else {
        result.container = Container::csv;
        read_csv(bytes, options.where, result);
    }
    if (repairs.surrogates > 0) {
        result.notes.push_back(
            fmt::format("{} escapes of half a character are shown as \xef\xbf\xbd", repairs.surrogates));
    }
    if (options.slice) {
        const auto [from, to] = *options.slice;
        if (from >= to || to > result.rows.size()) {
            throw Error(ErrorKind::usage,
                        fmt::format("slice [{}, {}) of {} rows", from, to, result.rows.size()), options.where,
                        "rows are counted from 0, the end is not part of the slice");
        }
        result.rows.erase(result.rows.begin() + static_cast<std::ptrdiff_t>(to), result.rows.end());
        result.rows.erase(result.rows.begin(), result.rows.begin() + static_cast<std::ptrdiff_t>(from));
    }
    return result;
}

void each_raw_row(std::string_view bytes, const std::string& where,
                  const std::function<void(const std::vector<std::string>& header)>& header,
                  const std::function<void(RawRow&& row)>& each) {
    refuse_foreign(bytes, where);
    std::string repaired;
    text::JsonRepairs repairs;
    if (!text::is_valid_utf8(bytes)) {
        repaired = text::repair_utf8(bytes);
        bytes = repaired;
    }
    if (bytes.starts_with("\xef\xbb\xbf")) {
        bytes.remove_prefix(3);
    }
    const char first = bytes[bytes.find_first_not_of(blanks)];
    if (first == '[') {
        for (const Element& element : split_array(bytes, where)) {
            each(parse_row(element.line, element.text, repairs));
        }
    } else if (first == '{') {
        refuse_single_object(bytes, where);
        text::LineReader lines(bytes);
        while (const auto line = lines.next()) {
            each(parse_row(line->number, line->text, repairs));
        }
    } else {
        RawRows table;
        read_csv(bytes, where, table);
        header(table.header);
        for (RawRow& row : table.rows) {
            each(std::move(row));
        }
    }
}

std::string find_column(const RawRows& rows, const ReadOptions& options, const std::string& field,
                        std::span<const std::string> names) {
    if (const auto mapped = options.mapping.find(field); mapped != options.mapping.end()) {
        return mapped->second;
    }
    for (const std::string& name : names) {
        if (std::ranges::any_of(rows.rows, [&](const RawRow& row) {
                return row.value.is_object() && row.value.contains(name);
            })) {
            return name;
        }
    }
    return {};
}

void check_mapping(const RawRows& rows, const ReadOptions& options, std::span<const std::string> fields) {
    if (options.mapping.empty()) {
        return;
    }
    std::set<std::string> columns(rows.header.begin(), rows.header.end());
    for (const RawRow& row : rows.rows) {
        if (row.value.is_object()) {
            for (const auto& [key, value] : row.value.items()) {
                columns.insert(key);
            }
        }
    }
    const std::vector<std::string> known(columns.begin(), columns.end());
    for (const auto& [field, column] : options.mapping) {
        if (std::ranges::find(fields, field) == fields.end()) {
            throw Error(ErrorKind::usage,
                        fmt::format("the mapping names a field \"{}\", which there is not", field),
                        options.where, text::did_you_mean(field, fields));
        }
        if (!columns.contains(column)) {
            throw Error(ErrorKind::usage, fmt::format("the file has no column \"{}\"", column), options.where,
                        text::did_you_mean(column, known));
        }
    }
}

std::optional<std::string> scalar_text(const Json& value) {
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (value.is_number() || value.is_boolean()) {
        return text::dump_json(value);
    }
    return std::nullopt;
}

std::string kind_of(const Json& value) {
    switch (value.type()) {
    case Json::value_t::null:
        return "null";
    case Json::value_t::object:
        return "an object";
    case Json::value_t::array:
        return "a list";
    case Json::value_t::string:
        return "text";
    case Json::value_t::boolean:
        return "true or false";
    default:
        return "a number";
    }
}

} // namespace tiebreak::formats
