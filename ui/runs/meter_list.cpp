// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/meter_list.h"

#include "items/figures.h"
#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/text_label.h"

#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace tiebreak::ui {

namespace {

constexpr int nameWidth = 104;
constexpr int stripWidth = 122;
constexpr int stateWidth = 86;
constexpr int gap = 14;

struct Look {
    QString word;
    const char* icon;
    QColor Tokens::*ink;
};

Look lookOf(workbench::Meter::State state) {
    switch (state) {
    case workbench::Meter::State::fine:
        return {MeterList::tr("fine"), "check", &Tokens::ok};
    case workbench::Meter::State::watch:
        return {MeterList::tr("watch"), "mark-outlier", &Tokens::warn};
    case workbench::Meter::State::unknown:
        break;
    }
    return {MeterList::tr("unknown"), "question", &Tokens::text3};
}

} // namespace

MeterRow::MeterRow(const workbench::Meter& meter, QWidget* parent)
    : QWidget(parent)
    , meter_(meter) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const QString words =
        QStringLiteral("%1: %2").arg(items::shownLine(meter.name), items::shownLine(meter.text));
    setAccessibleName(QStringLiteral("%1; %2").arg(words, lookOf(meter.state).word));
    setToolTip(plainToolTip(words));
}

void MeterRow::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    QRect area = rect().adjusted(metric::paneLeft, 0, -metric::paneRight, 0);
    painter.setFont(Theme::font(TextSize::body));
    painter.setPen(t.text);
    painter.drawText(
        QRect(area.left(), 0, nameWidth, height()), Qt::AlignVCenter | Qt::AlignLeft,
        painter.fontMetrics().elidedText(items::shownLine(meter_.name), Qt::ElideRight, nameWidth));
    // In a narrow pane the strip gives way first: the words say the same.
    const bool strip = area.width() >= nameWidth + stripWidth + stateWidth + 2 * gap + 120;
    area.setLeft(area.left() + nameWidth + 6);
    if (strip) {
        paintStrip(painter, QRect(area.left(), 0, stripWidth, height()));
        area.setLeft(area.left() + stripWidth + gap);
    }
    const Look look = lookOf(meter_.state);
    const QRect state(area.right() - stateWidth + 1 + gap, 0, stateWidth - gap, height());
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(Theme::font(TextSize::small));
    painter.setPen(t.text2);
    const int room = state.left() - gap - area.left();
    painter.drawText(QRect(area.left(), 0, room, height()), Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(items::shownLine(meter_.text), Qt::ElideRight, room));
    icons::paint(painter, QRectF(state.left(), (height() - 13) / 2.0, 13, 13), QString::fromLatin1(look.icon),
                 t.*look.ink);
    painter.setPen(t.*look.ink);
    painter.drawText(state.adjusted(17, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, look.word);
}

void MeterRow::paintStrip(QPainter& painter, const QRect& box) const {
    const Tokens& t = tokens();
    const double span = meter_.scale_high - meter_.scale_low;
    const auto at = [&](double v) {
        const double share = span > 0 ? (v - meter_.scale_low) / span : 0.5;
        return box.left() + std::clamp(share, 0.0, 1.0) * box.width();
    };
    const double middle = box.center().y() + 0.5;
    painter.fillRect(QRectF(box.left(), middle - 1, box.width(), 2), t.rowLine);
    painter.fillRect(QRectF(at(meter_.band_low), middle - 6, at(meter_.band_high) - at(meter_.band_low), 12),
                     t.hover);
    if (meter_.scale_low < 0 && meter_.scale_high > 0) {
        painter.fillRect(QRectF(std::round(at(0)), middle - 8, 1, 16), t.strong);
    }
    if (!meter_.value || !std::isfinite(*meter_.value)) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = meter_.state == workbench::Meter::State::watch ? t.warn : t.text2;
    if (meter_.low && meter_.high) {
        painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(at(*meter_.low), middle), QPointF(at(*meter_.high), middle));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QPointF(std::clamp(at(*meter_.value), box.left() + 4.0, box.right() - 3.0), middle),
                        4, 4);
}

MeterList::MeterList(QWidget* parent)
    : Pane(&Tokens::content, {}, parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 8);
    column->setSpacing(0);
    column->addWidget(new SectionTitle(tr("What could mislead"), tr("grey band: harmless")));
    rows_ = new QVBoxLayout;
    rows_->setSpacing(0);
    column->addLayout(rows_);
    column->addStretch(1);
}

void MeterList::setMeters(const std::vector<workbench::Meter>& meters) {
    while (QLayoutItem* item = rows_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const workbench::Meter& meter : meters) {
        rows_->addWidget(new MeterRow(meter));
    }
}

} // namespace tiebreak::ui
