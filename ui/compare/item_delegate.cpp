// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/item_delegate.h"

#include "items/safe_text.h"
#include "ui/compare/item_marks.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/score_chip.h"
#include "ui/widgets/text_label.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int left = 12;
constexpr int right = 11;
/// Longer ids would take the titles' room: then all rows show their place in the eval set.
constexpr std::size_t longestLabel = 5;
constexpr int chipGap = 3;
constexpr int markGap = 3;

} // namespace

ItemDelegate::ItemDelegate(const items::CompareListModel& model, QObject* parent)
    : QStyledItemDelegate(parent)
    , model_(model) {}

void ItemDelegate::setCandidates(const std::vector<int>& candidates) {
    candidates_ = candidates;
}

void ItemDelegate::measure() {
    const workbench::CompareIndex* index = model_.index();
    labelWidth_ = 22;
    chipWidth_ = scoreChipWidth(QString());
    if (!index) {
        return;
    }
    byPosition_ = std::ranges::any_of(
        index->rows, [](const workbench::CompareRow& row) { return row.label.size() > longestLabel; });
    qsizetype longest = QString::number(index->rows.size()).size();
    for (const workbench::CompareRow& row : index->rows) {
        longest = byPosition_ ? longest : std::max(longest, static_cast<qsizetype>(row.label.size()));
    }
    const QFontMetrics small(Theme::font(TextSize::small));
    labelWidth_ = std::max(22, static_cast<int>(longest) * small.horizontalAdvance(QLatin1Char('0')));
    double lowest = 0;
    double highest = 0;
    for (const workbench::CompareRow& row : index->rows) {
        for (const std::optional<double>& score : row.scores) {
            lowest = std::min(lowest, score.value_or(0));
            highest = std::max(highest, score.value_or(0));
        }
    }
    for (const double end : {lowest, highest}) {
        chipWidth_ = std::max(chipWidth_, scoreChipWidth(items::scoreText(end, model_.scale())));
    }
}

QSize ItemDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {200, rowHeight};
}

void ItemDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    const Tokens& t = tokens();
    const QRect& r = option.rect;
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = option.state & QStyle::State_MouseOver;
    painter->fillRect(r, selected ? t.selection : hovered ? t.hover : t.content);
    painter->fillRect(QRect(r.left(), r.bottom(), r.width(), 1), t.rowLine);
    if (selected) {
        painter->fillRect(QRect(r.left(), r.top(), metric::selectionBar, r.height()), t.accent);
    }

    const workbench::CompareRow& row = model_.row(index.row());
    painter->save();
    painter->setFont(Theme::font(TextSize::small));
    painter->setPen(selected ? t.text2 : t.text3);
    const QRect label(r.left() + left, r.top() + 4, labelWidth_, 18);
    const QString number = byPosition_ ? QString::number(row.position + 1) : items::safeLine(row.label);
    painter->drawText(label, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(number, Qt::ElideMiddle, labelWidth_));
    painter->setFont(Theme::font(TextSize::body));
    painter->setPen(t.text);
    const QRect title(label.right() + 8, r.top() + 3, r.right() - right - label.right() - 8, 19);
    painter->drawText(
        title, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, title.width()));

    const int y = r.top() + 23;
    int end = r.right() + 1 - right;
    const bool scored = model_.index()->judging.stored() && !model_.isBlind();
    const int chips = scored ? static_cast<int>(candidates_.size()) * (chipWidth_ + chipGap) : 0;
    // Scores line up whatever the marks; the weightiest mark is always there, more where they fit.
    const int fitting = std::max(1, (end - r.left() - left - chips) / (markSide + markGap));
    QVector<MarkKind> kinds = marksOf(model_.isBlind() ? blindMarks(row.marks) : row.marks);
    kinds.resize(std::min<qsizetype>(kinds.size(), fitting));
    for (const MarkKind kind : kinds) {
        paintMark(*painter, QRect(end - markSide, y, markSide, markSide), kind, t);
        end -= markSide + markGap;
    }
    if (!scored) {
        painter->setFont(Theme::font(TextSize::small));
        painter->setPen(t.text3);
        const QRect box(r.left() + left, y, end - r.left() - left, 18);
        painter->drawText(
            box, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
            painter->fontMetrics().elidedText(items::safeLine(row.category), Qt::ElideRight, box.width()));
    }
    int x = r.left() + left;
    for (const int candidate : scored ? candidates_ : std::vector<int>()) {
        if (x + chipWidth_ > end) {
            break;
        }
        const auto at = static_cast<std::size_t>(candidate);
        if (at < row.scores.size()) {
            paintScoreChip(*painter, QRect(x, y, chipWidth_, scoreChipHeight),
                           model_.index()->candidates[at].slot,
                           items::scoreText(row.scores[at], model_.scale()), t);
        }
        x += chipWidth_ + chipGap;
    }
    painter->restore();
    if (option.state & QStyle::State_HasFocus) {
        drawInnerFocus(*painter, r, t);
    }
}

bool ItemDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem&,
                             const QModelIndex& index) {
    if (event->type() != QEvent::ToolTip || !index.isValid()) {
        return false;
    }
    QToolTip::showText(event->globalPos(), plainToolTip(index.data(Qt::AccessibleTextRole).toString()), view);
    return true;
}

} // namespace tiebreak::ui
