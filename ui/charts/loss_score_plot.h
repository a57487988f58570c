// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_score_figure.h"

#include <qcustomplot.h>

namespace tiebreak::ui {

class ChartHoverCard;

/// Test loss against score to look at and walk through: hover tells about a point, Left and Right walk the
/// points by loss, Enter or a click opens one, the wheel zooms, dragging pans, a double click shows all
/// again.
class LossScorePlot : public QCustomPlot {
    Q_OBJECT

public:
    explicit LossScorePlot(QWidget* parent = nullptr);

    /// Keeps the current candidate, and the ranges too where a person has zoomed and the run is the same.
    void setView(const LossScoreView& view);
    [[nodiscard]] const LossScoreView& view() const { return figure_->view(); }

    /// The view with the ranges now on screen, for exports.
    [[nodiscard]] LossScoreView viewAsShown() const;

    [[nodiscard]] const LossScoreFigure& figure() const { return *figure_; }

    [[nodiscard]] int currentPoint() const { return current_; }
    void setCurrentPoint(int index); ///< -1 for none
    void setCurrentCandidate(domain::CandidateRevisionId candidate);

    /// The current point, or else the whole chart, in words.
    [[nodiscard]] QString currentInWords() const;

    void zoom(double factor, const QPointF& at); ///< below 1 zooms in; `at` in pixels stays where it is
    void showAll();

    [[nodiscard]] QSize minimumSizeHint() const override { return {360, 260}; }

signals:
    void openItems(tiebreak::domain::CandidateRevisionId candidate);
    void currentChanged(tiebreak::domain::CandidateRevisionId candidate); ///< not stored: none
    void leaveOutToggled(tiebreak::domain::CandidateRevisionId candidate);
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
    [[nodiscard]] const PlotPoint* pointAt(int index) const;
    void setHovered(int index);
    void showCard();
    void bringIntoView(const PlotPoint& point);
    void limitRange(QCPAxis* axis, const QCPRange& range, const QCPRange& old);
    void rangesChanged();
    void tellScreenReaders();

    LossScoreFigure* figure_;
    ChartHoverCard* card_;
    QPoint pressedAt_;
    bool pressed_ = false;
    bool dragged_ = false;
    bool cardWanted_ = false;
    int current_ = -1;
    int hovered_ = -1;
};

} // namespace tiebreak::ui
