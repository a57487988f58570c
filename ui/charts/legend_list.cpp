// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/legend_list.h"

#include "ui/charts/chart_marks.h"
#include "ui/theme/candidate_mark.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/wording.h"

#include <QPainter>

namespace tiebreak::ui {

namespace {

constexpr int rowHeight = 24;
constexpr int mostRows = 32; // beyond, hovering the points tells more than a list

} // namespace

LegendList::LegendList(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Legend"));
}

void LegendList::setEntries(std::vector<LegendEntry> entries, bool withCounts) {
    entries_ = std::move(entries);
    withCounts_ = withCounts;
    QStringList words;
    for (const LegendEntry& entry : entries_) {
        words << tr("%1: %2, %3").arg(candidateMarkName(entry.slot), entry.text, countText(entry.count));
    }
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

int LegendList::shown() const {
    return std::min(static_cast<int>(entries_.size()), mostRows);
}

QSize LegendList::sizeHint() const {
    const bool more = static_cast<int>(entries_.size()) > mostRows;
    return {200, rowHeight * (shown() + (more ? 1 : 0))};
}

void LegendList::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::font(TextSize::body));
    const int left = metric::paneLeft;
    const int right = width() - metric::paneRight;
    const int countWidth = withCounts_ ? 44 : 0;
    for (int i = 0; i < shown(); ++i) {
        const LegendEntry& entry = entries_[static_cast<std::size_t>(i)];
        const int y = i * rowHeight;
        paintLegendMark(painter, QRectF(left, y + (rowHeight - 10) / 2.0, 10, 10), entry.slot, t);
        const QRect box(left + 20, y, right - left - 20 - countWidth, rowHeight);
        painter.setPen(t.text);
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(entry.text, Qt::ElideMiddle, box.width()));
        if (withCounts_) {
            painter.setPen(t.text3);
            painter.drawText(QRect(right - countWidth, y, countWidth, rowHeight),
                             Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, countText(entry.count));
        }
    }
    if (static_cast<int>(entries_.size()) > mostRows) {
        painter.setPen(t.text3);
        painter.drawText(QRect(left + 20, mostRows * rowHeight, right - left, rowHeight),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         tr("and %1 more").arg(countText(static_cast<qint64>(entries_.size()) - mostRows)));
    }
}

} // namespace tiebreak::ui
