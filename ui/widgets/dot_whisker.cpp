// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dot_whisker.h"

#include "items/roles.h"
#include "ui/theme/candidate_mark.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/wording.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tiebreak::ui {

namespace {

constexpr double dotSize = 9;
constexpr int axisMargin = 10;

/// The round step, 1, 2 or 5 times a power of ten, that cuts `span` in at most `most` parts.
double roundStep(double span, int most) {
    const double rough = span / most;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        if (factor * power >= rough * (1 - 1e-9)) {
            return factor * power;
        }
    }
    return 10 * power;
}

} // namespace

double DotAxis::at(double value, double left, double width) const {
    const double share = to > from ? (value - from) / (to - from) : 0.5;
    return left + std::clamp(share, 0.0, 1.0) * width;
}

DotAxis DotAxis::around(const QVector<DotWhisker>& values) {
    double low = INFINITY;
    double high = -INFINITY;
    for (const DotWhisker& dot : values) {
        for (const double v : {dot.value, dot.low.value_or(dot.value), dot.high.value_or(dot.value)}) {
            if (std::isfinite(v)) {
                low = std::min(low, v);
                high = std::max(high, v);
            }
        }
    }
    DotAxis axis;
    if (!(low <= high)) {
        return axis;
    }
    if (low == high) {
        low -= 0.5;
        high += 0.5;
    }
    const double margin = (high - low) * 0.06;
    axis.from = low - margin;
    axis.to = high + margin;
    const double step = roundStep(axis.to - axis.from, 5);
    for (double tick = std::ceil(axis.from / step) * step; tick <= axis.to; tick += step) {
        axis.ticks << (std::abs(tick) < step * 1e-9 ? 0.0 : tick);
    }
    return axis;
}

void paintDotWhisker(QPainter& painter, const QRect& box, const DotWhisker& dot, const DotAxis& axis,
                     const Tokens& t) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double left = box.left() + axisMargin;
    const double width = box.width() - 2 * axisMargin;
    const double middle = box.center().y() + 0.5;
    if (axis.band) {
        const double from = axis.at(axis.band->first, left, width);
        const double to = axis.at(axis.band->second, left, width);
        painter.fillRect(QRectF(from, middle - 5, to - from, 10), t.hover);
    }
    for (const double tick : axis.ticks) {
        const double x = std::round(axis.at(tick, left, width));
        painter.fillRect(QRectF(x, box.top(), 1, box.height()), t.rowLine);
    }
    if (axis.zero) {
        painter.fillRect(QRectF(std::round(axis.at(*axis.zero, left, width)), box.top(), 1, box.height()),
                         t.strong);
    }
    if (std::isfinite(dot.value)) {
        const QColor colour = dot.colour.isValid() ? dot.colour
                              : dot.ink            ? t.*dot.ink
                                                   : t.candidate(dot.slot);
        if (dot.low && dot.high) {
            painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::FlatCap));
            painter.drawLine(QPointF(axis.at(*dot.low, left, width), middle),
                             QPointF(axis.at(*dot.high, left, width), middle));
        }
        const QPointF centre(axis.at(dot.value, left, width), middle);
        const bool hollow = dot.hollowIfHoldsZero && dot.low && dot.high && *dot.low <= 0 && *dot.high >= 0;
        if (hollow) {
            painter.setPen(QPen(colour, 1.5));
            painter.setBrush(t.content);
            painter.drawEllipse(centre, dotSize / 2 - 1, dotSize / 2 - 1);
        } else if (dot.slot >= 0) {
            paintCandidateMark(painter,
                               QRectF(centre - QPointF(dotSize / 2, dotSize / 2), QSizeF(dotSize, dotSize)),
                               dot.slot, t);
        } else {
            painter.setPen(Qt::NoPen);
            painter.setBrush(colour);
            painter.drawEllipse(centre, 3.5, 3.5);
        }
    }
    painter.restore();
}

void paintAxisTicks(QPainter& painter, const QRect& box, const DotAxis& axis, const Tokens& t) {
    painter.save();
    painter.setFont(Theme::font(TextSize::tick));
    painter.setPen(t.text3);
    int decimals = 0;
    if (axis.ticks.size() > 1) {
        decimals =
            std::max(0, static_cast<int>(std::ceil(-std::log10(axis.ticks[1] - axis.ticks[0]) - 1e-9)));
    }
    double last = -1e9;
    for (const double tick : axis.ticks) {
        const QString text = numberText(tick, decimals);
        const double half = painter.fontMetrics().horizontalAdvance(text) / 2.0;
        const double x = axis.at(tick, box.left() + axisMargin, box.width() - 2 * axisMargin);
        if (x - half < last + 6 || x - half < box.left() || x + half > box.right()) {
            continue;
        }
        painter.drawText(QRectF(x - half - 2, box.top(), 2 * half + 4, box.height() - 1), Qt::AlignCenter,
                         text);
        last = x + half;
    }
    painter.restore();
}

void DotWhiskerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const {
    paintCellGround(*painter, option, index);
    const QVariant value = index.data(items::valueRole);
    if (!value.isValid()) {
        return;
    }
    DotWhisker dot;
    dot.value = value.toDouble();
    const QVariant slot = index.data(items::slotRole);
    dot.slot = slot.isValid() ? slot.toInt() : -1;
    const QVariant low = index.data(items::lowRole);
    const QVariant high = index.data(items::highRole);
    if (low.isValid() && high.isValid()) {
        dot.low = low.toDouble();
        dot.high = high.toDouble();
    }
    if (difference_) {
        dot.slot = -1;
        dot.hollowIfHoldsZero = true;
        dot.colour = toneColour(index, tokens());
    }
    paintDotWhisker(*painter, option.rect, dot, axis_, tokens());
}

} // namespace tiebreak::ui
