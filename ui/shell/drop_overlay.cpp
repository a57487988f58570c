// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/drop_overlay.h"

#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace tiebreak::ui {

DropOverlay::DropOverlay(QWidget* window)
    : QWidget(window) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setObjectName(QStringLiteral("dropOverlay"));
    hide();
}

void DropOverlay::showOver(int files) {
    text_ = files == 1 ? tr("Let go to open or import this file. A preview comes first.")
                       : tr("Let go to import %1 files. A preview comes first.").arg(files);
    setAccessibleName(text_);
    setGeometry(parentWidget()->rect());
    show();
    raise();
}

void DropOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = tokens();
    QColor veil = t.content;
    veil.setAlphaF(0.88F);
    painter.fillRect(rect(), veil);
    painter.setPen(QPen(t.accent, 2, Qt::DashLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(16, 16, -16, -16), metric::cardRadius,
                            metric::cardRadius);
    const QPoint middle = rect().center();
    icons::paint(painter, QRect(middle.x() - 14, middle.y() - 40, 28, 28), QStringLiteral("download"),
                 t.accent);
    painter.setFont(Theme::font(TextSize::title));
    painter.setPen(t.text);
    painter.drawText(QRect(0, middle.y(), width(), 28), Qt::AlignCenter, text_);
}

} // namespace tiebreak::ui
