// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/score_chip.h"

#include "ui/theme/candidate_mark.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace tiebreak::ui {

namespace {

constexpr int narrowest = 38;
constexpr int shape = 9;

} // namespace

int scoreChipWidth(const QString& score) {
    const QFontMetrics metrics(Theme::font(TextSize::small));
    return std::max(narrowest, 6 + shape + 6 + metrics.horizontalAdvance(score) + 5);
}

void paintScoreChip(QPainter& painter, const QRect& box, int slot, const QString& score, const Tokens& t) {
    drawRounded(painter, box, t.content, t.border, metric::chipRadius);
    const QRectF mark(box.left() + 5.5, box.top() + (box.height() - shape) / 2.0, shape, shape);
    paintCandidateMark(painter, mark, slot, t);
    painter.save();
    painter.setFont(Theme::font(TextSize::small));
    painter.setPen(t.text);
    painter.drawText(box.adjusted(0, 0, -5, 0), Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                     score);
    painter.restore();
}

ScoreChip::ScoreChip(int slot, const QString& score, const QString& candidate, QWidget* parent)
    : QWidget(parent)
    , slot_(slot)
    , candidate_(candidate) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setScore(score);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ScoreChip::setScore(const QString& score) {
    score_ = score;
    setAccessibleName(tr("%1: %2").arg(candidate_, score));
    updateGeometry();
    update();
}

void ScoreChip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintScoreChip(painter, rect(), slot_, score_, tokens());
}

} // namespace tiebreak::ui
