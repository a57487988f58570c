// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/report.h"

#include <string>

namespace tiebreak::workbench {

enum class TableFormat { markdown, csv, latex };

/// The scores of a run as a table for a paper, an issue or a spreadsheet.
/// Markdown and LaTeX: a table a judging with rank, candidate, test loss, score ± half the 95 % interval and
/// n, rounded; each names what its interval covers. CSV: a row for each judging and candidate with every
/// digit (run, judging, protocol, judge, rank, candidate, mean, se, ci_low, ci_high, n, test_loss,
/// test_loss_se, loss_set), names that a spreadsheet would run as a formula made harmless. What is undefined
/// is an empty cell, in Markdown and LaTeX a dash.
[[nodiscard]] std::string score_table(const Report& report, TableFormat format);

} // namespace tiebreak::workbench
