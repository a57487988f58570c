// SPDX-License-Identifier: GPL-3.0-or-later
// What the kinds of `stats` share: a person's table, and what of it was left out.
#pragma once

#include "app/cli/command.h"
#include "formats/text_table.h"
#include "statistics/table.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace tiebreak::cli {

using Json = nlohmann::ordered_json;

struct TableOptions {
    std::string path;
    std::vector<std::string> missing; ///< cells that stand for nothing
    bool json = false;
};

/// The table's path, --missing and --json.
void add_table_options(CLI::App& command, TableOptions& options);

/// The columns asked for, and no others; empty names are passed over. Cells that stand for nothing are blank.
/// Throws domain::Error (usage) for a column that is not there, with the nearest one.
[[nodiscard]] formats::TextTable read_table(const TableOptions& options,
                                            const std::vector<std::string>& columns);

/// The column as the statistics take it.
[[nodiscard]] statistics::TextColumn column_of(const formats::TextTable& table, const std::string& name,
                                               const TableOptions& options);

/// Rows that could not be read and rows that could not be used, by line.
[[nodiscard]] std::vector<statistics::SkippedRow> all_skipped(const formats::TextTable& table,
                                                              std::vector<statistics::SkippedRow> unused);

/// [{"line", "why"}]
[[nodiscard]] Json skipped_json(const std::vector<statistics::SkippedRow>& skipped);
/// "line 7 left out: …" for the first twenty, how many more, and the warnings with "! " before them.
[[nodiscard]] std::string remarks(const std::vector<statistics::SkippedRow>& skipped,
                                  const std::vector<std::string>& warnings);

/// null where there is no number.
[[nodiscard]] Json or_null(const std::optional<double>& value);
/// Six digits that count; "undefined" where there is no number.
[[nodiscard]] std::string figure(const std::optional<double>& value);

// Each declares one kind.
void add_correlation(CLI::App& stats, Action& chosen);
void add_agreement(CLI::App& stats, Action& chosen);
void add_bradley_terry(CLI::App& stats, Action& chosen);
void add_win_rate(CLI::App& stats, Action& chosen);
void add_paired(CLI::App& stats, Action& chosen);
void add_mean(CLI::App& stats, Action& chosen);
void add_retrieval(CLI::App& stats, Action& chosen);
void add_reward_bench(CLI::App& stats, Action& chosen);
void add_sample_size(CLI::App& stats, Action& chosen);

} // namespace tiebreak::cli
