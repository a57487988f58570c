// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/manifest.h"

#include "domain/error.h"
#include "formats/foreign.h"
#include "formats/table_cells.h"
#include "text/csv.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <unordered_map>
#include <utility>

namespace tiebreak::formats {

namespace {

const std::vector<std::string> known_columns{"name",     "path",      "test_loss", "test_loss_se",
                                             "loss_set", "tokenizer", "tags"};

/// "a=b; c=d"; a tag without "=" has an empty text.
void add_tags(const std::string& cell, std::map<std::string, std::string>& tags) {
    std::string_view rest = cell;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        const std::string_view tag = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const std::size_t equals = std::min(tag.find('='), tag.size());
        const std::string name(text::trim(tag.substr(0, equals)));
        if (name.empty()) {
            if (!text::is_blank(tag)) {
                throw CellProblem{"a tag without a name; write name=text; name=text"};
            }
            continue;
        }
        const std::string_view value =
            equals == tag.size() ? std::string_view{} : text::trim(tag.substr(equals + 1));
        if (!tags.emplace(name, value).second) {
            throw CellProblem{fmt::format("the tag \"{}\" stands twice", name)};
        }
    }
}

domain::Candidate read_candidate_row(const TableRow& row) {
    domain::Candidate candidate;
    candidate.responses_path = row.text("path");
    candidate.name = row.text("name");
    if (candidate.name.empty()) {
        candidate.name = std::filesystem::path(candidate.responses_path).stem().string();
    }
    if (candidate.name.empty()) {
        throw CellProblem{"neither a name nor a path"};
    }
    candidate.test_loss = row.test_loss("test_loss");
    candidate.tags = row.others(known_columns);
    add_tags(row.text("tags"), candidate.tags);
    return candidate;
}

} // namespace

ManifestImport read_manifest(std::string_view bytes, const std::string& where) {
    refuse_foreign(bytes, where);
    const text::CsvTable table = text::read_csv_table(bytes, where);
    if (!table.column("name") && !table.column("path")) {
        throw domain::Error(
            domain::ErrorKind::format, "a manifest has a column \"name\" or \"path\"; this file has neither",
            where,
            "columns: name, path, test_loss, test_loss_se, loss_set, tokenizer, tags; any other is a tag");
    }
    ManifestImport result;
    std::unordered_map<std::string, std::size_t> line_of;
    for (const text::CsvRow& row : table.rows) {
        try {
            domain::Candidate candidate = read_candidate_row(TableRow(table, row));
            const auto [before, is_new] = line_of.try_emplace(candidate.name, row.line);
            if (!is_new) {
                throw CellProblem{
                    fmt::format("\"{}\" stands already on line {}", candidate.name, before->second)};
            }
            result.candidates.push_back(std::move(candidate));
            result.lines.push_back(row.line);
        } catch (const CellProblem& problem) {
            result.bad.push_back({row.line, problem.why});
        }
    }
    for (const text::CsvProblem& problem : table.problems) {
        result.bad.push_back({problem.line, problem.why});
    }
    std::ranges::stable_sort(result.bad, {}, &BadRow::line);
    return result;
}

} // namespace tiebreak::formats
