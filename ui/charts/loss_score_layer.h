// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_axes.h"
#include "ui/charts/label_placer.h"
#include "ui/charts/loss_score_view.h"

#include <qcustomplot.h>

#include <map>
#include <optional>
#include <vector>

namespace tiebreak::ui {

/// Draws what lies between the axes: band, lines, error bars, marks and names. Cuts everything to the axes by
/// itself, as vector exports carry no clipping.
class LossScoreLayer : public QCPAbstractPlottable {
    Q_OBJECT

public:
    LossScoreLayer(QCPAxis* lossAxis, QCPAxis* scoreAxis);

    void setView(const LossScoreView& view);
    void setLook(const Tokens& tokens, const ChartFonts& fonts);

    [[nodiscard]] const std::vector<PlotPoint>& points() const { return points_; }
    [[nodiscard]] QPointF pixelOf(const PlotPoint& point) const;

    /// Index of the point nearest to `at`, within `reach` pixels; -1 for none.
    [[nodiscard]] int nearest(const QPointF& at, double reach) const;

    /// Finds bars and places for the names at the present size and ranges. To be called after each layout.
    void layOut();
    /// While a hand drags many points, names travel along instead of being placed anew for each frame.
    void setMoving(bool moving) { moving_ = moving; }

    /// A name as it stands on the chart.
    struct NameOnChart {
        int point = 0;
        QString text;
        LabelPlace place;
    };
    [[nodiscard]] const std::vector<NameOnChart>& names() const { return names_; }
    [[nodiscard]] int namesWithoutPlace() const { return namesWithoutPlace_; }

    /// What a name must not touch, in pixels: marks, bars and the labels of the lines.
    [[nodiscard]] LabelScene scene() const;

    double selectTest(const QPointF& pos, bool onlySelectable, QVariant* details) const override;
    QCPRange getKeyRange(bool& foundRange, QCP::SignDomain inSignDomain) const override;
    QCPRange getValueRange(bool& foundRange, QCP::SignDomain inSignDomain,
                           const QCPRange& inKeyRange) const override;

protected:
    QRect clipRect() const override;
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

private:
    struct LineLabel {
        QString text;
        QRectF box;
        QColor Tokens::*ink;
    };

    [[nodiscard]] QRectF axesBox() const;
    [[nodiscard]] std::optional<QLineF> fitLine(const workbench::LossScoreChart::Line& line) const;
    void addBars(const PlotPoint& point, QVector<QLineF>& bars) const;
    void placeNames();
    /// Takes names and line labels along with the axes; false where they must be placed anew.
    [[nodiscard]] bool carryNames();
    /// As many of these points' names, cut to `longest` pixels, as find a place.
    [[nodiscard]] std::vector<NameOnChart> placedNames(const LabelScene& around,
                                                       const std::vector<int>& named, double longest) const;
    void placeLineLabels(LabelScene& around);
    /// On a screen with many points exact outlines give way to speed.
    [[nodiscard]] bool stampedOn(const QCPPainter& painter) const;
    void drawBand(QCPPainter& painter) const;
    void drawLines(QCPPainter& painter) const;
    void drawBars(QCPPainter& painter) const;
    void drawMarks(QCPPainter& painter) const;
    void drawTexts(QCPPainter& painter) const;

    LossScoreView view_;
    std::vector<PlotPoint> points_;
    const Tokens* tokens_;
    ChartFonts fonts_;
    std::map<std::pair<int, bool>, QVector<QLineF>> bars_; ///< by colour and whether they are faded
    std::vector<NameOnChart> names_;
    std::vector<LineLabel> lineLabels_;
    int namesWithoutPlace_ = 0;
    bool moving_ = false;
    QRectF placedArea_;   ///< the axes' box, and
    QRectF placedRanges_; ///< what of the data it showed when names were placed last
};

} // namespace tiebreak::ui
