// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evalsets/length_histogram.h"

#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace tiebreak::ui {

LengthHistogram::LengthHistogram(QWidget* parent)
    : QWidget(parent) {
    setAccessibleName(tr("Lengths of the items"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void LengthHistogram::setLengths(std::vector<int> words) {
    counts_.fill(0);
    if (!words.empty()) {
        std::ranges::sort(words);
        const int high = words[words.size() * 9 / 10];
        binWidth_ = std::max(1, (high + bins - 1) / bins);
        for (const int count : words) {
            ++counts_[static_cast<std::size_t>(std::min(bins - 1, count / binWidth_))];
        }
        setAccessibleDescription(
            tr("%1 items, half of them up to %2 words").arg(words.size()).arg(words[words.size() / 2]));
    }
    update();
}

void LengthHistogram::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Tokens& tokens = Theme::instance().tokens();
    painter.setFont(Theme::font(TextSize::tick));
    const int line = painter.fontMetrics().height();
    const QRect area = rect().adjusted(0, line, 0, -line - 4);
    const int most = std::max(1, *std::ranges::max_element(counts_));
    const double step = static_cast<double>(area.width()) / bins;
    for (int i = 0; i < bins; ++i) {
        const int count = counts_[static_cast<std::size_t>(i)];
        const int height = area.height() * count / most;
        const QRect bar(static_cast<int>(area.left() + i * step) + 1, area.bottom() - height,
                        static_cast<int>(step) - 2, height);
        QColor fill = tokens.accent;
        fill.setAlphaF(0.75F);
        painter.fillRect(bar, fill);
        if (count > 0) {
            painter.setPen(tokens.text2);
            painter.drawText(QRect(bar.left() - 10, bar.top() - line, bar.width() + 20, line),
                             Qt::AlignCenter, QString::number(count));
        }
    }
    painter.setPen(tokens.strong);
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    painter.setPen(tokens.text3);
    const QRect scale(area.left(), area.bottom() + 4, area.width(), line);
    painter.drawText(scale, Qt::AlignLeft, QStringLiteral("0"));
    painter.drawText(scale, Qt::AlignHCenter, tr("%1 words").arg(binWidth_ * bins / 2));
    painter.drawText(scale, Qt::AlignRight, tr("%1 +").arg(binWidth_ * (bins - 1)));
}

} // namespace tiebreak::ui
