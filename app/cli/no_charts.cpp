// SPDX-License-Identifier: GPL-3.0-or-later
// In a build without the window the command draws no charts.
#include "app/cli/draw_chart.h"
#include "domain/error.h"

namespace tiebreak::cli {

namespace {

[[noreturn]] void refuse(const std::string& format) {
    throw domain::Error(domain::ErrorKind::usage, "this build draws no charts, so there is no " + format,
                        "export chart",
                        "export the chart's values as CSV, or the report as HTML, or build with the window");
}

} // namespace

std::string draw_chart(const workbench::LossScoreChart&, const std::string& format) {
    refuse(format);
}

std::string draw_chart(const workbench::Chart&, const std::string& format) {
    refuse(format);
}

} // namespace tiebreak::cli
