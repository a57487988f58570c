// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_header.h"

#include "ui/theme/theme.h"
#include "ui/widgets/dot_whisker.h"

#include <QAbstractItemView>
#include <QPainter>

namespace tiebreak::ui {

TableHeader::TableHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent) {
    setFont(Theme::font(TextSize::small));
    setSectionsClickable(true);
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const {
    painter->save();
    QHeaderView::paintSection(painter, rect, logicalIndex);
    painter->restore();
    if (const DotWhiskerDelegate* dots = dotsOf(logicalIndex)) {
        paintAxisTicks(*painter, rect, dots->axis(), tokens());
    }
}

void TableHeader::initStyleOptionForIndex(QStyleOptionHeader* option, int logicalIndex) const {
    QHeaderView::initStyleOptionForIndex(option, logicalIndex);
    if (dotsOf(logicalIndex)) {
        option->text.clear(); // the axis' numbers stand there; the title is for the choice of columns
    }
}

const DotWhiskerDelegate* TableHeader::dotsOf(int logicalIndex) const {
    const auto* view = qobject_cast<const QAbstractItemView*>(parentWidget());
    return view ? qobject_cast<const DotWhiskerDelegate*>(view->itemDelegateForColumn(logicalIndex))
                : nullptr;
}

} // namespace tiebreak::ui
