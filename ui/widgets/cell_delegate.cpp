// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cell_delegate.h"

#include "items/roles.h"
#include "ui/theme/candidate_mark.h"
#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/progress_strip.h"
#include "ui/widgets/score_chip.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/wording.h"

#include <QPainter>

namespace tiebreak::ui {

namespace {

constexpr int markSide = 9;
constexpr int markGap = 7;
constexpr int longestText = 300;

/// One line of display text; long answers are cut before they are measured.
QString oneLine(const QVariant& value) {
    QString text = value.toString().left(longestText);
    for (QChar& c : text) {
        if (c == QLatin1Char('\n') || c == QLatin1Char('\r') || c == QLatin1Char('\t') ||
            c == QChar::LineSeparator || c == QChar::ParagraphSeparator) {
            c = QLatin1Char(' ');
        }
    }
    return text;
}

BadgeTone badgeTone(int tone) {
    switch (static_cast<items::Tone>(tone)) {
    case items::Tone::ok:
        return BadgeTone::ok;
    case items::Tone::warn:
        return BadgeTone::warn;
    case items::Tone::bad:
        return BadgeTone::bad;
    default:
        return BadgeTone::neutral;
    }
}

QColor toneGround(int tone, const Tokens& t) {
    switch (static_cast<items::Tone>(tone)) {
    case items::Tone::ok:
        return t.okGround;
    case items::Tone::warn:
        return t.warnGround;
    case items::Tone::bad:
        return t.badGround;
    default:
        return t.hover;
    }
}

bool rowHovered(const QStyleOptionViewItem& option, const QModelIndex& index) {
    const auto* table = qobject_cast<const TableView*>(option.widget);
    return table ? table->hoveredRow() == index.row() : bool(option.state & QStyle::State_MouseOver);
}

} // namespace

void paintCellGround(QPainter& painter, const QStyleOptionViewItem& given, const QModelIndex& index) {
    QStyleOptionViewItem option = given;
    option.state.setFlag(QStyle::State_MouseOver, rowHovered(given, index));
    const QVariant ground = index.data(Qt::BackgroundRole);
    option.backgroundBrush = ground.isValid() ? ground.value<QBrush>() : QBrush();
    const QStyle* style = option.widget ? option.widget->style() : nullptr;
    if (style) {
        style->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, &painter, option.widget);
    }
    const QRect& r = option.rect;
    const QVariant tone = index.data(items::groundRole);
    if (tone.isValid() && !(option.state & QStyle::State_Selected)) {
        painter.fillRect(r, toneGround(tone.toInt(), tokens()));
    }
    painter.fillRect(QRect(r.left(), r.bottom(), r.width(), 1), tokens().rowLine);
    const auto* table = qobject_cast<const TableView*>(option.widget);
    if (table && table->columnLines()) {
        painter.fillRect(QRect(r.right(), r.top(), 1, r.height()), tokens().rowLine);
    }
}

QRect cellContents(const QStyleOptionViewItem& option, const QModelIndex& index) {
    const auto* table = qobject_cast<const TableView*>(option.widget);
    return option.rect.marginsRemoved(table ? table->cellMargins(index.column())
                                            : QMargins(metric::cell, 0, metric::cell, 1));
}

