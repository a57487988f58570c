// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/pasted_rows.h"

#include "domain/error.h"
#include "formats/eval_set.h"
#include "text/csv.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace tiebreak::items {

namespace {

constexpr std::size_t notesKept = 5;

/// The names that columns go by, each list in the order of preference.
const std::vector<std::pair<std::string, std::vector<std::string>>>& columnNames() {
    static const std::vector<std::pair<std::string, std::vector<std::string>>> names{
        {"instruction", {"instruction", "instructions", "prompt", "question", "task"}},
        {"input", {"input", "context"}},
        {"reference", {"reference", "answer", "ideal", "expected", "output", "target", "response"}},
        {"category", {"category", "type", "tag", "tags"}},
        {"id", {"id", "question_id"}},
        {"system", {"system"}},
        {"turns", {"turns"}}};
    return names;
}

std::string nameIn(const std::string& cell) {
    return text::casefold(text::trim(cell));
}

/// Our field -> the header's column, where a first row names columns: one of the instruction, and more names
/// than other things. Empty where it does not.
std::map<std::string, std::string> headerOf(const std::vector<std::string>& cells) {
    std::map<std::string, std::string> mapping;
    std::size_t named = 0;
    for (const auto& [field, names] : columnNames()) {
        for (const std::string& name : names) {
            const auto cell =
                std::ranges::find_if(cells, [&](const std::string& c) { return nameIn(c) == name; });
            if (cell != cells.end()) {
                ++named;
                mapping.emplace(field, std::string(text::trim(*cell)));
            }
        }
    }
    if (!mapping.contains("instruction") || named * 2 <= cells.size()) {
        mapping.clear();
    }
    return mapping;
}

void note(PastedRows& pasted, std::size_t line, const std::string& why) {
    if (pasted.notes.size() < notesKept) {
        pasted.notes.push_back(fmt::format("line {} left out: {}", line, why));
    }
}

PastedRows byImport(std::string_view text, const std::map<std::string, std::string>& header) {
    PastedRows pasted;
    formats::ReadOptions options;
    options.mapping = header;
    formats::EvalSetImport import = formats::read_eval_set(text, options);
    pasted.items = std::move(import.items);
    pasted.header = !header.empty();
    pasted.kind = pasted.items.empty() ? PastedRows::Kind::nothing : PastedRows::Kind::rows;
    for (const formats::BadRow& bad : import.bad) {
        note(pasted, bad.line, bad.why);
    }
    return pasted;
}

domain::Item byPosition(const std::vector<std::string>& cells) {
    domain::Item item;
    std::string* places[] = {&item.instruction, &item.input, &item.reference, &item.category};
    for (std::size_t i = 0; i < cells.size() && i < std::size(places); ++i) {
        *places[i] = i == 3 ? std::string(text::trim(cells[i])) : cells[i];
    }
    return item;
}

std::size_t linesOf(std::string_view text) {
    std::size_t lines = 0;
    bool any = false;
    for (const char c : text) {
        if (c == '\n') {
            lines += any ? 1 : 0;
            any = false;
        } else if (c != '\r' && c != ' ' && c != '\t') {
            any = true;
        }
    }
    return lines + (any ? 1 : 0);
}

/// Records of a separated text, when they all have as many cells as the first and that is more than one.
std::vector<text::CsvRow> records(std::string_view bytes, char delimiter, bool& even) {
    text::CsvReader reader(bytes, delimiter);
    std::vector<text::CsvRow> rows;
    while (auto row = reader.next()) {
        rows.push_back(std::move(*row));
    }
    even = reader.problems().empty() && !rows.empty() && rows.front().cells.size() > 1 &&
           std::ranges::all_of(
               rows, [&](const text::CsvRow& row) { return row.cells.size() == rows[0].cells.size(); });
    return rows;
}

PastedRows byRecords(const std::vector<text::CsvRow>& rows) {
    PastedRows pasted;
    for (const text::CsvRow& row : rows) {
        domain::Item item = byPosition(row.cells);
        if (text::is_blank(item.instruction)) {
            note(pasted, row.line, "there is no instruction text");
        } else {
            pasted.items.push_back(std::move(item));
        }
    }
    pasted.kind = pasted.items.empty() ? PastedRows::Kind::nothing : PastedRows::Kind::rows;
    return pasted;
}

PastedRows byLines(std::string_view text) {
    PastedRows pasted;
    std::size_t at = 0;
    while (at <= text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text::trim(text.substr(at, end - at));
        if (!line.empty()) {
            domain::Item item;
            item.instruction = line;
            pasted.items.push_back(std::move(item));
        }
        at = end + 1;
    }
    pasted.kind = pasted.items.empty() ? PastedRows::Kind::nothing : PastedRows::Kind::rows;
    return pasted;
}

} // namespace

PastedRows parsePasted(std::string_view bytes) {
    const std::string repaired = text::repair_utf8(bytes);
    const std::string_view trimmed = text::trim(repaired);
    if (trimmed.empty()) {
        return {};
    }
    if (trimmed.front() == '[' || trimmed.front() == '{') {
        try {
            if (PastedRows rows = byImport(trimmed, {}); rows.kind == PastedRows::Kind::rows) {
                return rows;
            }
        } catch (const domain::Error&) {
            // No list of items: it is read as any other text.
        }
    }
    // Tabs at the ends are empty cells: only whole empty lines go.
    std::string_view body = repaired;
    body.remove_prefix(std::min(body.find_first_not_of("\r\n"), body.size()));
    body = body.substr(0, body.find_last_not_of("\r\n") + 1);
    const bool tabs = body.find('\t') != std::string_view::npos;
    bool even = false;
    const char delimiter = tabs ? '\t' : text::sniff_delimiter(body);
    const std::vector<text::CsvRow> rows = records(body, delimiter, even);
    const auto header = rows.size() > 1 ? headerOf(rows.front().cells) : std::map<std::string, std::string>{};
    if (!header.empty()) {
        try {
            return byImport(body, header);
        } catch (const domain::Error& error) {
            PastedRows pasted = byRecords(rows);
            pasted.notes.push_back(error.what());
            return pasted;
        }
    }
    // A spreadsheet's row may be alone; a comma in a sentence makes no columns.
    if (tabs || (even && rows.size() > 1)) {
        return byRecords(rows);
    }
    if (linesOf(trimmed) > 1) {
        // Quoted records of one column hold newlines of their own.
        return trimmed.front() == '"' && rows.size() > 1 ? byRecords(rows) : byLines(trimmed);
    }
    PastedRows pasted;
    pasted.kind = PastedRows::Kind::cell;
    domain::Item item;
    item.instruction = trimmed;
    pasted.items.push_back(std::move(item));
    return pasted;
}

} // namespace tiebreak::items
