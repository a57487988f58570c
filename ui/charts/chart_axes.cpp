// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_axes.h"

#include "ui/theme/theme.h"
#include "ui/widgets/wording.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace tiebreak::ui {

namespace {

/// Ticks at 1, 2 and 5 times powers of ten, each written with just the decimals that tell them apart.
class NumberTicker : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override {
        // The base class also steps by 2.5, which takes one more decimal than it shows.
        double magnitude = 1;
        const double mantissa = getMantissa(range.size() / (tickCount() + 1e-10), &magnitude);
        const double step = pickClosest(mantissa, {1, 2, 5, 10}) * magnitude;
        decimals_ = step > 0 && std::isfinite(step)
                        ? std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 9)
                        : 0;
        return step;
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        return numberText(tick, decimals_);
    }

private:
    int decimals_ = 0;
};

} // namespace

ChartFonts ChartFonts::standard() {
    ChartFonts fonts;
    fonts.tick = Theme::font(TextSize::tick);
    fonts.text = Theme::font(TextSize::small);
    fonts.bold = fonts.text;
    fonts.bold.setBold(true);
    return fonts;
}

void styleChartAxes(QCustomPlot& plot, const Tokens& t, const ChartFonts& fonts) {
    plot.setBackground(QBrush(t.content));
    const QPen line(t.strong, 1);
    for (QCPAxis* axis : {plot.xAxis, plot.yAxis}) {
        axis->setBasePen(line);
        axis->setTickPen(line);
        axis->setTickLength(0, 4);
        axis->setSubTicks(false);
        axis->setTickLabelFont(fonts.tick);
        axis->setTickLabelColor(t.text2);
        axis->setTickLabelPadding(4);
        axis->setLabelFont(fonts.text);
        axis->setLabelColor(t.text);
        axis->setLabelPadding(8);
        const QPen plain(t.rowLine, 1);
        axis->grid()->setPen(plain);
        axis->grid()->setZeroLinePen(plain);
        axis->grid()->setAntialiased(false);
        axis->setSelectableParts(QCPAxis::spNone);
        if (!axis->ticker().dynamicCast<NumberTicker>() && !axis->ticker().dynamicCast<QCPAxisTickerText>()) {
            axis->setTicker(makeNumberTicker());
        }
    }
    plot.xAxis->grid()->setVisible(false);
    plot.axisRect()->setMinimumMargins(QMargins(4, 10, 16, 4));
}

QSharedPointer<QCPAxisTicker> makeNumberTicker() {
    return QSharedPointer<NumberTicker>::create();
}

void setTickDensity(QCustomPlot& plot, int width, int height) {
    plot.xAxis->ticker()->setTickCount(std::clamp(width / 75, 2, 14));
    plot.yAxis->ticker()->setTickCount(std::clamp(height / 65, 2, 12));
}

} // namespace tiebreak::ui
