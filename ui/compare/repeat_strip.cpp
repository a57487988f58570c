// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/repeat_strip.h"

#include "ui/theme/candidate_mark.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int side = 10;
constexpr int lineFrom = 61;
constexpr int lineLength = 84;
constexpr int dot = 8;

} // namespace

RepeatStrip::RepeatStrip(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RepeatStrip::setRepeats(const QString& words, const QVector<double>& scores, const QString& range,
                             int slot, const items::ScoreScale& scale) {
    words_ = words;
    scores_ = scores;
    range_ = range;
    slot_ = slot;
    scale_ = scale;
    setAccessibleName(range.isEmpty() ? words : tr("%1, scores %2").arg(words, range));
    update();
}

void RepeatStrip::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.setFont(Theme::font(TextSize::small));
    painter.setPen(t.text2);
    const int wordsWidth = painter.fontMetrics().horizontalAdvance(words_);
    painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft, words_);
    if (scores_.isEmpty()) {
        return;
    }
    const int from = std::max(lineFrom, wordsWidth + 12);
    const int rangeWidth = painter.fontMetrics().horizontalAdvance(range_);
    const int length = std::min(lineLength, width() - from - rangeWidth - 2 * side - 2);
    const int middle = height() / 2;
    if (length >= 24) {
        painter.fillRect(QRect(from, middle, length, 1), t.border);
        const double span = std::max(scale_.high - scale_.low, 1e-9);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(t.raised, 1)); // a halo keeps dots apart where scores nearly meet
        painter.setBrush(t.candidate(slot_));
        for (const double score : scores_) {
            const double share = std::clamp((score - scale_.low) / span, 0.0, 1.0);
            painter.drawEllipse(QPointF(from + share * length, middle + 0.5), dot / 2.0, dot / 2.0);
        }
    }
    painter.setPen(t.text2);
    painter.drawText(QRect(length >= 24 ? from + length + 13 : from, 0, rangeWidth + 2, height()),
                     Qt::AlignVCenter | Qt::AlignLeft, range_);
}

} // namespace tiebreak::ui
