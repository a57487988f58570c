// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/cost_scale.h"

#include "ui/theme/theme.h"
#include "ui/widgets/wording.h"

#include <QPainter>

#include <algorithm>

namespace tiebreak::ui {

CostScale::CostScale(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Expected cost and cap"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CostScale::setCost(double spent, double low, double high, std::optional<double> cap) {
    spent_ = spent;
    low_ = low;
    high_ = std::max(low, high);
    cap_ = cap;
    setAccessibleDescription(
        cap ? tr("%1 to %2 expected, stops at %3").arg(moneyText(low_), moneyText(high_), moneyText(*cap))
            : tr("%1 to %2 expected, no cap").arg(moneyText(low_), moneyText(high_)));
    update();
}

void CostScale::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Tokens& t = tokens();
    painter.setFont(Theme::font(TextSize::tick));
    const double most = std::max({spent_ + high_, cap_.value_or(0), 1e-9}) * 1.25;
    const auto at = [&](double dollars) { return static_cast<int>(width() * dollars / most); };
    const QRect bar(0, 8, width(), 7);
    painter.fillRect(bar, t.hover);
    const bool over = cap_ && spent_ + high_ > *cap_;
    if (spent_ > 0) {
        painter.fillRect(QRect(0, bar.top(), at(spent_), bar.height()), t.strong);
    }
    const int left = at(spent_ + low_);
    const QRect stretch(left, bar.top(), std::max(3, at(spent_ + high_) - left), bar.height());
    painter.fillRect(stretch, over ? t.warn : t.accent);
    const int line = bar.bottom() + 4;
    const int height = painter.fontMetrics().height();
    const QString expected = tr("expected");
    const int wide = painter.fontMetrics().horizontalAdvance(expected);
    const int x = std::clamp(stretch.center().x() - wide / 2, 0, std::max(0, width() - wide));
    painter.setPen(t.text3);
    painter.drawText(QRect(x, line, wide + 2, height), Qt::AlignLeft, expected);
    if (cap_) {
        const int mark = std::min(width() - 2, at(*cap_));
        painter.fillRect(QRect(mark, 2, 2, 19), t.text);
        const QString text = tr("cap %1").arg(moneyText(*cap_));
        const int capWide = painter.fontMetrics().horizontalAdvance(text);
        int capX = std::clamp(mark - capWide / 2, 0, std::max(0, width() - capWide));
        if (capX < x + wide + 8 && capX + capWide > x - 8) { // the two would touch
            capX = mark > stretch.center().x() ? std::min(width() - capWide, x + wide + 8)
                                               : std::max(0, x - 8 - capWide);
        }
        painter.setPen(t.text2);
        painter.drawText(QRect(capX, line, capWide + 2, height), Qt::AlignLeft, text);
    }
}

} // namespace tiebreak::ui
