// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/project.h"

#include <string>

namespace tiebreak::cli {

struct ChartOrder {
    std::string chart;   ///< a name of workbench::chart_kinds
    std::string judging; ///< by name; empty: the one that decides
    std::string by;      ///< id of the chart's option; empty: its own
    std::string format;  ///< "png", "svg", "pdf" or "csv"
};

/// A chart of a run as the bytes of a file; all but CSV need a build with the window. Throws domain::Error
/// (usage) where there is nothing to chart, or this build draws no charts.
[[nodiscard]] std::string chart_bytes(store::Project& project, domain::RunId run, const ChartOrder& order);

} // namespace tiebreak::cli
