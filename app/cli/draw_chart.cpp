// SPDX-License-Identifier: GPL-3.0-or-later
// With the window built, the command draws the same charts, without a display.
#include "app/cli/draw_chart.h"

#include "ui/charts/chart_export.h"
#include "ui/charts/offscreen_application.h"

namespace tiebreak::cli {

namespace {

std::string drawn(const ui::ChartPicture& picture, const std::string& format) {
    const auto kind = ui::chartFormatOf(QStringLiteral("chart.") + QString::fromStdString(format));
    return ui::chartBytes(kind.value_or(ui::ChartFormat::svg), picture).toStdString();
}

} // namespace

std::string draw_chart(const workbench::LossScoreChart& chart, const std::string& format) {
    const ui::OffscreenApplication application;
    return drawn(ui::viewForPicture(std::make_shared<const workbench::LossScoreChart>(chart)), format);
}

std::string draw_chart(const workbench::Chart& chart, const std::string& format) {
    const ui::OffscreenApplication application;
    ui::ChartView view;
    view.chart = std::make_shared<const workbench::Chart>(chart);
    return drawn(view, format);
}

} // namespace tiebreak::cli
