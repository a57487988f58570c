// SPDX-License-Identifier: GPL-3.0-or-later
// People's labels in a report: the part that JSON, terminal and HTML share.
#pragma once

#include "workbench/report.h"
#include "workbench/report_tables.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace tiebreak::workbench {

/// `labels` of interface.md: count, ties_broken and agreement (null where undefined), and what stands beside
/// them.
[[nodiscard]] nlohmann::ordered_json labels_json(const Report& report);

/// How many, of which kind, by whom; empty where nobody labelled.
[[nodiscard]] std::string labels_line(const Report& report);
/// What people prefer: win rate with a tie as half, Wilson's interval of wins among those decided, n.
[[nodiscard]] ReportTable people_table(const Report& report);
/// Points of 100 over all pairs, doubtful verdicts as ties, and with those that people settled. Empty where
/// labels are switched off, or the judging that decides left no doubt.
[[nodiscard]] ReportTable settled_table(const Report& report);
[[nodiscard]] std::string settled_line(const Report& report); ///< over that table
/// A line for each judging held against people on cards drawn at random, and for people among themselves.
[[nodiscard]] std::vector<std::string> agreement_lines(const Report& report);

} // namespace tiebreak::workbench
