// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/loss_score_plot.h"

#include "ui/charts/chart_hover_card.h"
#include "ui/charts/loss_score_text.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QAccessibleWidget>
#include <QApplication>
#include <QClipboard>
#include <QMenu>

#include <cmath>

namespace tiebreak::ui {

namespace {

constexpr double reach = 12; // pixels from a point that still mean it
constexpr double wheelZoom = 0.85;
constexpr double mostOut = 8; // ranges grow to this multiple of what holds all points
constexpr double mostIn = 1e-4;

/// Tells screen readers that this is a chart; its words are the accessible name and description.
QAccessibleInterface* chartInterface(const QString&, QObject* object) {
    auto* plot = qobject_cast<LossScorePlot*>(object);
    return plot ? new QAccessibleWidget(plot, QAccessible::Chart) : nullptr;
}

} // namespace

LossScorePlot::LossScorePlot(QWidget* parent)
    : QCustomPlot(parent)
    , figure_(new LossScoreFigure(*this, tokens()))
    , card_(new ChartHoverCard(this)) {
    setObjectName(QStringLiteral("lossScorePlot"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setProperty("ownFocusRing", true);
    setNoAntialiasingOnDrag(true);
    setInteractions(QCP::iRangeDrag);
    static const bool once = (QAccessible::installFactory(chartInterface), true);
    Q_UNUSED(once)
    setAccessibleName(tr("Chart of test loss against score"));
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        figure_->setTokens(tokens());
        replot(rpQueuedReplot);
    });
    for (QCPAxis* axis : {xAxis, yAxis}) {
        connect(axis, qOverload<const QCPRange&, const QCPRange&>(&QCPAxis::rangeChanged), this,
                [this, axis](const QCPRange& range, const QCPRange& old) { limitRange(axis, range, old); });
    }
    connect(this, &QCustomPlot::afterReplot, this, [this] {
        emit axesMoved();
        showCard();
    });
}

void LossScorePlot::setView(const LossScoreView& view) {
    const bool hadView = figure_->view().chart != nullptr;
    const bool keep = hadView && !figure_->isHome() && figure_->view().chart->run == view.chart->run;
    const PlotPoint* before = pointAt(current_);
    const domain::CandidateRevisionId candidate = before ? before->candidate : domain::CandidateRevisionId{};
    hovered_ = -1;
    current_ = -1;
    figure_->setView(view, keep);
    if (candidate.stored()) {
        setCurrentCandidate(candidate);
    }
    tellScreenReaders();
    replot(rpQueuedReplot);
}

LossScoreView LossScorePlot::viewAsShown() const {
    LossScoreView shown = view();
    shown.lossRange = {xAxis->range().lower, xAxis->range().upper};
    shown.scoreRange = {yAxis->range().lower, yAxis->range().upper};
    return shown;
}

const PlotPoint* LossScorePlot::pointAt(int index) const {
    const auto& points = figure_->points();
    return index >= 0 && index < static_cast<int>(points.size()) ? &points[static_cast<std::size_t>(index)]
                                                                 : nullptr;
}

void LossScorePlot::setCurrentPoint(int index) {
    const PlotPoint* point = pointAt(index);
    const int next = point ? index : -1;
    if (next == current_) {
        return;
    }
    current_ = next;
    cardWanted_ = point != nullptr;
    if (point) {
        bringIntoView(*point);
    }
    showCard();
    update();
    tellScreenReaders();
    emit currentChanged(point ? point->candidate : domain::CandidateRevisionId{});
}

void LossScorePlot::setCurrentCandidate(domain::CandidateRevisionId candidate) {
    const auto& points = figure_->points();
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points[i].candidate == candidate) {
            setCurrentPoint(static_cast<int>(i));
            return;
        }
    }
    setCurrentPoint(-1);
}

QString LossScorePlot::currentInWords() const {
    if (!view().chart) {
        return {};
    }
    const PlotPoint* point = pointAt(current_);
    return point ? tr("Point %1 of %2: %3")
                       .arg(current_ + 1)
                       .arg(figure_->points().size())
                       .arg(pointSentence(*point, *view().chart))
                 : chartInWords(view());
}

