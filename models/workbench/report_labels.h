// SPDX-License-Identifier: GPL-3.0-or-later
// A report with what people say beside it.
#pragma once

#include "workbench/label_figures.h"
#include "workbench/report.h"
#include "workbench/report_tables.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// What labels of the report's run come to; null where nobody labelled it.
[[nodiscard]] std::shared_ptr<const LabelFigures> read_people(store::Connection& connection,
                                                              const Report& report);

/// The report's forms with a part about people; `people` may be null.
[[nodiscard]] std::string to_json(const Report& report, const LabelFigures* people, int indent = 2);
[[nodiscard]] std::string to_text(const Report& report, const LabelFigures* people, int width = 100);
[[nodiscard]] std::string to_html(const Report& report, const LabelFigures* people);

/// `labels` of interface.md: count, ties_broken and agreement (null where undefined), and what stands beside
/// them.
[[nodiscard]] nlohmann::ordered_json labels_json(const Report& report, const LabelFigures* people);

/// How many, of which kind, by whom.
[[nodiscard]] std::string labels_line(const LabelFigures& people);
/// What people prefer: win rate with a tie as half, Wilson's interval of wins among those decided, n.
[[nodiscard]] ReportTable people_table(const LabelFigures& people);
/// Points of 100 over all pairs, doubtful verdicts as ties, and with those that people settled. Empty where
/// labels are switched off, or the judging that decides left no doubt.
[[nodiscard]] ReportTable settled_table(const Report& report, const LabelFigures& people);
/// What stands over that table; empty where it is.
[[nodiscard]] std::string settled_line(const Report& report, const LabelFigures& people);
/// A line for each judging held against people on cards drawn at random, and for people among themselves.
[[nodiscard]] std::vector<std::string> agreement_lines(const LabelFigures& people);

} // namespace tiebreak::workbench