QColor toneColour(const QModelIndex& index, const Tokens& t) {
    const QVariant tone = index.data(items::toneRole);
    if (!tone.isValid()) {
        return t.text;
    }
    switch (static_cast<items::Tone>(tone.toInt())) {
    case items::Tone::normal:
        break;
    case items::Tone::secondary:
        return t.text2;
    case items::Tone::hint:
        return t.text3;
    case items::Tone::accent:
        return t.accent;
    case items::Tone::ok:
        return t.ok;
    case items::Tone::warn:
        return t.warn;
    case items::Tone::bad:
        return t.bad;
    }
    return t.text;
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    const Tokens& t = tokens();
    paintCellGround(*painter, option, index);
    QRect area = cellContents(option, index);

    const QVariant check = index.data(Qt::CheckStateRole);
    if (check.isValid()) {
        QStyleOptionViewItem box(option);
        box.rect = QRect(area.left(), area.top(), 16, area.height());
        box.state.setFlag(QStyle::State_On, check.toInt() == Qt::Checked);
        box.state.setFlag(QStyle::State_NoChange, check.toInt() == Qt::PartiallyChecked);
        option.widget->style()->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &box, painter,
                                              option.widget);
        area.setLeft(area.left() + 16 + markGap);
    }
    const QVariant slot = index.data(items::slotRole);
    if (slot.isValid()) {
        paintCandidateMark(
            *painter, QRectF(area.left(), area.top() + (area.height() - markSide) / 2.0, markSide, markSide),
            slot.toInt(), t);
        area.setLeft(area.left() + markSide + markGap);
    }
    const QColor ink = option.state & QStyle::State_Enabled
                           ? toneColour(index, t)
                           : option.palette.color(QPalette::Disabled, QPalette::Text);
    const QString glyph = index.data(items::glyphRole).toString();
    if (!glyph.isEmpty()) {
        constexpr int side = 13;
        icons::paint(*painter, QRect(area.left(), area.top() + (area.height() - side) / 2, side, side), glyph,
                     ink);
        area.setLeft(area.left() + side + markGap - 1);
    }

    painter->save();
    const QVariant font = index.data(Qt::FontRole);
    QFont face = font.isValid() ? font.value<QFont>() : option.font;
    if (index.data(items::boldRole).toBool()) {
        face.setBold(true);
    }
    face.setItalic(index.data(items::italicRole).toBool());
    painter->setFont(face);
    painter->setPen(ink);

    const QVariant total = index.data(items::totalRole);
    if (total.isValid()) {
        // The words keep a column of their own, so that bars begin and end in line.
        const qint64 done = index.data(items::doneRole).toLongLong();
        const QString words = QStringLiteral("%1 / %2").arg(countText(done), countText(total.toLongLong()));
        const QString widest = QStringLiteral("%1 / %1").arg(countText(total.toLongLong()));
        const int width = painter->fontMetrics().horizontalAdvance(widest);
        const double share = total.toLongLong() > 0 ? double(done) / total.toDouble() : 0;
        paintProgress(*painter, area.adjusted(0, 0, -width - 12, 0), share, done >= total.toLongLong(), t);
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignRight, words);
        painter->restore();
        return;
    }

    const QString text = oneLine(index.data(Qt::DisplayRole));
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    const int horizontal =
        (alignment.isValid() ? alignment.toInt() : int(Qt::AlignLeft)) & Qt::AlignHorizontal_Mask;
    painter->drawText(area,
                      Qt::AlignVCenter | Qt::TextSingleLine | (horizontal ? horizontal : int(Qt::AlignLeft)),
                      painter->fontMetrics().elidedText(text, option.textElideMode, area.width()));
    int left = area.left() + (text.isEmpty() ? 0 : painter->fontMetrics().horizontalAdvance(text) + 8);
    painter->restore();

    const QVariantList badges = index.data(items::badgesRole).toList();
    for (const QVariant& each : badges) {
        const QVariantMap badge = each.toMap();
        const QString word = badge.value(QStringLiteral("text")).toString();
        const QString icon = badge.value(QStringLiteral("icon")).toString();
        const QSize size = badgeSize(word, !icon.isEmpty());
        if (left + size.width() > area.right() + 1) {
            break;
        }
        paintBadge(*painter, QRect(QPoint(left, area.top() + (area.height() - size.height()) / 2), size),
                   word, badgeTone(badge.value(QStringLiteral("tone")).toInt()), t, icon);
        left += size.width() + 6;
    }
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QString text = oneLine(index.data(Qt::DisplayRole));
    int width = QFontMetrics(option.font).horizontalAdvance(text) + 2 * metric::cell;
    if (index.data(items::slotRole).isValid()) {
        width += markSide + markGap;
    }
    return {width, metric::row};
}

void ScoreChipDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    paintCellGround(*painter, option, index);
    const QString score = index.data(Qt::DisplayRole).toString();
    if (score.isEmpty()) {
        return;
    }
    const QVariant slot = index.data(items::slotRole);
    const int width = scoreChipWidth(score);
    const QRect area = cellContents(option, index);
    const QRect box(area.right() - width + 1, area.top() + (area.height() - scoreChipHeight) / 2, width,
                    scoreChipHeight);
    paintScoreChip(*painter, box, slot.isValid() ? slot.toInt() : -1, score, tokens());
}

} // namespace tiebreak::ui
