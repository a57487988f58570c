// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_axes.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/label_placer.h"

#include <qcustomplot.h>

#include <vector>

namespace tiebreak::ui {

/// Draws what lies between the axes of any chart but loss against score: levels, cells, bars, lines,
/// intervals, marks and names. Cuts everything to the axes by itself, as vector exports carry no clipping.
class ChartLayer : public QCPAbstractPlottable {
    Q_OBJECT

public:
    ChartLayer(QCPAxis* x, QCPAxis* y);

    void setView(const ChartView& view);
    void setLook(const Tokens& tokens, const ChartFonts& fonts);

    [[nodiscard]] int count() const;
    [[nodiscard]] QPointF pixelOf(int item) const; ///< its middle
    [[nodiscard]] QRectF boxOf(int item) const;    ///< of a cell or bar; empty for a mark

    /// The item under `at`: a mark within `reach` pixels, else the box that holds it; -1 for none.
    [[nodiscard]] int itemAt(const QPointF& at, double reach) const;
    /// The nearest item in a direction (one of dx, dy is ±1, downward positive); -1 for none.
    [[nodiscard]] int neighbour(int item, int dx, int dy) const;

    /// Finds places for the names at the present size and ranges. To be called after each layout.
    void layOut();

    struct NameOnChart {
        int item = 0;
        QString text;
        LabelPlace place;
    };
    [[nodiscard]] const std::vector<NameOnChart>& names() const { return names_; }
    [[nodiscard]] LabelScene scene() const;
    [[nodiscard]] const std::vector<int>& marks() const { return slots_; }

    double selectTest(const QPointF& pos, bool onlySelectable, QVariant* details) const override;
    QCPRange getKeyRange(bool& foundRange, QCP::SignDomain inSignDomain) const override;
    QCPRange getValueRange(bool& foundRange, QCP::SignDomain inSignDomain,
                           const QCPRange& inKeyRange) const override;

protected:
    QRect clipRect() const override;
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

private:
    [[nodiscard]] QRectF axesBox() const;
    [[nodiscard]] QColor colourOf(int item) const;
    [[nodiscard]] std::vector<QLineF> barsOf(const workbench::ChartItem& item) const;
    void drawLevels(QCPPainter& painter) const;
    void drawBoxes(QCPPainter& painter) const;
    void drawEdges(QCPPainter& painter) const;
    void drawMarks(QCPPainter& painter) const;
    void drawTexts(QCPPainter& painter) const;

    ChartView view_;
    std::vector<int> slots_;
    const Tokens* tokens_;
    ChartFonts fonts_;
    std::vector<NameOnChart> names_;
};

} // namespace tiebreak::ui
