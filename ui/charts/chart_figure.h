// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_layer.h"

#include <QObject>

namespace tiebreak::ui {

/// Turns a QCustomPlot into a chart of any kind but loss against score: the same drawing in the window and in
/// exports. Lives as long as the plot.
class ChartFigure : public QObject {
    Q_OBJECT

public:
    ChartFigure(QCustomPlot& plot, const Tokens& tokens);

    void setTokens(const Tokens& tokens);
    /// Shows the view at its own ranges, or around all of it; `keepRanges` leaves the axes as they are.
    void setView(const ChartView& view, bool keepRanges = false);
    [[nodiscard]] const ChartView& view() const { return view_; }
    [[nodiscard]] ChartLayer& layer() const { return *layer_; }

    /// Cuts or turns the names under the axes so that they fit a plot of this size. To be called before each
    /// layout.
    void fit(const QSize& size);

    [[nodiscard]] const PlainRanges& home() const { return home_; }
    void goHome();
    [[nodiscard]] bool isHome() const;

private:
    QCustomPlot& plot_;
    ChartLayer* layer_;
    ChartView view_;
    PlainRanges home_;
    QSize fitted_;
};

} // namespace tiebreak::ui
