// SPDX-License-Identifier: GPL-3.0-or-later
// tiebreak-cli stats: the workbench's statistics on anyone's table.
#include "app/cli/stats.h"

#include "formats/file.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tiebreak::cli {

void add_table_options(CLI::App& command, TableOptions& options) {
    command.add_option("TABLE", options.path, "CSV with a header, or a JSON list of objects")
        ->required()
        ->type_name("");
    command
        .add_option("--missing", options.missing, "A cell that stands for nothing, as -1; may be repeated")
        ->type_name("VALUE")
        ->allow_extra_args(false);
    command.add_flag("--json", options.json, "One JSON document");
}

formats::TextTable read_table(const TableOptions& options, const std::vector<std::string>& columns) {
    std::vector<std::string> wanted;
    for (const std::string& name : columns) {
        if (!name.empty() && std::ranges::find(wanted, name) == wanted.end()) {
            wanted.push_back(name);
        }
    }
    formats::TextTable table =
        formats::read_text_table(formats::read_file(options.path), options.path, wanted);
    for (formats::TextTable::Column& column : table.columns) {
        for (std::string& cell : column.cells) {
            if (std::ranges::find(options.missing, statistics::trimmed_cell(cell)) != options.missing.end()) {
                cell.clear();
            }
        }
    }
    return table;
}

statistics::TextColumn column_of(const formats::TextTable& table, const std::string& name,
                                 const TableOptions& options) {
    const formats::TextTable::Column& column = table.column(name, options.path);
    return {column.name, column.cells};
}

std::vector<statistics::SkippedRow> all_skipped(const formats::TextTable& table,
                                                std::vector<statistics::SkippedRow> unused) {
    for (const formats::BadRow& bad : table.bad) {
        unused.push_back({bad.line, bad.why});
    }
    std::ranges::stable_sort(unused, {}, &statistics::SkippedRow::line);
    return unused;
}

Json skipped_json(const std::vector<statistics::SkippedRow>& skipped) {
    Json rows = Json::array();
    for (const statistics::SkippedRow& row : skipped) {
        rows.push_back({{"line", row.line}, {"why", row.why}});
    }
    return rows;
}

std::string remarks(const std::vector<statistics::SkippedRow>& skipped,
                    const std::vector<std::string>& warnings) {
    std::string text;
    constexpr std::size_t most_lines = 20;
    for (std::size_t i = 0; i < std::min(skipped.size(), most_lines); ++i) {
        text += fmt::format("line {} left out: {}\n", skipped[i].line, text::for_display(skipped[i].why));
    }
    if (skipped.size() > most_lines) {
        text += fmt::format("… and {} more lines left out; --json names them\n", skipped.size() - most_lines);
    }
    for (const std::string& warning : warnings) {
        text += "! " + warning + "\n";
    }
    return text;
}

Json or_null(const std::optional<double>& value) {
    return value && std::isfinite(*value) ? Json(*value) : Json(nullptr);
}

std::string figure(const std::optional<double>& value) {
    return value && std::isfinite(*value) ? fmt::format("{:.6g}", *value) : "undefined";
}

void add_stats(CLI::App& program, Action& chosen) {
    CLI::App* command =
        program.add_subcommand("stats", "The same statistics on anyone's table; what is undefined is null");
    command->require_subcommand(1);
    for (const auto add : {add_correlation, add_agreement, add_bradley_terry, add_win_rate, add_paired,
                           add_mean, add_retrieval, add_reward_bench, add_sample_size}) {
        add(*command, chosen);
    }
}

} // namespace tiebreak::cli
