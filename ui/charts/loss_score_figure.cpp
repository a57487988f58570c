// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/loss_score_figure.h"

#include "ui/charts/loss_score_text.h"

namespace tiebreak::ui {

LossScoreFigure::LossScoreFigure(QCustomPlot& plot, const Tokens& tokens)
    : QObject(&plot)
    , plot_(plot)
    , layer_(new LossScoreLayer(plot.xAxis, plot.yAxis)) {
    setTokens(tokens);
    connect(&plot, &QCustomPlot::afterLayout, this, [this] {
        const QRect axes = plot_.axisRect()->rect();
        setTickDensity(plot_, axes.width(), axes.height());
        layer_->layOut();
    });
}

void LossScoreFigure::setTokens(const Tokens& tokens) {
    const ChartFonts fonts = ChartFonts::standard();
    styleChartAxes(plot_, tokens, fonts);
    layer_->setLook(tokens, fonts);
}

void LossScoreFigure::setView(const LossScoreView& view, bool keepRanges) {
    view_ = view;
    home_ = homeRanges(view);
    layer_->setView(view);
    plot_.xAxis->setLabel(lossAxisText());
    plot_.yAxis->setLabel(scoreAxisText(*view.chart));
    if (!keepRanges) {
        goHome();
        if (view.lossRange && view.scoreRange) {
            plot_.xAxis->setRange(view.lossRange->first, view.lossRange->second);
            plot_.yAxis->setRange(view.scoreRange->first, view.scoreRange->second);
        }
    }
}

void LossScoreFigure::goHome() {
    plot_.xAxis->setRange(home_.loss.first, home_.loss.second);
    plot_.yAxis->setRange(home_.score.first, home_.score.second);
}

bool LossScoreFigure::isHome() const {
    return plot_.xAxis->range() == QCPRange(home_.loss.first, home_.loss.second) &&
           plot_.yAxis->range() == QCPRange(home_.score.first, home_.score.second);
}

} // namespace tiebreak::ui
