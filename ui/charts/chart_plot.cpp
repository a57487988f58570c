// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_plot.h"

#include "ui/charts/chart_hover_card.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QAccessibleWidget>
#include <QApplication>
#include <QClipboard>
#include <QMenu>

#include <cmath>

namespace tiebreak::ui {

namespace {

constexpr double reach = 12; // pixels from a mark that still mean it
constexpr double wheelZoom = 0.85;
constexpr double mostOut = 8; // ranges grow to this multiple of what holds everything
constexpr double mostIn = 1e-4;

QAccessibleInterface* chartInterface(const QString&, QObject* object) {
    auto* plot = qobject_cast<ChartPlot*>(object);
    return plot ? new QAccessibleWidget(plot, QAccessible::Chart) : nullptr;
}

} // namespace

ChartPlot::ChartPlot(QWidget* parent)
    : QCustomPlot(parent)
    , figure_(new ChartFigure(*this, tokens()))
    , card_(new ChartHoverCard(this)) {
    setObjectName(QStringLiteral("chartPlot"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setProperty("ownFocusRing", true);
    setNoAntialiasingOnDrag(true);
    static const bool once = (QAccessible::installFactory(chartInterface), true);
    Q_UNUSED(once)
    setAccessibleName(tr("Chart"));
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        figure_->setTokens(tokens());
        replot(rpQueuedReplot);
    });
    connect(this, &QCustomPlot::beforeReplot, this, [this] { figure_->fit(viewport().size()); });
    for (QCPAxis* axis : {xAxis, yAxis}) {
        connect(axis, qOverload<const QCPRange&, const QCPRange&>(&QCPAxis::rangeChanged), this,
                [this, axis](const QCPRange& range, const QCPRange& old) { limitRange(axis, range, old); });
    }
    connect(this, &QCustomPlot::afterReplot, this, [this] {
        emit axesMoved();
        showCard();
    });
}

void ChartPlot::setView(const ChartView& view) {
    const bool same = figure_->view().chart && figure_->view().chart->run == view.chart->run &&
                      figure_->view().chart->kind == view.chart->kind &&
                      figure_->view().chart->option.current == view.chart->option.current;
    const bool keep = same && !figure_->isHome();
    const bool sameItems = figure_->view().chart == view.chart;
    hovered_ = -1;
    if (!sameItems) {
        current_ = -1;
    }
    setInteractions(isMovable(*view.chart) ? QCP::iRangeDrag : QCP::Interactions());
    figure_->setView(view, keep);
    tellScreenReaders();
    replot(rpQueuedReplot);
}

ChartView ChartPlot::viewAsShown() const {
    ChartView shown = view();
    shown.xRange = {xAxis->range().lower, xAxis->range().upper};
    shown.yRange = {yAxis->range().lower, yAxis->range().upper};
    return shown;
}

const workbench::ChartItem* ChartPlot::itemOf(int index) const {
    return view().chart && index >= 0 && index < figure_->layer().count()
               ? &view().chart->items[static_cast<std::size_t>(index)]
               : nullptr;
}

void ChartPlot::setCurrent(int item) {
    const int next = itemOf(item) ? item : -1;
    if (next == current_) {
        return;
    }
    current_ = next;
    cardWanted_ = next >= 0;
    bringIntoView(next);
    showCard();
    update();
    tellScreenReaders();
    emit currentChanged(next);
}

QString ChartPlot::currentInWords() const {
    if (!view().chart) {
        return {};
    }
    const workbench::ChartItem* item = itemOf(current_);
    return item ? tr("%1 of %2: %3").arg(current_ + 1).arg(figure_->layer().count()).arg(itemSentence(*item))
                : chartInWords(view());
}

void ChartPlot::tellScreenReaders() {
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

void ChartPlot::bringIntoView(int index) {
    const workbench::ChartItem* item = itemOf(index);
    if (!item || !isMovable(*view().chart)) {
        return;
    }
    const auto move = [](QCPAxis* axis, double value) {
        if (!axis->range().contains(value)) {
            axis->setRange(value, axis->range().size(), Qt::AlignCenter);
            return true;
        }
        return false;
    };
    const bool moved = move(xAxis, item->x);
    if (move(yAxis, item->y) || moved) {
        replot(rpQueuedReplot);
    }
}

void ChartPlot::showCard() {
    const int index = hovered_ >= 0 ? hovered_ : cardWanted_ && hasFocus() ? current_ : -1;
    const workbench::ChartItem* item = itemOf(index);
    if (!item || (pressed_ && dragged_)) {
        card_->hide();
        return;
    }
    const int slot = item->accent ? accentSlot : figure_->layer().marks()[static_cast<std::size_t>(index)];
    card_->setPoint(slot, shownName(item->name), itemFacts(*item), tr("the items that made it"));
    std::vector<QRectF> names;
    for (const auto& name : figure_->layer().names()) {
        names.push_back(name.place.box);
    }
    card_->showBeside(figure_->layer().pixelOf(index), names);
}

void ChartPlot::setHovered(int item) {
    if (item == hovered_) {
        return;
    }
    hovered_ = item;
    setCursor(item >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    showCard();
    update();
}

void ChartPlot::limitRange(QCPAxis* axis, const QCPRange& range, const QCPRange& old) {
    if (!view().chart) {
        return;
    }
    const auto& all = axis == xAxis ? figure_->home().x : figure_->home().y;
    const double whole = all.second - all.first;
    const bool lost = range.upper < all.first - whole || range.lower > all.second + whole;
    const bool wasGood =
        old.upper >= all.first - whole && old.lower <= all.second + whole && old.size() <= whole * mostOut;
    if (wasGood && (range.size() > whole * mostOut || range.size() < whole * mostIn || lost)) {
        axis->setRange(old);
    }
}

void ChartPlot::zoom(double factor, const QPointF& at) {
    if (view().chart && isMovable(*view().chart)) {
        xAxis->scaleRange(factor, xAxis->pixelToCoord(at.x()));
        yAxis->scaleRange(factor, yAxis->pixelToCoord(at.y()));
        replot(rpQueuedReplot);
    }
}

void ChartPlot::showAll() {
    figure_->goHome();
    replot(rpQueuedReplot);
}

void ChartPlot::step(int dx, int dy) {
    const int count = figure_->layer().count();
    if (count == 0) {
        return;
    }
    if (current_ < 0) {
        setCurrent(dx < 0 || dy < 0 ? count - 1 : 0);
    } else if (dy != 0) {
        const int next = figure_->layer().neighbour(current_, 0, dy);
        if (next >= 0) {
            setCurrent(next);
        }
    } else {
        setCurrent(std::clamp(current_ + dx, 0, count - 1));
    }
}

void ChartPlot::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        emit copyRequested();
        return;
    }
    const QPointF centre = axisRect()->rect().center();
    switch (event->key()) {
    case Qt::Key_Right:
        step(1, 0);
        break;
    case Qt::Key_Left:
        step(-1, 0);
        break;
    case Qt::Key_Up:
        step(0, -1);
        break;
    case Qt::Key_Down:
        step(0, 1);
        break;
    case Qt::Key_Home:
        setCurrent(0);
        break;
    case Qt::Key_End:
        setCurrent(figure_->layer().count() - 1);
        break;
    case Qt::Key_Escape:
        if (current_ < 0) {
            event->ignore();
            return;
        }
        setCurrent(-1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (itemOf(current_)) {
            emit openItem(current_);
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

void ChartPlot::mousePressEvent(QMouseEvent* event) {
    pressed_ = event->button() == Qt::LeftButton;
    dragged_ = false;
    pressedAt_ = event->pos();
    QCustomPlot::mousePressEvent(event);
}

void ChartPlot::mouseMoveEvent(QMouseEvent* event) {
    if (pressed_ && !dragged_ &&
        (event->pos() - pressedAt_).manhattanLength() < QApplication::startDragDistance()) {
        return; // a hand that trembles still clicks
    }
    if (pressed_ && !dragged_ && view().chart && isMovable(*view().chart)) {
        dragged_ = true;
        card_->hide();
        setCursor(Qt::ClosedHandCursor);
    }
    QCustomPlot::mouseMoveEvent(event);
    if (!pressed_) {
        setHovered(figure_->layer().itemAt(event->position(), reach));
    }
}

void ChartPlot::mouseReleaseEvent(QMouseEvent* event) {
    const bool click = pressed_ && !dragged_;
    QCustomPlot::mouseReleaseEvent(event);
    pressed_ = false;
    dragged_ = false;
    hovered_ = -1;
    const int at = figure_->layer().itemAt(event->position(), reach);
    setCursor(Qt::ArrowCursor);
    setHovered(at);
    replot(rpQueuedReplot); // with smooth edges again
    if (click && event->button() == Qt::LeftButton) {
        setCurrent(at);
        if (itemOf(at)) {
            emit openItem(at);
        }
    }
}

void ChartPlot::mouseDoubleClickEvent(QMouseEvent* event) {
    if (figure_->layer().itemAt(event->position(), reach) < 0) {
        showAll();
    }
    event->accept();
}

void ChartPlot::wheelEvent(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (steps == 0 || !view().chart || !isMovable(*view().chart)) {
        event->ignore();
        return;
    }
    zoom(std::pow(wheelZoom, steps), event->position());
    event->accept();
}

void ChartPlot::leaveEvent(QEvent* event) {
    setHovered(-1);
    QCustomPlot::leaveEvent(event);
}

void ChartPlot::contextMenuEvent(QContextMenuEvent* event) {
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    const int at = keyboard ? current_ : figure_->layer().itemAt(event->pos(), reach);
    QMenu menu(this);
    if (const workbench::ChartItem* item = itemOf(at)) {
        const QString words = itemSentence(*item);
        menu.addAction(tr("Open in Compare"), this, [this, at] { emit openItem(at); });
        menu.addAction(tr("Copy what is known of it"), this,
                       [words] { QGuiApplication::clipboard()->setText(words); });
        menu.addSeparator();
    }
    menu.addAction(tr("Copy the chart"), this, &ChartPlot::copyRequested);
    QAction* all = menu.addAction(tr("Show all of it"), this, &ChartPlot::showAll);
    all->setEnabled(view().chart && !figure_->isHome());
    menu.exec(keyboard && itemOf(at) ? mapToGlobal(figure_->layer().pixelOf(at).toPoint())
                                     : event->globalPos());
}

void ChartPlot::focusInEvent(QFocusEvent* event) {
    QCustomPlot::focusInEvent(event);
    showCard();
    update();
}

void ChartPlot::focusOutEvent(QFocusEvent* event) {
    QCustomPlot::focusOutEvent(event);
    showCard();
    update();
}

void ChartPlot::paintEvent(QPaintEvent* event) {
    QCustomPlot::paintEvent(event);
    if (!view().chart) {
        return;
    }
    // On top of the finished picture, so that walking draws no chart anew.
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const QRectF axes = QRectF(axisRect()->rect()).adjusted(-2, -2, 2, 2);
    for (const int index : {current_, hovered_}) {
        if (itemOf(index) && axes.contains(figure_->layer().pixelOf(index))) {
            painter.setPen(
                QPen(index == current_ ? tokens().accent : tokens().strong, index == current_ ? 2 : 1));
            const QRectF box = figure_->layer().boxOf(index);
            if (box.isNull()) {
                painter.drawEllipse(figure_->layer().pixelOf(index), 10, 10);
            } else {
                painter.drawRect(box);
            }
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
