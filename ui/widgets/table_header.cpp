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
    const auto* view = qobject_cast<const QAbstractItemView*>(parentWidget());
    const auto* dots =
        view ? qobject_cast<const DotWhiskerDelegate*>(view->itemDelegateForColumn(logicalIndex)) : nullptr;
    if (dots) {
        paintAxisTicks(*painter, rect, dots->axis(), tokens());
    }
}

} // namespace tiebreak::ui
