// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/find_button.h"

#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_cap.h"

#include <QPainter>

namespace tiebreak::ui {

namespace {

constexpr int width248 = 248;
constexpr int outerMargin = 8;

} // namespace

FindButton::FindButton(QWidget* parent)
    : QAbstractButton(parent) {
    setText(tr("Find anything"));
    setAccessibleName(text());
    setAccessibleDescription(tr("Actions, places, items, models and runs; Ctrl+K"));
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setProperty("ownFocusRing", true);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize FindButton::sizeHint() const {
    return {width248 + outerMargin, metric::menuBar - 1};
}

void FindButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Tokens& t = tokens();
    const QRect field(0, (height() - metric::controlInStrip) / 2, width() - outerMargin,
                      metric::controlInStrip);
    drawRounded(painter, field, t.content,
                hasFocus()     ? t.accent
                : underMouse() ? t.strong
                               : t.border,
                metric::controlRadius);
    if (hasFocus()) {
        drawRounded(painter, field.adjusted(1, 1, -1, -1), {}, t.accent, metric::controlRadius - 1);
    }
    icons::paint(painter, QRect(field.left() + 9, field.center().y() - 6, 14, 14), QStringLiteral("search"),
                 t.text2);
    painter.setFont(Theme::font(TextSize::small));
    painter.setPen(t.text3);
    painter.drawText(field.adjusted(30, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
    const QString cap = keyCapText(QKeySequence(Qt::CTRL | Qt::Key_K));
    const QSize size = keyCapSize(cap);
    paintKeyCap(
        painter,
        QRect(QPoint(field.right() - size.width() - 3, field.top() + (field.height() - size.height()) / 2),
              size),
        cap, t);
}

} // namespace tiebreak::ui
