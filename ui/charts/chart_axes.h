// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QFont>
#include <QSharedPointer>

class QCPAxisTicker;
class QCustomPlot;

namespace tiebreak::ui {

/// Fonts of a chart; pixel sizes of the design.
struct ChartFonts {
    QFont tick;
    QFont text;
    QFont bold;
    static ChartFonts standard();
};

/// Gives a plot the look of every chart: no frame, left and bottom axis, outward ticks, a horizontal grid
/// only, numbers with a true minus sign.
void styleChartAxes(QCustomPlot& plot, const Tokens& tokens, const ChartFonts& fonts);

/// Numbers at 1, 2 and 5 times powers of ten, with just the decimals that tell them apart.
[[nodiscard]] QSharedPointer<QCPAxisTicker> makeNumberTicker();

/// How many ticks fit axes of these lengths in pixels.
void setTickDensity(QCustomPlot& plot, int width, int height);

} // namespace tiebreak::ui
