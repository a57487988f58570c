// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flow_layout.h"

#include <QWidget>

#include <algorithm>

namespace tiebreak::ui {

FlowLayout::FlowLayout(int gap, int lineGap, QWidget* parent)
    : QLayout(parent)
    , gap_(gap)
    , lineGap_(lineGap) {
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() {
    qDeleteAll(items_);
}

QLayoutItem* FlowLayout::takeAt(int index) {
    return index >= 0 && index < items_.size() ? items_.takeAt(index) : nullptr;
}

int FlowLayout::heightForWidth(int width) const {
    return layOut(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::sizeHint() const {
    int width = 0;
    int height = 0;
    for (const QLayoutItem* item : items_) {
        if (!item->isEmpty()) {
            width += item->sizeHint().width() + (width > 0 ? gap_ : 0);
            height = std::max(height, item->sizeHint().height());
        }
    }
    return {width, height};
}

QSize FlowLayout::minimumSize() const {
    QSize size;
    for (const QLayoutItem* item : items_) {
        if (!item->isEmpty()) {
            size = size.expandedTo(item->minimumSize());
        }
    }
    return size;
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    layOut(rect, true);
}

int FlowLayout::layOut(const QRect& rect, bool move) const {
    int y = rect.top();
    for (qsizetype from = 0; from < items_.size();) {
        int x = rect.left();
        int lineHeight = 0;
        qsizetype to = from;
        QList<int> lefts;
        for (; to < items_.size(); ++to) {
            const QSize size = items_[to]->isEmpty() ? QSize(0, 0) : items_[to]->sizeHint();
            if (x > rect.left() && size.width() > 0 && x + size.width() > rect.left() + rect.width()) {
                break;
            }
            lefts << x;
            x += size.width() > 0 ? size.width() + gap_ : 0;
            lineHeight = std::max(lineHeight, size.height());
        }
        for (qsizetype i = from; move && i < to; ++i) {
            if (!items_[i]->isEmpty()) {
                QSize size = items_[i]->sizeHint();
                const int room = rect.left() + rect.width() - lefts[i - from];
                size.setWidth(std::clamp(size.width(), std::min(room, items_[i]->minimumSize().width()),
                                         std::max(room, 1)));
                items_[i]->setGeometry(
                    QRect(QPoint(lefts[i - from], y + (lineHeight - size.height()) / 2), size));
            }
        }
        y += lineHeight + (lineHeight > 0 ? lineGap_ : 0);
        from = to;
    }
    return std::max(0, y - rect.top() - lineGap_);
}

} // namespace tiebreak::ui