void LossScorePlot::tellScreenReaders() {
    if (!view().chart) {
        return;
    }
    setAccessibleName(chartTitle(*view().chart));
    setAccessibleDescription(currentInWords());
    if (hasFocus()) {
        QAccessibleEvent event(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&event);
    }
}

void LossScorePlot::bringIntoView(const PlotPoint& point) {
    const auto move = [](QCPAxis* axis, double value) {
        if (!axis->range().contains(value)) {
            axis->setRange(value, axis->range().size(), Qt::AlignCenter);
        }
    };
    const QCPRange loss = xAxis->range();
    const QCPRange score = yAxis->range();
    move(xAxis, point.loss);
    move(yAxis, point.score);
    if (loss != xAxis->range() || score != yAxis->range()) {
        replot(rpQueuedReplot);
    }
}

void LossScorePlot::showCard() {
    const int index = hovered_ >= 0 ? hovered_ : cardWanted_ && hasFocus() ? current_ : -1;
    const PlotPoint* point = pointAt(index);
    if (!point || !view().chart || (pressed_ && dragged_)) {
        card_->hide();
        return;
    }
    card_->setPoint(point->slot, point->name, pointFacts(*point, *view().chart),
                    tr("the items that made it"));
    std::vector<QRectF> names;
    for (const auto& name : figure_->layer().names()) {
        names.push_back(name.place.box);
    }
    card_->showBeside(figure_->layer().pixelOf(*point), names);
}

void LossScorePlot::setHovered(int index) {
    if (index == hovered_) {
        return;
    }
    hovered_ = index;
    setCursor(index >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    showCard();
    update();
}

void LossScorePlot::limitRange(QCPAxis* axis, const QCPRange& range, const QCPRange& old) {
    if (!view().chart) {
        return;
    }
    const ChartRanges& home = figure_->home();
    const auto& all = axis == xAxis ? home.loss : home.score;
    const double whole = all.second - all.first;
    const bool lost = range.upper < all.first - whole || range.lower > all.second + whole;
    if (range.size() > whole * mostOut || range.size() < whole * mostIn || lost) {
        axis->setRange(old);
    }
}

void LossScorePlot::zoom(double factor, const QPointF& at) {
    xAxis->scaleRange(factor, xAxis->pixelToCoord(at.x()));
    yAxis->scaleRange(factor, yAxis->pixelToCoord(at.y()));
    rangesChanged();
}

void LossScorePlot::showAll() {
    figure_->goHome();
    rangesChanged();
}

void LossScorePlot::rangesChanged() {
    replot(rpQueuedReplot);
}

void LossScorePlot::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        emit copyRequested();
        return;
    }
    const int count = static_cast<int>(figure_->points().size());
    const QPointF centre = axisRect()->rect().center();
    switch (event->key()) {
    case Qt::Key_Right:
        setCurrentPoint(current_ < 0 ? 0 : std::min(current_ + 1, count - 1));
        break;
    case Qt::Key_Left:
        setCurrentPoint(current_ < 0 ? count - 1 : std::max(current_ - 1, 0));
        break;
    case Qt::Key_Home:
        setCurrentPoint(count > 0 ? 0 : -1);
        break;
    case Qt::Key_End:
        setCurrentPoint(count - 1);
        break;
    case Qt::Key_Escape:
        if (current_ < 0) {
            event->ignore();
            return;
        }
        setCurrentPoint(-1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const PlotPoint* point = pointAt(current_)) {
            emit openItems(point->candidate);
        }
        break;
    case Qt::Key_Delete:
        if (const PlotPoint* point = pointAt(current_)) {
            emit leaveOutToggled(point->candidate);
        }
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(wheelZoom, centre);
        break;
    case Qt::Key_Minus:
        zoom(1 / wheelZoom, centre);
        break;
    case Qt::Key_0:
        showAll();
        break;
    default:
        QCustomPlot::keyPressEvent(event);
        return;
    }
    event->accept();
}

void LossScorePlot::mousePressEvent(QMouseEvent* event) {
    pressed_ = event->button() == Qt::LeftButton;
    dragged_ = false;
    pressedAt_ = event->pos();
    QCustomPlot::mousePressEvent(event);
}

