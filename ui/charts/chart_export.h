// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_score_view.h"

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>

#include <optional>

namespace tiebreak::ui {

// A chart as a picture of its own: title, legend, chart and caption on the light palette, whatever the window
// wears. All need a QGuiApplication of widgets (see offscreen_application.h) and the window's thread.

enum class ChartFormat { png, svg, pdf };

/// By the ending of a file name, case aside.
[[nodiscard]] std::optional<ChartFormat> chartFormatOf(const QString& fileName);

struct ChartExport {
    QSize size{960, 640}; ///< of the whole picture, in pixels at scale 1; grows downward for a long caption
    double scale = 2;     ///< of PNG: pixels a pixel
};

[[nodiscard]] QImage chartImage(const LossScoreView& view, const ChartExport& how = {});
[[nodiscard]] QByteArray chartPng(const LossScoreView& view, const ChartExport& how = {});
/// One SVG file that refers to nothing outside itself; texts stay texts.
[[nodiscard]] QByteArray chartSvg(const LossScoreView& view, const ChartExport& how = {});
[[nodiscard]] QByteArray chartPdf(const LossScoreView& view, const ChartExport& how = {});

/// Writes the chart whole or not at all. Throws domain::Error (file) where that fails or the name's ending is
/// none of .png, .svg, .pdf.
void writeChart(const QString& fileName, const LossScoreView& view, const ChartExport& how = {});

} // namespace tiebreak::ui
