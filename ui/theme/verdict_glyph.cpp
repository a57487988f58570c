// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/verdict_glyph.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace tiebreak::ui {

QColor verdictColour(VerdictTone tone, const Tokens& t) {
    switch (tone) {
    case VerdictTone::better:
        return t.ok;
    case VerdictTone::worse:
        return t.bad;
    case VerdictTone::cannotTell:
        break;
    }
    return t.text3;
}

void paintVerdictGlyph(QPainter& painter, const QRectF& box, VerdictTone tone, const Tokens& t) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = verdictColour(tone, t);
    if (tone == VerdictTone::cannotTell) {
        QFont font = Theme::font(TextSize::small);
        font.setPixelSize(std::max(9, static_cast<int>(box.height() * 1.25)));
        painter.setFont(font);
        painter.setPen(colour);
        painter.drawText(box.adjusted(-8, -8, 8, 8), Qt::AlignCenter, QStringLiteral("?"));
    } else {
        const qreal half = box.width() / 2;
        const qreal rise = half * 0.86 * (tone == VerdictTone::better ? -1 : 1);
        const QPointF c = box.center();
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawPolygon(
            QPolygonF{c + QPointF(0, rise), c + QPointF(half, -rise), c + QPointF(-half, -rise)});
    }
    painter.restore();
}

QString verdictWord(VerdictTone tone) {
    switch (tone) {
    case VerdictTone::better:
        return QCoreApplication::translate("Verdict", "better");
    case VerdictTone::worse:
        return QCoreApplication::translate("Verdict", "worse");
    case VerdictTone::cannotTell:
        break;
    }
    return QCoreApplication::translate("Verdict", "cannot tell");
}

} // namespace tiebreak::ui
