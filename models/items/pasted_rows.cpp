// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/pasted_rows.h"

#include "domain/error.h"
#include "formats/eval_set.h"
#include "text/csv.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tiebreak::items {

namespace {

constexpr std::size_t notesKept = 5;

/// Names that a column of the instruction goes by: without one of them a first row is no header.
bool namesInstruction(const std::string& cell) {
    static const std::set<std::string> names{"instruction", "instructions", "prompt", "question", "task"};
    return names.contains(text::casefold(text::trim(cell)));
}

bool namesOther(const std::string& cell) {
    static const std::set<std::string> names{
        "input",    "context",     "reference", "answer", "output", "target", "ideal",  "response",
        "expected", "id",          "category",  "type",   "tag",    "tags",   "system", "turns",
        "source",   "question_id", "number",    "no.",    "no",     "marks"};
    return names.contains(text::casefold(text::trim(cell)));
}

/// A first row whose cells are names: one of the instruction, and more names than others.
bool isHeader(const std::vector<std::string>& cells) {
    const auto named = std::ranges::count_if(
        cells, [](const std::string& c) { return namesInstruction(c) || namesOther(c); });
    return std::ranges::any_of(cells, namesInstruction) &&
           named * 2 > static_cast<std::ptrdiff_t>(cells.size());
}

void note(PastedRows& pasted, std::size_t line, const std::string& why) {
    if (pasted.notes.size() < notesKept) {
        pasted.notes.push_back(fmt::format("line {} left out: {}", line, why));
    }
}

PastedRows byImport(std::string_view text, bool header) {
    PastedRows pasted;
    formats::EvalSetImport import = formats::read_eval_set(text, {});
    pasted.items = std::move(import.items);
    pasted.header = header;
    pasted.kind = pasted.items.empty() ? PastedRows::Kind::nothing : PastedRows::Kind::rows;
    for (const formats::BadRow& bad : import.bad) {
        note(pasted, bad.line, bad.why);
    }
    for (domain::Item& item : pasted.items) { // what this table shows itself is not worth keeping twice
        if (item.metadata.starts_with("{\"Marks\"") || item.metadata.starts_with("{\"No.\"")) {
            item.metadata.clear();
        }
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
            if (PastedRows rows = byImport(trimmed, false); rows.kind == PastedRows::Kind::rows) {
                return rows;
            }
        } catch (const domain::Error&) {
            // No list of items: it is read as any other text.
        }
    }
    const bool tabs = trimmed.find('\t') != std::string_view::npos;
    bool even = false;
    const char delimiter = tabs ? '\t' : text::sniff_delimiter(trimmed);
    const std::vector<text::CsvRow> rows = records(trimmed, delimiter, even);
    if (!rows.empty() && rows.size() > 1 && isHeader(rows.front().cells)) {
        try {
            return byImport(trimmed, true);
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
