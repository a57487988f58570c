// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/progress_strip.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/wording.h"

#include <QPainter>
#include <QPainterPath>

namespace tiebreak::ui {

void paintProgress(QPainter& painter, const QRect& box, double share, bool done, const Tokens& t) {
    constexpr int height = 6;
    const QRect track(box.left(), box.top() + (box.height() - height) / 2, box.width(), height);
    drawRounded(painter, track, t.hover, t.border, height / 2.0);
    const QColor colour = done ? t.ok : t.accent;
    const int filled = qRound(track.width() * std::clamp(share, 0.0, 1.0));
    if (filled > 0) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        QPainterPath rounded;
        rounded.addRoundedRect(track, height / 2.0, height / 2.0);
        painter.setClipPath(rounded);
        painter.fillRect(QRect(track.left(), track.top(), filled, height), colour);
        painter.restore();
    }
}

ProgressStrip::ProgressStrip(const QString& accessibleName, QWidget* parent)
    : QWidget(parent) {
    setAccessibleName(accessibleName);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ProgressStrip::setProgress(qint64 done, qint64 total) {
    done_ = done;
    total_ = total;
    setAccessibleDescription(tr("%1 of %2").arg(countText(done), countText(total)));
    update();
}

void ProgressStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const double share = total_ > 0 ? static_cast<double>(done_) / static_cast<double>(total_) : 0;
    paintProgress(painter, rect(), share, total_ > 0 && done_ >= total_, tokens());
}

} // namespace tiebreak::ui
