// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/axis_ticks.h"

#include "ui/theme/theme.h"
#include "ui/widgets/wording.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QScrollBar>

#include <cmath>

namespace tiebreak::ui {

AxisTicks::AxisTicks(QHeaderView* header, int column)
    : QWidget(header->viewport())
    , header_(header)
    , column_(column) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    connect(header, &QHeaderView::sectionResized, this, &AxisTicks::follow);
    connect(header, &QHeaderView::sectionMoved, this, &AxisTicks::follow);
    connect(header, &QHeaderView::geometriesChanged, this, &AxisTicks::follow);
    connect(header, &QHeaderView::sectionCountChanged, this, &AxisTicks::follow);
    header->viewport()->installEventFilter(this);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    follow();
}

void AxisTicks::setAxis(const DotAxis& axis) {
    axis_ = axis;
    follow();
    update();
}

bool AxisTicks::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::Paint) {
        follow(); // scrolling sideways tells nobody else
    }
    return QWidget::eventFilter(watched, event);
}

void AxisTicks::follow() {
    const bool there = column_ < header_->count() && !header_->isSectionHidden(column_);
    const QRect wanted = there ? QRect(header_->sectionViewportPosition(column_), 0,
                                       header_->sectionSize(column_), header_->height() - 1)
                               : QRect();
    if (wanted != geometry()) {
        setGeometry(wanted);
    }
    setVisible(there);
}

void AxisTicks::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.fillRect(rect(), t.raised);
    painter.setFont(Theme::font(TextSize::small));
    painter.setPen(t.text3);
    const double step = axis_.ticks.size() > 1 ? axis_.ticks[1] - axis_.ticks[0] : 1;
    const int decimals = step >= 1 ? 0 : step >= 0.1 ? 1 : 2;
    double free = 0;
    for (const double tick : axis_.ticks) {
        const QString text = numberText(tick, decimals);
        const double half = painter.fontMetrics().horizontalAdvance(text) / 2.0;
        const double x = axis_.at(tick, 10, width() - 20); // as paintDotWhisker places it
        if (x - half >= free && x + half <= width()) {
            painter.drawText(QRectF(x - half - 1, 0, 2 * half + 2, height()), Qt::AlignCenter, text);
            free = x + half + 6;
        }
    }
}

} // namespace tiebreak::ui
