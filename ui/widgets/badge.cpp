// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/badge.h"

#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace tiebreak::ui {

namespace {

constexpr int iconSide = 12;

struct Colours {
    QColor ground;
    QColor ink;
};

Colours coloursOf(BadgeTone tone, const Tokens& t) {
    switch (tone) {
    case BadgeTone::ok:
        return {t.okGround, t.ok};
    case BadgeTone::warn:
        return {t.warnGround, t.warn};
    case BadgeTone::bad:
        return {t.badGround, t.bad};
    case BadgeTone::neutral:
        break;
    }
    return {t.hover, t.text2};
}

} // namespace

QSize badgeSize(const QString& text, bool icon) {
    const QFontMetrics metrics(Theme::font(TextSize::small));
    return {metrics.horizontalAdvance(text) + 12 + (icon ? iconSide + 4 : 0), 18};
}

void paintBadge(QPainter& painter, const QRect& box, const QString& text, BadgeTone tone, const Tokens& t,
                const QString& icon) {
    const Colours colours = coloursOf(tone, t);
    drawRounded(painter, box, colours.ground, {}, metric::chipRadius);
    QRect label = box.adjusted(6, 0, -6, 0);
    if (!icon.isEmpty()) {
        icons::paint(painter,
                     QRect(label.left(), box.top() + (box.height() - iconSide) / 2, iconSide, iconSide), icon,
                     colours.ink);
        label.setLeft(label.left() + iconSide + 4);
    }
    painter.save();
    painter.setFont(Theme::font(TextSize::small));
    painter.setPen(colours.ink);
    painter.drawText(label, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, label.width() + 1));
    painter.restore();
}

Badge::Badge(const QString& text, BadgeTone tone, const QString& icon, QWidget* parent)
    : QWidget(parent)
    , text_(text)
    , tone_(tone)
    , icon_(icon) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Badge::setText(const QString& text) {
    text_ = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Badge::setTone(BadgeTone tone) {
    tone_ = tone;
    update();
}

void Badge::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintBadge(painter, rect(), text_, tone_, tokens(), icon_);
}

} // namespace tiebreak::ui
