// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/chart.h"
#include "workbench/charts.h"

#include <string>

namespace tiebreak::cli {

/// The chart as a PNG, SVG or PDF file's bytes. Throws domain::Error (usage) in a build without the window,
/// which draws none.
[[nodiscard]] std::string draw_chart(const workbench::LossScoreChart& chart, const std::string& format);
[[nodiscard]] std::string draw_chart(const workbench::Chart& chart, const std::string& format);

} // namespace tiebreak::cli
