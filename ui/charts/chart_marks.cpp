// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_marks.h"

#include "ui/charts/loss_score_view.h"
#include "ui/theme/candidate_mark.h"

#include <QPainter>

namespace tiebreak::ui {

void paintChartMark(QPainter& painter, const QPointF& at, int slot, bool faded, const Tokens& t) {
    painter.save();
    if (faded) {
        painter.setOpacity(0.35);
    }
    const double size = slot < 0 ? 7 : chartMarkSize;
    painter.setPen(QPen(t.content, 2 * chartMarkHalo, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    painter.setBrush(t.content);
    painter.drawPath(candidateShape(slot, size).translated(at));
    painter.restore();
    painter.save();
    if (faded) {
        painter.setOpacity(0.35);
    }
    QRectF box(0, 0, size, size);
    box.moveCenter(at);
    paintCandidateMark(painter, box, slot, t);
    painter.restore();
}

void paintAccentMark(QPainter& painter, const QPointF& at, const Tokens& t) {
    painter.save();
    painter.setPen(QPen(t.content, 2 * chartMarkHalo));
    painter.setBrush(t.accent);
    painter.drawEllipse(at, chartMarkSize / 2 + chartMarkHalo, chartMarkSize / 2 + chartMarkHalo);
    painter.restore();
}

void paintLegendMark(QPainter& painter, const QRectF& box, int slot, const Tokens& t) {
    if (slot == accentSlot) {
        paintAccentMark(painter, box.center(), t);
    } else {
        paintCandidateMark(painter, box, slot, t);
    }
}

} // namespace tiebreak::ui
