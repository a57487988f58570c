// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_figure.h"

#include <QFontMetrics>

#include <algorithm>
#include <cmath>

namespace tiebreak::ui {

namespace {

constexpr int longestAtSide = 190; // pixels a name may take left of the axis
constexpr int longestTurned = 130; // pixels of a name that is turned
constexpr double turned = -32;     // degrees

QSharedPointer<QCPAxisTickerText> namesOf(const std::vector<std::string>& categories, const QFont& font,
                                          int room) {
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    const QFontMetrics metrics(font);
    for (std::size_t i = 0; i < categories.size(); ++i) {
        ticker->addTick(static_cast<double>(i),
                        metrics.elidedText(shownName(categories[i]), Qt::ElideMiddle, room));
    }
    return ticker;
}

} // namespace

ChartFigure::ChartFigure(QCustomPlot& plot, const Tokens& tokens)
    : QObject(&plot)
    , plot_(plot)
    , layer_(new ChartLayer(plot.xAxis, plot.yAxis)) {
    setTokens(tokens);
    connect(&plot, &QCustomPlot::afterLayout, this, [this] {
        const QRect axes = plot_.axisRect()->rect();
        setTickDensity(plot_, axes.width(), axes.height());
        layer_->layOut();
    });
}

void ChartFigure::setTokens(const Tokens& tokens) {
    const ChartFonts fonts = ChartFonts::standard();
    styleChartAxes(plot_, tokens, fonts);
    layer_->setLook(tokens, fonts);
    fitted_ = {};
}

void ChartFigure::setView(const ChartView& view, bool keepRanges) {
    view_ = view;
    home_ = homeRanges(view);
    layer_->setView(view);
    const workbench::Chart& chart = *view.chart;
    plot_.xAxis->setLabel(shownName(chart.x.label));
    plot_.yAxis->setLabel(shownName(chart.y.label));
    plot_.xAxis->setRangeReversed(chart.x.reversed);
    plot_.yAxis->setRangeReversed(chart.y.reversed);
    plot_.yAxis->grid()->setVisible(chart.y.categories.empty());
    // Numbers again where names were.
    for (QCPAxis* axis : {plot_.xAxis, plot_.yAxis}) {
        axis->setTicker(makeNumberTicker());
        axis->setTickLabelRotation(0);
    }
    fitted_ = {};
    if (!keepRanges) {
        goHome();
        if (view.xRange && view.yRange) {
            plot_.xAxis->setRange(view.xRange->first, view.xRange->second);
            plot_.yAxis->setRange(view.yRange->first, view.yRange->second);
        }
    }
}

void ChartFigure::fit(const QSize& size) {
    if (!view_.chart || size == fitted_) {
        return;
    }
    fitted_ = size;
    const QFont font = ChartFonts::standard().tick;
    const QFontMetrics metrics(font);
    int side = 60;
    if (const auto& names = view_.chart->y.categories; !names.empty()) {
        const int room = std::min(longestAtSide, size.width() / 4);
        plot_.yAxis->setTicker(namesOf(names, font, room));
        side = 40 + room;
    }
    if (const auto& names = view_.chart->x.categories; !names.empty()) {
        const int pitch = static_cast<int>((size.width() - side) / (static_cast<double>(names.size()) + 0.2));
        int widest = 0;
        for (const std::string& name : names) {
            widest = std::max(widest, metrics.horizontalAdvance(shownName(name)));
        }
        const bool turn = widest > pitch - 6 && pitch < 110;
        plot_.xAxis->setTickLabelRotation(turn ? turned : 0);
        plot_.xAxis->setTicker(namesOf(names, font, turn ? longestTurned : std::max(20, pitch - 6)));
    }
}

void ChartFigure::goHome() {
    plot_.xAxis->setRange(home_.x.first, home_.x.second);
    plot_.yAxis->setRange(home_.y.first, home_.y.second);
}

bool ChartFigure::isHome() const {
    return plot_.xAxis->range() == QCPRange(home_.x.first, home_.x.second) &&
           plot_.yAxis->range() == QCPRange(home_.y.first, home_.y.second);
}

} // namespace tiebreak::ui
