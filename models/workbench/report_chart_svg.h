// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/report.h"

#include <string>

namespace tiebreak::workbench {

/// Text that cannot leave its place in HTML or SVG, cleaned for display first.
[[nodiscard]] std::string html_escaped(const std::string& text);

/// Loss against score with error bars and the Theil–Sen line as an inline SVG, outliers named; its colours
/// are the page's CSS variables. Empty where fewer than two candidates have both.
[[nodiscard]] std::string loss_score_svg(const Report& report, const JudgingReport& judging,
                                         const LossScoreReport& association);

} // namespace tiebreak::workbench
