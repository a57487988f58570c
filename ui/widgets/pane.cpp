// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pane.h"

#include <QPainter>

namespace tiebreak::ui {

Pane::Pane(QColor Tokens::*ground, Qt::Edges hairlines, QWidget* parent)
    : QWidget(parent)
    , ground_(ground)
    , hairlines_(hairlines) {
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    setHairlines(hairlines);
}

void Pane::setGround(QColor Tokens::*ground) {
    ground_ = ground;
    update();
}

void Pane::setHairlines(Qt::Edges edges) {
    hairlines_ = edges;
    // The layout keeps off the lines, or a child's ground would cover them.
    setContentsMargins(edges & Qt::LeftEdge ? 1 : 0, edges & Qt::TopEdge ? 1 : 0,
                       edges & Qt::RightEdge ? 1 : 0, edges & Qt::BottomEdge ? 1 : 0);
    update();
}

void Pane::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), tokens().*ground_);
    const QColor line = tokens().border;
    if (hairlines_ & Qt::LeftEdge) {
        painter.fillRect(0, 0, 1, height(), line);
    }
    if (hairlines_ & Qt::RightEdge) {
        painter.fillRect(width() - 1, 0, 1, height(), line);
    }
    if (hairlines_ & Qt::TopEdge) {
        painter.fillRect(0, 0, width(), 1, line);
    }
    if (hairlines_ & Qt::BottomEdge) {
        painter.fillRect(0, height() - 1, width(), 1, line);
    }
}

Hairline::Hairline(Qt::Orientation orientation, QWidget* parent)
    : QWidget(parent) {
    if (orientation == Qt::Horizontal) {
        setFixedHeight(1);
    } else {
        setFixedWidth(1);
    }
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Hairline::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), tokens().border);
}

} // namespace tiebreak::ui
