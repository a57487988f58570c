// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/loss_score_layer.h"

#include "ui/charts/chart_geometry.h"
#include "ui/charts/chart_marks.h"
#include "ui/charts/loss_score_text.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <map>

namespace tiebreak::ui {

namespace {

constexpr double capWidth = 8;
constexpr double barWidth = 1.2;
constexpr double ringRadius = 11;
constexpr int mostNames = 60;           // a chart with more has no room to read them
constexpr std::size_t manyPoints = 600; // from here on marks are stamped from pictures on the screen

QRectF rangesOf(const QCPAxis& x, const QCPAxis& y) {
    return {x.range().lower, y.range().lower, x.range().size(), y.range().size()};
}

} // namespace

LossScoreLayer::LossScoreLayer(QCPAxis* lossAxis, QCPAxis* scoreAxis)
    : QCPAbstractPlottable(lossAxis, scoreAxis)
    , tokens_(&Tokens::light())
    , fonts_(ChartFonts::standard()) {
    setSelectable(QCP::stNone);
}

void LossScoreLayer::setView(const LossScoreView& view) {
    view_ = view;
    points_ = plotPoints(view);
}

void LossScoreLayer::setLook(const Tokens& tokens, const ChartFonts& fonts) {
    tokens_ = &tokens;
    fonts_ = fonts;
}

QPointF LossScoreLayer::pixelOf(const PlotPoint& point) const {
    return coordsToPixels(point.loss, point.score);
}

QRectF LossScoreLayer::axesBox() const {
    return QRectF(keyAxis()->axisRect()->rect());
}

int LossScoreLayer::nearest(const QPointF& at, double reach) const {
    int best = -1;
    double bestDistance = reach * reach;
    const QRectF axes = axesBox();
    for (std::size_t i = 0; i < points_.size(); ++i) {
        const QPointF p = pixelOf(points_[i]);
        const QPointF d = p - at;
        const double distance = QPointF::dotProduct(d, d);
        if (distance <= bestDistance && axes.contains(p)) {
            bestDistance = distance;
            best = static_cast<int>(i);
        }
    }
    return best;
}

std::optional<QLineF> LossScoreLayer::fitLine(const workbench::LossScoreChart::Line& line) const {
    // No further than the band, or else the axis: the line is not known beyond the points.
    const auto& x = view_.chart->band_x;
    double from = keyAxis()->range().lower;
    double to = keyAxis()->range().upper;
    if (!x.empty()) {
        from = std::max(from, x.front());
        to = std::min(to, x.back());
    }
    if (!(from < to)) {
        return std::nullopt;
    }
    return clippedSegment(QLineF(coordsToPixels(from, line.intercept + line.slope * from),
                                 coordsToPixels(to, line.intercept + line.slope * to)),
                          axesBox());
}

void LossScoreLayer::addBars(const PlotPoint& p, QVector<QLineF>& bars) const {
    const QRectF axes = axesBox();
    const auto add = [&](const QPointF& a, const QPointF& b) {
        const auto part = a == b ? std::nullopt : clippedSegment(QLineF(a, b), axes);
        if (part) {
            bars.append(*part);
        }
    };
    const QPointF at = pixelOf(p);
    // Among many points the caps are a blur that hides the bars.
    const double c = points_.size() > manyPoints ? 0 : capWidth / 2;
    if (view_.scoreBars && p.scoreLow && p.scoreHigh) {
        const double low = valueAxis()->coordToPixel(*p.scoreLow);
        const double high = valueAxis()->coordToPixel(*p.scoreHigh);
        add({at.x(), low}, {at.x(), high});
        add({at.x() - c, low}, {at.x() + c, low});
        add({at.x() - c, high}, {at.x() + c, high});
    }
    if (view_.lossBars && p.lossReach) {
        const double low = keyAxis()->coordToPixel(p.loss - *p.lossReach);
        const double high = keyAxis()->coordToPixel(p.loss + *p.lossReach);
        add({low, at.y()}, {high, at.y()});
        add({low, at.y() - c}, {low, at.y() + c});
        add({high, at.y() - c}, {high, at.y() + c});
    }
}

void LossScoreLayer::layOut() {
    // One list a colour: a pen change for every bar is what makes ten thousand of them slow.
    bars_.clear();
    for (const PlotPoint& p : points_) {
        addBars(p, bars_[{p.slot < 0 ? -1 : p.slot % candidateSlots, p.leftOut}]);
    }
    if (!carryNames()) {
        placeNames();
        placedArea_ = axesBox();
        placedRanges_ = rangesOf(*keyAxis(), *valueAxis());
    }
}

bool LossScoreLayer::carryNames() {
    const QRectF now = rangesOf(*keyAxis(), *valueAxis());
    const auto same = [](double a, double b) { return std::abs(a - b) <= 1e-9 * std::abs(a); };
    if (!moving_ || points_.size() <= manyPoints || axesBox() != placedArea_ ||
        !same(now.width(), placedRanges_.width()) || !same(now.height(), placedRanges_.height())) {
        return false;
    }
    const QPointF by =
        coordsToPixels(placedRanges_.x(), placedRanges_.y()) - coordsToPixels(now.x(), now.y());
    placedRanges_ = now;
    const QRectF area = axesBox().adjusted(4, 2, -2, -4);
    std::erase_if(names_, [&](NameOnChart& name) {
        name.place.box.translate(by);
        if (name.place.leader) {
            name.place.leader->translate(by);
        }
        return !area.contains(name.place.box);
    });
    std::erase_if(lineLabels_, [&](LineLabel& label) {
        label.box.translate(by);
        return !area.contains(label.box);
    });
    return true;
}

LabelScene LossScoreLayer::scene() const {
    LabelScene result;
    const QRectF axes = axesBox();
    result.area = axes.adjusted(4, 2, -2, -4);
    for (const PlotPoint& p : points_) {
        const QPointF at = pixelOf(p);
        if (axes.contains(at)) {
            constexpr double r = chartMarkSize / 2 + chartMarkHalo;
            result.obstacles.emplace_back(at.x() - r, at.y() - r, 2 * r, 2 * r);
        }
    }
    for (const auto& [key, bars] : bars_) {
        for (const QLineF& bar : bars) {
            result.bars.push_back(QRectF(bar.p1(), bar.p2()).normalized().adjusted(-1, -1, 1, 1));
        }
    }
    for (const LineLabel& label : lineLabels_) {
        result.obstacles.push_back(label.box);
    }
    const auto& chart = *view_.chart;
    for (const auto& [shown, line] :
         {std::pair(view_.theilSen, chart.theil_sen), std::pair(view_.leastSquares, chart.least_squares)}) {
        if (const auto segment = shown && line ? fitLine(*line) : std::nullopt) {
            result.lines.push_back(*segment);
        }
    }
    return result;
}

void LossScoreLayer::placeLineLabels(LabelScene& around) {
    const auto& chart = *view_.chart;
    const QFontMetricsF metrics(fonts_.text);
    const auto add = [&](const std::optional<workbench::LossScoreChart::Line>& line, const QString& text,
                         bool fromRight, QColor Tokens::*ink) {
        const auto segment = line ? fitLine(*line) : std::nullopt;
        if (!segment) {
            return;
        }
        const QSizeF size(std::ceil(metrics.horizontalAdvance(text)) + 2, std::ceil(metrics.height()));
        if (const auto box = placeAlongLine(around, *segment, size, fromRight)) {
            lineLabels_.push_back({text, *box, ink});
            around.obstacles.push_back(*box);
        }
    };
    if (view_.theilSen) {
        add(chart.theil_sen, theilSenLabel(chart), true, &Tokens::accent);
    }
    if (view_.leastSquares) {
        add(chart.least_squares, leastSquaresLabel(chart), false, &Tokens::text3);
    }
}

void LossScoreLayer::placeNames() {
    names_.clear();
    lineLabels_.clear();
    namesWithoutPlace_ = 0;
    if (!view_.chart) {
        return;
    }
    LabelScene around = scene();
    placeLineLabels(around);

    const QRectF axes = axesBox();
    std::vector<int> named;
    for (std::size_t i = 0; i < points_.size(); ++i) {
        const PlotPoint& p = points_[i];
        if ((view_.allNames || (view_.outlierNames && p.outlier)) && axes.contains(pixelOf(p))) {
            named.push_back(static_cast<int>(i));
        }
    }
    if (named.size() > mostNames) {
        std::stable_sort(named.begin(), named.end(), [this](int a, int b) {
            return std::abs(points_[static_cast<std::size_t>(a)].residual) >
                   std::abs(points_[static_cast<std::size_t>(b)].residual);
        });
        namesWithoutPlace_ = static_cast<int>(named.size()) - mostNames;
        named.resize(mostNames);
    }
    // Whole names where they fit; where some find no place, shorter ones.
    std::vector<NameOnChart> most;
    for (const double share : {0.42, 0.3, 0.22}) {
        std::vector<NameOnChart> placed =
            placedNames(around, named, std::clamp(axes.width() * share, 90.0, 360.0));
        if (placed.size() > most.size()) {
            most = std::move(placed);
        }
        if (most.size() == named.size() || points_.size() > manyPoints) {
            break;
        }
    }
    namesWithoutPlace_ += static_cast<int>(named.size() - most.size());
    names_ = std::move(most);
}

std::vector<LossScoreLayer::NameOnChart>
LossScoreLayer::placedNames(const LabelScene& around, const std::vector<int>& named, double longest) const {
    std::vector<LabelRequest> requests;
    std::vector<QString> texts;
    for (const int i : named) {
        const PlotPoint& p = points_[static_cast<std::size_t>(i)];
        const QFontMetricsF metrics(p.outlier ? fonts_.bold : fonts_.text);
        // Outliers are the few that the chart is about.
        const QString text = metrics.elidedText(p.name, Qt::ElideMiddle, p.outlier ? 1.5 * longest : longest);
        texts.push_back(text);
        requests.push_back({pixelOf(p),
                            {std::ceil(metrics.horizontalAdvance(text)) + 2, std::ceil(metrics.height())},
                            p.outlier ? ringRadius + 3 : chartMarkSize / 2 + 5});
    }
    std::vector<NameOnChart> result;
    const auto places = placeLabels(around, requests);
    for (std::size_t k = 0; k < places.size(); ++k) {
        if (places[k]) {
            result.push_back({named[k], texts[k], *places[k]});
        }
    }
    return result;
}

QRect LossScoreLayer::clipRect() const {
    return parentPlot()->viewport(); // drawing cuts by itself; half a mark may stand over an axis
}

void LossScoreLayer::draw(QCPPainter* painter) {
    if (!view_.chart) {
        return;
    }
    painter->setAntialiasing(true);
    drawBand(*painter);
    drawLines(*painter);
    drawBars(*painter);
    drawMarks(*painter);
    drawTexts(*painter);
}

void LossScoreLayer::drawBand(QCPPainter& painter) const {
    const auto& chart = *view_.chart;
    const std::size_t n = chart.band_x.size();
    if (!view_.theilSen || n < 2 || chart.band_low.size() != n || chart.band_high.size() != n) {
        return;
    }
    QPolygonF band;
    for (std::size_t i = 0; i < n; ++i) {
        band << coordsToPixels(chart.band_x[i], chart.band_high[i]);
    }
    for (std::size_t i = n; i-- > 0;) {
        band << coordsToPixels(chart.band_x[i], chart.band_low[i]);
    }
    QColor fill = tokens_->accent;
    fill.setAlphaF(0.09F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(clippedPolygon(band, axesBox()));
}

void LossScoreLayer::drawLines(QCPPainter& painter) const {
    const auto& chart = *view_.chart;
    painter.setBrush(Qt::NoBrush);
    if (view_.leastSquares && chart.least_squares) {
        if (const auto line = fitLine(*chart.least_squares)) {
            QPen pen(tokens_->text3, 1.2, Qt::CustomDashLine, Qt::FlatCap);
            pen.setDashPattern({4, 3});
            painter.setPen(pen);
            painter.drawLine(*line);
        }
    }
    if (view_.theilSen && chart.theil_sen) {
        if (const auto line = fitLine(*chart.theil_sen)) {
            painter.setPen(QPen(tokens_->accent, 1.8, Qt::SolidLine, Qt::FlatCap));
            painter.drawLine(*line);
        }
    }
}

bool LossScoreLayer::stampedOn(const QCPPainter& painter) const {
    return points_.size() > manyPoints && !painter.modes().testFlag(QCPPainter::pmVectorized) &&
           !painter.modes().testFlag(QCPPainter::pmNoCaching);
}

void LossScoreLayer::drawBars(QCPPainter& painter) const {
    for (const auto& [key, lines] : bars_) {
        QColor colour = tokens_->candidate(key.first);
        colour.setAlphaF(key.second ? 0.35F : 1.0F);
        painter.setPen(QPen(colour, stampedOn(painter) ? 1 : barWidth, Qt::SolidLine, Qt::FlatCap));
        painter.setAntialiasing(!stampedOn(painter));
        painter.drawLines(lines);
    }
    painter.setAntialiasing(true);
}

void LossScoreLayer::drawMarks(QCPPainter& painter) const {
    const QRectF axes = axesBox().adjusted(-0.5, -0.5, 0.5, 0.5);
    if (!stampedOn(painter)) {
        for (const PlotPoint& p : points_) {
            const QPointF at = pixelOf(p);
            if (axes.contains(at)) {
                paintChartMark(painter, at, p.slot, p.leftOut, *tokens_);
            }
        }
        return;
    }
    constexpr int side = 16;
    const double ratio = painter.device()->devicePixelRatioF();
    std::map<std::pair<int, bool>, QPixmap> stamps;
    for (const PlotPoint& p : points_) {
        const QPointF at = pixelOf(p);
        if (!axes.contains(at)) {
            continue;
        }
        QPixmap& stamp = stamps[{p.slot, p.leftOut}];
        if (stamp.isNull()) {
            stamp = QPixmap(QSize(side, side) * ratio);
            stamp.setDevicePixelRatio(ratio);
            stamp.fill(Qt::transparent);
            QPainter inner(&stamp);
            inner.setRenderHint(QPainter::Antialiasing);
            paintChartMark(inner, {side / 2.0, side / 2.0}, p.slot, p.leftOut, *tokens_);
        }
        // On whole pixels: between them each stamp would be resampled.
        painter.drawPixmap((at - QPointF(side / 2.0, side / 2.0)).toPoint(), stamp);
    }
}

void LossScoreLayer::drawTexts(QCPPainter& painter) const {
    for (const LineLabel& label : lineLabels_) {
        painter.setFont(fonts_.text);
        painter.setPen(tokens_->*label.ink);
        painter.drawText(label.box, Qt::AlignCenter | Qt::TextSingleLine, label.text);
    }
    for (const NameOnChart& name : names_) {
        const PlotPoint& p = points_[static_cast<std::size_t>(name.point)];
        if (name.place.leader) {
            painter.setPen(QPen(tokens_->strong, 1));
            painter.drawLine(*name.place.leader);
        }
        painter.setFont(p.outlier ? fonts_.bold : fonts_.text);
        painter.setPen(p.outlier ? tokens_->text : tokens_->text2);
        painter.drawText(name.place.box, Qt::AlignCenter | Qt::TextSingleLine, name.text);
    }
}

void LossScoreLayer::drawLegendIcon(QCPPainter* painter, const QRectF& rect) const {
    paintChartMark(*painter, rect.center(), 0, false, *tokens_);
}

double LossScoreLayer::selectTest(const QPointF&, bool, QVariant*) const {
    return -1; // points are selected by LossScorePlot, which knows the keyboard too
}

QCPRange LossScoreLayer::getKeyRange(bool& foundRange, QCP::SignDomain) const {
    foundRange = view_.chart && !points_.empty();
    const ChartRanges home = foundRange ? homeRanges(view_) : ChartRanges{};
    return {home.loss.first, home.loss.second};
}

QCPRange LossScoreLayer::getValueRange(bool& foundRange, QCP::SignDomain, const QCPRange&) const {
    foundRange = view_.chart && !points_.empty();
    const ChartRanges home = foundRange ? homeRanges(view_) : ChartRanges{};
    return {home.score.first, home.score.second};
}

} // namespace tiebreak::ui
