// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette_rows.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_cap.h"

#include <QPainter>
#include <QTextLayout>

namespace tiebreak::ui {

namespace {

constexpr int left = 15;
constexpr int textLeft = 40;
constexpr int right = 14;

/// One line with the spans in bold, elided to `width`; gives the width it took.
qreal paintMatch(QPainter& painter, const QRect& area, const QString& title, const QString& needle,
                 const QList<MatchSpan>& spans, const QFont& font) {
    QFont bold = font;
    bold.setBold(true);
    // Bold is wider: measured with it, so that the ellipsis comes early rather than late.
    const QString text = needle.isEmpty() && spans.isEmpty()
                             ? QFontMetrics(font).elidedText(title, Qt::ElideRight, area.width())
                             : QFontMetrics(bold).elidedText(title, Qt::ElideRight, area.width());
    QTextLayout layout(text, font);
    QList<QTextLayout::FormatRange> formats;
    QList<MatchSpan> bolds = spans;
    if (bolds.isEmpty()) {
        if (const auto match = matchText(needle, title)) {
            bolds = match->spans;
        }
    }
    for (const MatchSpan& span : bolds) {
        QTextLayout::FormatRange range;
        range.start = span.start;
        range.length = span.length;
        range.format.setFont(bold);
        formats << range;
    }
    layout.setFormats(formats);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(area.width() * 2);
    layout.endLayout();
    layout.draw(&painter, QPointF(area.left(), area.top() + (area.height() - line.height()) / 2));
    return line.naturalTextWidth();
}

} // namespace

void PaletteRows::setAnswer(const Locator::Answer& answer) {
    beginResetModel();
    rows_.clear();
    for (const Locator::Answer::Group& group : answer.groups) {
        rows_ << Row{group.title, {}};
        for (const LocatorEntry& entry : group.entries) {
            rows_ << Row{{}, entry};
        }
    }
    endResetModel();
}

const LocatorEntry* PaletteRows::entry(const QModelIndex& index) const {
    if (!index.isValid() || !rows_[index.row()].heading.isEmpty()) {
        return nullptr;
    }
    return &rows_[index.row()].entry;
}

int PaletteRows::nextEntry(int row, int step) const {
    while (row >= 0 && row < rows_.size() && !rows_[row].heading.isEmpty()) {
        row += step;
    }
    return row >= 0 && row < rows_.size() ? row : -1;
}

int PaletteRows::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant PaletteRows::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const Row& row = rows_[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return row.heading.isEmpty() ? row.entry.title : row.heading;
    case Qt::AccessibleTextRole:
        return row.heading.isEmpty()
                   ? QStringLiteral("%1 %2").arg(row.entry.title, row.entry.detail).trimmed()
                   : row.heading;
    default:
        return {};
    }
}

Qt::ItemFlags PaletteRows::flags(const QModelIndex& index) const {
    return entry(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    const Tokens& t = tokens();
    const auto* rows = static_cast<const PaletteRows*>(index.model());
    const QRect& r = option.rect;
    const LocatorEntry* entry = rows->entry(index);
    painter->save();
    if (!entry) {
        painter->setFont(Theme::font(TextSize::small));
        painter->setPen(t.text3);
        painter->drawText(r.adjusted(left, 4, -right, 0),
                          Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, index.data().toString());
        painter->restore();
        return;
    }
    const bool selected = option.state & QStyle::State_Selected;
    if (selected) {
        painter->fillRect(r, t.selection);
        painter->fillRect(QRect(r.left(), r.top(), metric::selectionBar, r.height()), t.accent);
    } else if (option.state & QStyle::State_MouseOver) {
        painter->fillRect(r, t.hover);
    }
    entry->icon.paint(painter, QRect(r.left() + left - 1, r.top() + (r.height() - metric::icon) / 2,
                                     metric::icon, metric::icon));

    int rightEdge = r.right() - right;
    const QString cap =
        selected && entry->shortcut.isEmpty() ? PaletteDelegate::tr("Enter") : entry->shortcut;
    if (!cap.isEmpty()) {
        const QSize size = keyCapSize(cap);
        rightEdge -= size.width();
        paintKeyCap(*painter, QRect(QPoint(rightEdge + 1, r.top() + (r.height() - size.height()) / 2), size),
                    cap, t);
        rightEdge -= 8;
    }
    painter->setPen(t.text);
    const QFont body = Theme::font(TextSize::body);
    const QFontMetrics small(Theme::font(TextSize::small));
    // The detail keeps up to a third of the line; the title elides first only beyond that.
    const int room = rightEdge - (r.left() + textLeft);
    const int detailWidth =
        entry->detail.isEmpty() ? 0 : std::min(small.horizontalAdvance(entry->detail) + 10, room / 3);
    const QRect title(r.left() + textLeft, r.top(), room - detailWidth, r.height());
    const qreal used = paintMatch(*painter, title, entry->title, needle_, entry->spans, body);
    if (detailWidth > 0) {
        const int from = title.left() + static_cast<int>(std::ceil(used)) + 10;
        painter->setFont(Theme::font(TextSize::small));
        painter->setPen(t.text3);
        painter->drawText(QRect(from, r.top(), rightEdge - from, r.height()),
                          Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                          small.elidedText(entry->detail, Qt::ElideRight, rightEdge - from));
    }
    painter->restore();
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {option.rect.width(), metric::paletteRow};
}

} // namespace tiebreak::ui
