// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_score_layer.h"

#include <QObject>

namespace tiebreak::ui {

/// Turns a QCustomPlot into a chart of test loss against score: the same drawing in the window and in
/// exports. Lives as long as the plot.
class LossScoreFigure : public QObject {
    Q_OBJECT

public:
    LossScoreFigure(QCustomPlot& plot, const Tokens& tokens);

    void setTokens(const Tokens& tokens);

    /// Shows the view at its own ranges, or around all points where it has none; `keepRanges` leaves the axes
    /// as they are.
    void setView(const LossScoreView& view, bool keepRanges = false);
    [[nodiscard]] const LossScoreView& view() const { return view_; }

    [[nodiscard]] LossScoreLayer& layer() const { return *layer_; }
    [[nodiscard]] const std::vector<PlotPoint>& points() const { return layer_->points(); }

    /// The ranges that hold all points.
    [[nodiscard]] const ChartRanges& home() const { return home_; }
    void goHome();
    [[nodiscard]] bool isHome() const;

private:
    QCustomPlot& plot_;
    LossScoreLayer* layer_;
    LossScoreView view_;
    ChartRanges home_;
};

} // namespace tiebreak::ui
