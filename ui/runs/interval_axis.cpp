// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/interval_axis.h"

#include "ui/theme/theme.h"
#include "ui/widgets/wording.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tiebreak::ui {

namespace {

constexpr int side = 10;    // half of the widest tick label stands over the axis' ends
constexpr int widest = 620; // longer lines are no easier to read
constexpr int axisY = 31;
constexpr int barY = 16;

/// 1, 2 or 5 times a power of ten: at most ten steps across `span`.
double tickStep(double span) {
    const double power = std::pow(10.0, std::floor(std::log10(span / 10)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (span / (factor * power) <= 10) {
            return factor * power;
        }
    }
    return 10 * power;
}

} // namespace

IntervalAxis::IntervalAxis(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void IntervalAxis::setInterval(double value, std::optional<double> low, std::optional<double> high,
                               double margin, VerdictTone tone) {
    dot_ = {};
    dot_.value = value;
    dot_.low = low;
    dot_.high = high;
    tone_ = tone;
    const double least = std::min({-margin, value, low.value_or(value)});
    const double most = std::max({margin, value, high.value_or(value)});
    const double step = tickStep(most - least);
    axis_ = {};
    axis_.from = std::floor(least / step - 0.25) * step;
    axis_.to = std::ceil(most / step + 0.25) * step;
    for (double k = std::round(axis_.from / step); k * step <= axis_.to + step / 2; ++k) {
        axis_.ticks << k * step;
    }
    axis_.zero = 0;
    axis_.band = std::pair(-margin, margin);
    tickDecimals_ = step >= 1 ? 0 : step >= 0.1 ? 1 : 2;
    const int marginDecimals = margin == std::round(margin) ? 0 : 2;
    marginText_ = margin == 1 ? tr("grey: margin of 1 point")
                              : tr("grey: margin of %1 points").arg(numberText(margin, marginDecimals));
    const QString interval = low && high ? intervalText(*low, *high, 1, true) : tr("none");
    setAccessibleName(tr("Difference %1, 95 % interval %2, margin %3")
                          .arg(signedText(value, 1), interval, numberText(margin, marginDecimals)));
    setToolTip(accessibleName());
    update();
}

void IntervalAxis::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    const double left = side;
    const double span = std::min(width(), widest) - 2 * side;
    const auto at = [&](double v) { return axis_.at(v, left, span); };

    painter.fillRect(
        QRectF(at(axis_.band->first), 2, at(axis_.band->second) - at(axis_.band->first), axisY - 2), t.hover);
    painter.fillRect(QRectF(left, axisY, span + 1, 1), t.strong);
    painter.setFont(Theme::font(TextSize::tick));
    painter.setPen(t.text3);
    for (const double tick : axis_.ticks) {
        const double x = std::round(at(tick));
        painter.fillRect(QRectF(x, axisY, 1, 5), t.strong);
        painter.drawText(QRectF(x - 40, axisY + 5, 81, 14), Qt::AlignHCenter | Qt::AlignTop,
                         signedText(tick, tickDecimals_));
    }
    painter.fillRect(QRectF(std::round(at(0)), 0, 1, axisY), t.strong);

    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = tone_ == VerdictTone::cannotTell ? t.text2 : verdictColour(tone_, t);
    double busyTo = at(dot_.value) + 8;
    double busyFrom = at(dot_.value) - 8;
    if (dot_.low && dot_.high) {
        const double from = at(*dot_.low);
        const double to = at(*dot_.high);
        painter.setPen(QPen(colour, 3, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(from, barY), QPointF(to, barY));
        painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(from, barY - 6), QPointF(from, barY + 6));
        painter.drawLine(QPointF(to, barY - 6), QPointF(to, barY + 6));
        busyTo = std::max(busyTo, to);
        busyFrom = std::min(busyFrom, from);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QPointF(at(dot_.value), barY), 6, 6);

    // The margin is named where it hides nothing: right of everything, else left.
    const QFontMetrics metrics(Theme::font(TextSize::tick));
    const int needed = metrics.horizontalAdvance(marginText_) + 4;
    busyTo = std::max(busyTo, at(axis_.band->second));
    busyFrom = std::min(busyFrom, at(axis_.band->first));
    painter.setPen(t.text3);
    if (busyTo + 12 + needed <= width()) {
        painter.drawText(QRectF(busyTo + 12, barY - 8, needed, 16), Qt::AlignVCenter | Qt::AlignLeft,
                         marginText_);
    } else if (busyFrom - 12 - needed >= 0) {
        painter.drawText(QRectF(busyFrom - 12 - needed, barY - 8, needed, 16),
                         Qt::AlignVCenter | Qt::AlignRight, marginText_);
    }
}

} // namespace tiebreak::ui
