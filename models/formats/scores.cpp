// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/scores.h"

#include "domain/error.h"
#include "formats/foreign.h"
#include "formats/raw_rows.h"
#include "formats/table_cells.h"
#include "text/csv.h"
#include "text/json.h"
#include "text/nearest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <unordered_map>
#include <utility>

namespace tiebreak::formats {

namespace {

using domain::Error;
using domain::ErrorKind;

/// The number of "run1", "run_2", "run 3"; nothing for other names.
std::optional<int> run_number(std::string_view column) {
    if (!column.starts_with("run")) {
        return std::nullopt;
    }
    column.remove_prefix(3);
    if (!column.empty() && std::string_view(" _-").find(column.front()) != std::string_view::npos) {
        column.remove_prefix(1);
    }
    int number = 0;
    const auto [end, error] = std::from_chars(column.data(), column.data() + column.size(), number);
    const bool whole =
        !column.empty() && error == std::errc{} && end == column.data() + column.size() && number >= 0;
    return whole ? std::optional(number) : std::nullopt;
}

class Columns {
public:
    Columns(const text::CsvTable& table, const ReadOptions& options)
        : table_(table)
        , options_(options) {
        check_mapping_names();
        candidate = find("candidate", {"model", "candidate", "name"});
        if (candidate.empty()) {
            throw Error(ErrorKind::format, "no column names the candidates", options.where,
                        fmt::format("call it \"model\", or name it: --map candidate=COLUMN (there are {})",
                                    fmt::join(table.header, ", ")));
        }
        test_loss = find("test_loss", {"test_loss", "loss"});
        find_runs();
        find_score();
    }

    std::string candidate;
    std::string test_loss;
    std::string score;
    std::vector<std::string> runs;

private:
    void check_mapping_names() const {
        static const std::vector<std::string> fields{"candidate", "test_loss", "score"};
        for (const auto& [field, column] : options_.mapping) {
            if (std::ranges::find(fields, field) == fields.end()) {
                throw Error(ErrorKind::usage,
                            fmt::format("the mapping names a field \"{}\", which there is not", field),
                            options_.where, text::did_you_mean(field, fields));
            }
            if (!table_.column(column)) {
                throw Error(ErrorKind::usage, fmt::format("the file has no column \"{}\"", column),
                            options_.where, text::did_you_mean(column, table_.header));
            }
        }
    }

    [[nodiscard]] std::string find(const std::string& field, std::initializer_list<const char*> names) const {
        if (const auto mapped = options_.mapping.find(field); mapped != options_.mapping.end()) {
            return mapped->second;
        }
        for (const char* name : names) {
            if (table_.column(name)) {
                return name;
            }
        }
        return {};
    }

    void find_runs() {
        std::vector<std::pair<int, std::string>> numbered;
        for (const std::string& column : table_.header) {
            if (const auto number = run_number(column)) {
                numbered.emplace_back(*number, column);
            }
        }
        std::ranges::stable_sort(numbered, {}, &std::pair<int, std::string>::first);
        for (auto& [number, column] : numbered) {
            runs.push_back(std::move(column));
        }
    }

    void find_score() {
        score = find("score", {"score"});
        if (!score.empty() || !runs.empty()) {
            return;
        }
        std::vector<std::string> likely;
        std::ranges::copy_if(table_.header, std::back_inserter(likely), [](const std::string& column) {
            return column.find("score") != std::string::npos && column.find("rank") == std::string::npos;
        });
        if (likely.empty()) {
            throw Error(
                ErrorKind::format, "no column holds scores", options_.where,
                fmt::format("call it \"score\" or \"run1\", or name it: --map score=COLUMN (there are {})",
                            fmt::join(table_.header, ", ")));
        }
        if (likely.size() > 1) {
            throw Error(
                ErrorKind::usage,
                fmt::format("{} columns could be the score: {}", likely.size(), fmt::join(likely, ", ")),
                options_.where, fmt::format("say which: --map \"score={}\"", likely.front()));
        }
        score = likely.front();
    }

    const text::CsvTable& table_;
    const ReadOptions& options_;
};

ScoreRow read_score_row(const TableRow& row, const Columns& columns) {
    ScoreRow result;
    result.candidate = row.text(columns.candidate);
    if (result.candidate.empty()) {
        throw CellProblem{fmt::format("no name in column \"{}\"", columns.candidate)};
    }
    result.test_loss = row.test_loss(columns.test_loss);
    result.score = row.number(columns.score);
    std::vector<std::string> known{columns.candidate, columns.test_loss, columns.score,
                                   "test_loss_se",    "loss_set",        "tokenizer"};
    for (const std::string& run : columns.runs) {
        result.runs.push_back(row.number(run));
        known.push_back(run);
    }
    result.other = row.others(known);
    return result;
}

} // namespace

ScoresImport read_scores(std::string_view bytes, const ReadOptions& options) {
    refuse_foreign(bytes, options.where);
    if (bytes.substr(bytes.find_first_not_of(" \t\r\n")).starts_with('[')) {
        throw Error(ErrorKind::format, "this is a JSON list, not a table of scores", options.where,
                    "write a CSV with the columns model and score");
    }
    const text::CsvTable table = text::read_csv_table(bytes, options.where);
    const Columns columns(table, options);
    ScoresImport result;
    result.score_column = columns.score;
    result.run_columns = columns.runs;
    std::unordered_map<std::string, std::size_t> line_of;
    for (const text::CsvRow& row : table.rows) {
        try {
            ScoreRow score = read_score_row(TableRow(table, row), columns);
            score.line = row.line;
            const auto [before, is_new] = line_of.try_emplace(score.candidate, row.line);
            if (!is_new) {
                throw CellProblem{
                    fmt::format("\"{}\" stands already on line {}", score.candidate, before->second)};
            }
            result.rows.push_back(std::move(score));
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

std::vector<std::optional<double>> read_score_list(std::string_view bytes, std::size_t items,
                                                   const std::string& where) {
    refuse_foreign(bytes, where);
    const Json json = text::parse_json(bytes, where);
    if (!json.is_array()) {
        throw Error(ErrorKind::format, fmt::format("this is {}, not a list of scores", kind_of(json)), where);
    }
    if (json.size() != items) {
        throw Error(
            ErrorKind::format,
            fmt::format(
                "{} scores for {} items: from the first missing one on, each would count for its neighbour",
                json.size(), items),
            where, "bring one score an item (null where there is none), or a file with ids");
    }
    std::vector<std::optional<double>> scores;
    for (const Json& score : json) {
        if (!score.is_null() && !score.is_number()) {
            throw Error(ErrorKind::format,
                        fmt::format("entry {} is {}, not a score", scores.size() + 1, kind_of(score)), where);
        }
        scores.push_back(score.is_null() ? std::nullopt : std::optional(score.get<double>()));
    }
    return scores;
}

} // namespace tiebreak::formats
