// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_view.h"
#include "ui/charts/loss_score_view.h"

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>

#include <functional>
#include <optional>

class QCustomPlot;

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

/// What any chart puts on its sheet.
struct ChartPicture {
    QString title;
    QString subtitle;
    QString caption;
    std::vector<LegendEntry> legend; ///< empty: none is shown
    bool legendCounts = false;

    ChartPicture(const LossScoreView& view); // a view is a picture without further ado
    ChartPicture(const ChartView& view);
    /// Makes a plot into this chart on the light palette; called once.
    std::function<void(QCustomPlot&)> setUp;
    /// Told the plot's size before it is laid out.
    std::function<void(QCustomPlot&, const QSize&)> fit;
};

[[nodiscard]] QImage chartImage(const ChartPicture& picture, const ChartExport& how = {});
[[nodiscard]] QByteArray chartPng(const ChartPicture& picture, const ChartExport& how = {});
/// One SVG file that refers to nothing outside itself; texts stay texts.
[[nodiscard]] QByteArray chartSvg(const ChartPicture& picture, const ChartExport& how = {});
[[nodiscard]] QByteArray chartPdf(const ChartPicture& picture, const ChartExport& how = {});
[[nodiscard]] QByteArray chartBytes(ChartFormat format, const ChartPicture& picture,
                                    const ChartExport& how = {});

/// Writes the chart whole or not at all. Throws domain::Error (file) where that fails or the name's ending is
/// none of .png, .svg, .pdf.
void writeChart(const QString& fileName, const ChartPicture& picture, const ChartExport& how = {});

} // namespace tiebreak::ui