void LossScorePlot::mouseMoveEvent(QMouseEvent* event) {
    if (pressed_ && !dragged_ &&
        (event->pos() - pressedAt_).manhattanLength() < QApplication::startDragDistance()) {
        return; // a hand that trembles still clicks
    }
    if (pressed_ && !dragged_) {
        dragged_ = true;
        figure_->layer().setMoving(true);
        card_->hide();
        setCursor(Qt::ClosedHandCursor);
    }
    QCustomPlot::mouseMoveEvent(event);
    if (!pressed_) {
        setHovered(figure_->layer().nearest(event->position(), reach));
    }
}

void LossScorePlot::mouseReleaseEvent(QMouseEvent* event) {
    const bool click = pressed_ && !dragged_;
    QCustomPlot::mouseReleaseEvent(event);
    pressed_ = false;
    dragged_ = false;
    figure_->layer().setMoving(false);
    hovered_ = -1;
    const int at = figure_->layer().nearest(event->position(), reach);
    setCursor(Qt::ArrowCursor);
    setHovered(at);
    replot(rpQueuedReplot); // with smooth edges again
    if (click && event->button() == Qt::LeftButton) {
        setCurrentPoint(at);
        if (const PlotPoint* point = pointAt(at)) {
            emit openItems(point->candidate);
        }
    }
}

void LossScorePlot::mouseDoubleClickEvent(QMouseEvent* event) {
    if (figure_->layer().nearest(event->position(), reach) < 0) {
        showAll();
    }
    event->accept();
}

void LossScorePlot::wheelEvent(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (steps == 0) {
        event->ignore();
        return;
    }
    zoom(std::pow(wheelZoom, steps), event->position());
    event->accept();
}

void LossScorePlot::leaveEvent(QEvent* event) {
    setHovered(-1);
    QCustomPlot::leaveEvent(event);
}

void LossScorePlot::contextMenuEvent(QContextMenuEvent* event) {
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    const int at = keyboard ? current_ : figure_->layer().nearest(event->pos(), reach);
    QMenu menu(this);
    if (const PlotPoint* point = pointAt(at)) {
        const domain::CandidateRevisionId candidate = point->candidate;
        const QString words = pointSentence(*point, *view().chart);
        menu.addAction(tr("Open in Compare"), this, [this, candidate] { emit openItems(candidate); });
        menu.addAction(point->leftOut ? tr("Take back into the fit") : tr("Leave out of the fit"), this,
                       [this, candidate] { emit leaveOutToggled(candidate); });
        menu.addAction(tr("Copy what is known of it"), this,
                       [words] { QGuiApplication::clipboard()->setText(words); });
        menu.addSeparator();
    }
    QAction* all = menu.addAction(tr("Show all points"), this, &LossScorePlot::showAll);
    all->setEnabled(view().chart && !figure_->isHome());
    menu.exec(keyboard && pointAt(at) ? mapToGlobal(figure_->layer().pixelOf(*pointAt(at)).toPoint())
                                      : event->globalPos());
}

void LossScorePlot::focusInEvent(QFocusEvent* event) {
    QCustomPlot::focusInEvent(event);
    showCard();
    update();
}

void LossScorePlot::focusOutEvent(QFocusEvent* event) {
    QCustomPlot::focusOutEvent(event);
    showCard();
    update();
}

void LossScorePlot::paintEvent(QPaintEvent* event) {
    QCustomPlot::paintEvent(event);
    if (!view().chart) {
        return;
    }
    // On top of the finished picture, so that walking the points draws no chart anew.
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const QRectF axes = QRectF(axisRect()->rect()).adjusted(-1, -1, 1, 1);
    for (const int index : {current_, hovered_}) {
        const PlotPoint* point = pointAt(index);
        if (point && axes.contains(figure_->layer().pixelOf(*point))) {
            painter.setPen(
                QPen(index == current_ ? tokens().accent : tokens().strong, index == current_ ? 2 : 1));
            painter.drawEllipse(figure_->layer().pixelOf(*point), 10, 10);
        }
        if (current_ == hovered_) {
            break;
        }
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        drawInnerFocus(painter, rect(), tokens());
    }
}

} // namespace tiebreak::ui
