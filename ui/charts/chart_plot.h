// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_figure.h"

#include <qcustomplot.h>

namespace tiebreak::ui {

class ChartHoverCard;

/// Any chart but loss against score, for mouse and keyboard: the cursor asks, a click or Enter opens Compare,
/// arrows walk, wheel and drag move where both axes hold numbers.
class ChartPlot : public QCustomPlot {
    Q_OBJECT

public:
    explicit ChartPlot(QWidget* parent = nullptr);

    void setView(const ChartView& view);
    [[nodiscard]] const ChartView& view() const { return figure_->view(); }
    /// The view with the ranges now on screen, for exports.
    [[nodiscard]] ChartView viewAsShown() const;
    [[nodiscard]] const ChartFigure& figure() const { return *figure_; }

    [[nodiscard]] int current() const { return current_; }
    void setCurrent(int item); ///< -1 for none

    /// The current item, or else the whole chart, in words.
    [[nodiscard]] QString currentInWords() const;

    void zoom(double factor, const QPointF& at); ///< below 1 zooms in; `at` in pixels stays where it is
    void showAll();

    [[nodiscard]] QSize minimumSizeHint() const override { return {360, 260}; }

signals:
    void openItem(int item);
    void currentChanged(int item);
    void copyRequested();
    void axesMoved(); ///< the layout changed where the axes stand

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] const workbench::ChartItem* itemOf(int index) const;
    void step(int dx, int dy);
    void setHovered(int item);
    void showCard();
    void bringIntoView(int item);
    void limitRange(QCPAxis* axis, const QCPRange& range, const QCPRange& old);
    void tellScreenReaders();

    ChartFigure* figure_;
    ChartHoverCard* card_;
    QPoint pressedAt_;
    bool pressed_ = false;
    bool dragged_ = false;
    bool cardWanted_ = false;
    int current_ = -1;
    int hovered_ = -1;
};

} // namespace tiebreak::ui
