// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/column_header.h"

#include "items/compare_list_model.h"
#include "ui/compare/item_marks.h"
#include "ui/theme/candidate_mark.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/key_cap.h"
#include "ui/widgets/mark.h"
#include "ui/widgets/text_label.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace tiebreak::ui {

namespace {

constexpr int side = 10;
constexpr int shape = 11;

} // namespace

ColumnHeader::ColumnHeader(QWidget* parent)
    : QWidget(parent) {
    setFixedHeight(fixedHeight);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ColumnHeader::setWords(const ColumnWords& words, int key, bool comparedTo) {
    words_ = words;
    key_ = key;
    comparedTo_ = comparedTo;
    setAccessibleName(tr("Column %1: %2").arg(key).arg(words.description()));
    update();
}

void ColumnHeader::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.fillRect(rect(), t.content);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.border);

    const QString keyText = QString::number(key_);
    const QSize cap = keyCapSize(keyText);
    int x = side;
    paintKeyCap(painter, QRect(QPoint(x, 17 - cap.height() / 2), cap), keyText, t);
    x += cap.width() + 8;
    if (words_.slot != blindSlot) {
        paintCandidateMark(painter, QRectF(x, 17 - shape / 2.0, shape, shape), words_.slot, t);
        x += shape + 8;
    }
    painter.setFont(Theme::font(TextSize::bodyBold));
    painter.setPen(t.text);
    const int room = width() - x - side;
    painter.drawText(QRect(x, 7, room, 20), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(words_.name, Qt::ElideMiddle, room));

    int right = width() - side;
    for (const MarkKind kind : marksOf(words_.marks)) {
        paintMark(painter, QRect(right - markSide, 33, markSide, markSide), kind, t);
        right -= markSide + 4;
    }

    x = side;
    if (!words_.score.isEmpty()) {
        painter.setFont(Theme::font(TextSize::score));
        painter.setPen(words_.score == QStringLiteral("–") ? t.text3 : t.text);
        painter.drawText(QRect(x, 28, width(), 27), Qt::AlignVCenter | Qt::AlignLeft, words_.score);
        x += painter.fontMetrics().horizontalAdvance(words_.score) + 8;
    }
    const auto badge = [&](const QString& text, BadgeTone tone, const QString& icon = {}) {
        const QSize size = badgeSize(text, !icon.isEmpty());
        if (x + size.width() <= right) {
            paintBadge(painter, QRect(QPoint(x, 33), size), text, tone, t, icon);
            x += size.width() + 4;
        }
    };
    if (words_.baseline) {
        badge(tr("baseline"), BadgeTone::neutral, QStringLiteral("pin"));
    }
    if (!words_.difference.isEmpty()) {
        badge(words_.difference, BadgeTone::neutral);
    }
    if (comparedTo_) {
        badge(tr("diff against this"), BadgeTone::neutral);
    }
}

void ColumnHeader::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        emit pressed();
    }
    QWidget::mousePressEvent(event);
}

bool ColumnHeader::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), plainToolTip(words_.description()), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace tiebreak::ui
