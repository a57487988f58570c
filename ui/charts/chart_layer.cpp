// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_layer.h"

#include "ui/charts/chart_geometry.h"
#include "ui/charts/chart_marks.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <limits>

namespace tiebreak::ui {

namespace {

using workbench::ChartItem;

constexpr double capWidth = 8;
constexpr double barWidth = 1.2;
constexpr std::size_t mostNames = 60; // a chart with more has no room to read them

} // namespace

ChartLayer::ChartLayer(QCPAxis* x, QCPAxis* y)
    : QCPAbstractPlottable(x, y)
    , tokens_(&Tokens::light())
    , fonts_(ChartFonts::standard()) {
    setSelectable(QCP::stNone);
}

void ChartLayer::setView(const ChartView& view) {
    view_ = view;
    slots_ = chartSlots(view);
    names_.clear();
}

void ChartLayer::setLook(const Tokens& tokens, const ChartFonts& fonts) {
    tokens_ = &tokens;
    fonts_ = fonts;
}

int ChartLayer::count() const {
    return view_.chart ? static_cast<int>(view_.chart->items.size()) : 0;
}

QRectF ChartLayer::axesBox() const {
    return QRectF(keyAxis()->axisRect()->rect());
}

QPointF ChartLayer::pixelOf(int index) const {
    const ChartItem& item = view_.chart->items[static_cast<std::size_t>(index)];
    return item.shape == ChartItem::Shape::bar ? boxOf(index).center() : coordsToPixels(item.x, item.y);
}

QRectF ChartLayer::boxOf(int index) const {
    const ChartItem& item = view_.chart->items[static_cast<std::size_t>(index)];
    if (item.shape == ChartItem::Shape::cell) {
        return QRectF(coordsToPixels(item.x - 0.5, item.y - 0.5), coordsToPixels(item.x + 0.5, item.y + 0.5))
            .normalized()
            .adjusted(1, 1, -1, -1);
    }
    if (item.shape == ChartItem::Shape::bar) {
        return QRectF(coordsToPixels(*item.x_low, *item.y_low), coordsToPixels(*item.x_high, *item.y_high))
            .normalized()
            .adjusted(0.5, 0, -0.5, 0);
    }
    return {};
}

QColor ChartLayer::colourOf(int index) const {
    const ChartItem& item = view_.chart->items[static_cast<std::size_t>(index)];
    return item.accent ? tokens_->accent : tokens_->candidate(slots_[static_cast<std::size_t>(index)]);
}

int ChartLayer::itemAt(const QPointF& at, double reach) const {
    int best = -1;
    double bestDistance = reach * reach;
    const QRectF axes = axesBox().adjusted(-2, -2, 2, 2);
    for (int i = 0; i < count(); ++i) {
        if (view_.chart->items[static_cast<std::size_t>(i)].shape != ChartItem::Shape::mark) {
            continue;
        }
        const QPointF d = pixelOf(i) - at;
        const double distance = QPointF::dotProduct(d, d);
        if (distance <= bestDistance && axes.contains(pixelOf(i))) {
            bestDistance = distance;
            best = i;
        }
    }
    for (int i = 0; best < 0 && i < count(); ++i) {
        // A low bar is as easy to point at as a high one.
        const QRectF box = boxOf(i);
        if (!box.isEmpty() && box.adjusted(0, -4, 0, 2).contains(at)) {
            best = i;
        }
    }
    return best;
}

int ChartLayer::neighbour(int index, int dx, int dy) const {
    const QPointF from = pixelOf(index);
    int best = -1;
    double least = std::numeric_limits<double>::infinity();
    for (int i = 0; i < count(); ++i) {
        const QPointF d = pixelOf(i) - from;
        const double along = dx * d.x() + dy * d.y();
        const double aside = std::abs(dx != 0 ? d.y() : d.x());
        const double cost = along + 3 * aside;
        if (i != index && along > 1 && cost < least) {
            least = cost;
            best = i;
        }
    }
    return best;
}

std::vector<QLineF> ChartLayer::barsOf(const ChartItem& item) const {
    std::vector<QLineF> bars;
    if (!view_.bars || item.shape != ChartItem::Shape::mark) {
        return bars;
    }
    const QRectF axes = axesBox();
    const auto add = [&](const QPointF& a, const QPointF& b) {
        if (const auto part = a == b ? std::nullopt : clippedSegment(QLineF(a, b), axes)) {
            bars.push_back(*part);
        }
    };
    const QPointF at = coordsToPixels(item.x, item.y);
    const double c = capWidth / 2;
    if (item.y_low && item.y_high) {
        const double low = valueAxis()->coordToPixel(*item.y_low);
        const double high = valueAxis()->coordToPixel(*item.y_high);
        add({at.x(), low}, {at.x(), high});
        add({at.x() - c, low}, {at.x() + c, low});
        add({at.x() - c, high}, {at.x() + c, high});
    }
    if (item.x_low && item.x_high) {
        const double low = keyAxis()->coordToPixel(*item.x_low);
        const double high = keyAxis()->coordToPixel(*item.x_high);
        add({low, at.y()}, {high, at.y()});
        add({low, at.y() - c}, {low, at.y() + c});
        add({high, at.y() - c}, {high, at.y() + c});
    }
    return bars;
}

LabelScene ChartLayer::scene() const {
    LabelScene result;
    const QRectF axes = axesBox();
    result.area = axes.adjusted(4, 2, -2, -4);
    for (int i = 0; i < count(); ++i) {
        const ChartItem& item = view_.chart->items[static_cast<std::size_t>(i)];
        const QPointF at = pixelOf(i);
        if (item.shape == ChartItem::Shape::mark && axes.contains(at)) {
            constexpr double r = chartMarkSize / 2 + chartMarkHalo;
            result.obstacles.emplace_back(at.x() - r, at.y() - r, 2 * r, 2 * r);
        }
        for (const QLineF& bar : barsOf(item)) {
            result.bars.push_back(QRectF(bar.p1(), bar.p2()).normalized().adjusted(-1, -1, 1, 1));
        }
    }
    for (const workbench::ChartEdge& edge : view_.chart->edges) {
        result.lines.emplace_back(pixelOf(edge.from), pixelOf(edge.to));
    }
    return result;
}

void ChartLayer::layOut() {
    names_.clear();
    if (!view_.chart || !view_.names || !isMovable(*view_.chart)) {
        return; // an axis names what stands on it
    }
    const QRectF axes = axesBox();
    std::vector<int> named;
    for (int i = 0; i < count() && named.size() < mostNames; ++i) {
        const ChartItem& item = view_.chart->items[static_cast<std::size_t>(i)];
        if (item.shape == ChartItem::Shape::mark && !item.quiet && axes.contains(pixelOf(i))) {
            named.push_back(i);
        }
    }
    const LabelScene around = scene();
    const QFontMetricsF metrics(fonts_.text);
    for (const double share : {0.4, 0.25}) {
        std::vector<LabelRequest> requests;
        std::vector<QString> texts;
        for (const int i : named) {
            const QString text =
                metrics.elidedText(shownName(view_.chart->items[static_cast<std::size_t>(i)].name),
                                   Qt::ElideMiddle, std::clamp(axes.width() * share, 90.0, 300.0));
            texts.push_back(text);
            requests.push_back({pixelOf(i),
                                {std::ceil(metrics.horizontalAdvance(text)) + 2, std::ceil(metrics.height())},
                                chartMarkSize / 2 + 5});
        }
        std::vector<NameOnChart> placed;
        const auto places = placeLabels(around, requests);
        for (std::size_t k = 0; k < places.size(); ++k) {
            if (places[k]) {
                placed.push_back({named[k], texts[k], *places[k]});
            }
        }
        if (placed.size() > names_.size()) {
            names_ = std::move(placed);
        }
        if (names_.size() == named.size()) {
            break;
        }
    }
}

QRect ChartLayer::clipRect() const {
    return parentPlot()->viewport(); // drawing cuts by itself; half a mark may stand over an axis
}

void ChartLayer::draw(QCPPainter* painter) {
    if (!view_.chart) {
        return;
    }
    painter->setAntialiasing(true);
    drawBoxes(*painter);
    drawEdges(*painter);
    drawMarks(*painter);
    drawLevels(*painter);
    drawTexts(*painter);
}

void ChartLayer::drawLevels(QCPPainter& painter) const {
    const QRectF axes = axesBox();
    for (const workbench::ChartLevel& level : view_.chart->levels) {
        const double y = valueAxis()->coordToPixel(level.y);
        if (y < axes.top() || y > axes.bottom()) {
            continue;
        }
        QPen pen(tokens_->strong, 1, Qt::CustomDashLine, Qt::FlatCap);
        pen.setDashPattern({4, 3});
        painter.setPen(pen);
        painter.drawLine(QPointF(axes.left(), y), QPointF(axes.right(), y));
        const QString text = shownName(level.label);
        if (text.isEmpty()) {
            continue;
        }
        painter.setFont(fonts_.text);
        const double wide = QFontMetricsF(fonts_.text).horizontalAdvance(text) + 8;
        const QRectF box(axes.right() - wide, y - 18, wide, 16);
        painter.fillRect(box, tokens_->content); // bars run behind it
        painter.setPen(tokens_->text3);
        painter.drawText(box, Qt::AlignCenter, text);
    }
}

void ChartLayer::drawBoxes(QCPPainter& painter) const {
    const QRectF axes = axesBox();
    for (int i = 0; i < count(); ++i) {
        const ChartItem& item = view_.chart->items[static_cast<std::size_t>(i)];
        const QRectF box = boxOf(i).intersected(axes);
        if (item.shape == ChartItem::Shape::mark || box.isEmpty()) {
            continue;
        }
        painter.setPen(Qt::NoPen);
        if (item.shape == ChartItem::Shape::bar) {
            painter.setBrush(blend(tokens_->content, colourOf(i), 0.55));
            painter.drawRect(box);
            continue;
        }
        const double strength = std::min(1.0, std::abs(item.tint));
        painter.setBrush(
            blend(tokens_->content, item.tint >= 0 ? tokens_->ok : tokens_->bad, 0.05 + 0.3 * strength));
        painter.drawRect(box);
        const QFontMetricsF metrics(fonts_.text);
        const QString text = shownName(item.text);
        if (metrics.horizontalAdvance(text) + 2 <= box.width() && metrics.height() <= box.height() + 2) {
            painter.setFont(fonts_.text);
            painter.setPen(tokens_->text);
            painter.drawText(box, Qt::AlignCenter | Qt::TextSingleLine, text);
        }
    }
}

void ChartLayer::drawEdges(QCPPainter& painter) const {
    const QRectF axes = axesBox();
    painter.setBrush(Qt::NoBrush);
    for (const workbench::ChartEdge& edge : view_.chart->edges) {
        const auto line = clippedSegment(QLineF(pixelOf(edge.from), pixelOf(edge.to)), axes);
        if (!line) {
            continue;
        }
        QColor colour = edge.accent ? tokens_->accent : colourOf(edge.to);
        const bool quiet = view_.chart->items[static_cast<std::size_t>(edge.to)].quiet;
        colour.setAlphaF(quiet ? 0.45F : 1.0F);
        painter.setPen(QPen(colour,
                            edge.strong   ? 2.6
                            : edge.accent ? 1.8
                                          : 1.2,
                            Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(*line);
    }
}

void ChartLayer::drawMarks(QCPPainter& painter) const {
    const QRectF axes = axesBox().adjusted(-0.5, -0.5, 0.5, 0.5);
    for (int i = 0; i < count(); ++i) {
        painter.setPen(QPen(colourOf(i), barWidth, Qt::SolidLine, Qt::FlatCap));
        for (const QLineF& bar : barsOf(view_.chart->items[static_cast<std::size_t>(i)])) {
            painter.drawLine(bar);
        }
    }
    for (int i = 0; i < count(); ++i) {
        const ChartItem& item = view_.chart->items[static_cast<std::size_t>(i)];
        const QPointF at = pixelOf(i);
        if (item.shape != ChartItem::Shape::mark || !axes.contains(at)) {
            continue;
        }
        if (item.accent) {
            paintAccentMark(painter, at, *tokens_);
        } else if (item.quiet) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(colourOf(i));
            painter.drawEllipse(at, 2.5, 2.5);
        } else {
            paintChartMark(painter, at, slots_[static_cast<std::size_t>(i)], false, *tokens_);
        }
    }
}

void ChartLayer::drawTexts(QCPPainter& painter) const {
    painter.setFont(fonts_.text);
    for (const NameOnChart& name : names_) {
        if (name.place.leader) {
            painter.setPen(QPen(tokens_->strong, 1));
            painter.drawLine(*name.place.leader);
        }
        painter.setPen(tokens_->text2);
        painter.drawText(name.place.box, Qt::AlignCenter | Qt::TextSingleLine, name.text);
    }
}

void ChartLayer::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const {
    paintChartMark(*painter, rect.center(), 0, false, *tokens_);
}

double ChartLayer::selectTest(const QPointF&, bool, QVariant*) const {
    return -1; // items are selected by ChartPlot, which knows the keyboard too
}

QCPRange ChartLayer::getKeyRange(bool& foundRange, QCP::SignDomain) const {
    foundRange = count() > 0;
    const PlainRanges home = foundRange ? homeRanges(view_) : PlainRanges{};
    return {home.x.first, home.x.second};
}

QCPRange ChartLayer::getValueRange(bool& foundRange, QCP::SignDomain, const QCPRange&) const {
    foundRange = count() > 0;
    const PlainRanges home = foundRange ? homeRanges(view_) : PlainRanges{};
    return {home.y.first, home.y.second};
}

} // namespace tiebreak::ui
