// SPDX-License-Identifier: GPL-3.0-or-later
// The tables and sentences that the report's terminal and HTML forms share. Text of other people (names,
// tags) is made safe to show (text::for_display) but not escaped for HTML.
#pragma once

#include "workbench/report.h"

#include <string>
#include <vector>

namespace tiebreak::workbench {

struct ReportTable {
    struct Column {
        std::string title;
        bool right = true; ///< numbers are aligned right
    };
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows;
    int stretch = 0; ///< the column that gives way where there is no room
};

/// A person's or a model's text in one line, safe to show.
[[nodiscard]] std::string shown(const std::string& text);

[[nodiscard]] std::string run_title(const Report& report);
[[nodiscard]] std::string run_facts(const Report& report);

/// Columns that nobody has a figure for are left out.
[[nodiscard]] ReportTable candidates_table(const Report& report);
/// Tags, failures by kind and degenerate answers, a line for each candidate that has any.
[[nodiscard]] std::vector<std::string> candidate_notes(const Report& report);

[[nodiscard]] std::string judging_title(const JudgingReport& judging);
[[nodiscard]] std::string judging_counts(const JudgingReport& judging);
/// Rank, candidate, score, interval, n of N, and the paired difference from the baseline with ▲ better, ▼
/// worse or ? cannot tell, each looked at alone (no correction for the number of looks).
[[nodiscard]] ReportTable scores_table(const Report& report, const JudgingReport& judging);
/// Wins, ties and losses of each pair with the win rate and what it covers; empty where none was compared.
[[nodiscard]] ReportTable pairs_table(const JudgingReport& judging);
/// Rank, candidate, rating and interval; empty where there are none.
[[nodiscard]] ReportTable ratings_table(const JudgingReport& judging);
/// Candidate, mean rank, interval; empty where nothing was ranked.
[[nodiscard]] ReportTable ranks_table(const JudgingReport& judging);
/// How many rankings are whole, and how far verdicts fit one order; empty where nothing was ranked.
[[nodiscard]] std::string rankings_line(const JudgingReport& judging);
/// Means by judge, turn or criterion: a row for each candidate, a column for each part; empty where there are
/// none.
[[nodiscard]] ReportTable parts_table(const std::vector<PartReport>& parts);
/// What the judge did with the order, and the win rate at equal length, a line for each pair.
[[nodiscard]] std::vector<std::string> pair_notes(const JudgingReport& judging);
/// A scorer's figures beside the score; without rows where it has none.
[[nodiscard]] ReportTable figures_table(const JudgingReport& judging);
/// The scores with the items found in training data and without them; without rows where none was found.
[[nodiscard]] ReportTable leaks_table(const Report& report, const JudgingReport& judging);
/// "7 of 60 items stand in training data (train.jsonl)"; empty where none was looked for.
[[nodiscard]] std::string leaks_line(const Report& report);
[[nodiscard]] std::string noise_line(const JudgingReport& judging);     ///< empty where judged once
[[nodiscard]] std::string positions_line(const JudgingReport& judging); ///< empty where there was no order

/// Where it cannot be told from the baseline: how many items more would. Empty where all is told.
[[nodiscard]] std::string more_items_line(const JudgingReport& judging);
/// Position, length and self-preference; those to be watched say so. Empty where there is none.
[[nodiscard]] std::string meters_line(const JudgingReport& judging);

[[nodiscard]] std::string association_line(const LossScoreReport& association);
[[nodiscard]] std::string outliers_line(const LossScoreReport& association); ///< empty where none is named

} // namespace tiebreak::workbench
