// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/mark.h"

#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace tiebreak::ui {

namespace {

constexpr MarkKind all[] = {MarkKind::tie,    MarkKind::flips,  MarkKind::rerunsDiffer, MarkKind::outlier,
                            MarkKind::leaked, MarkKind::empty,  MarkKind::loop,         MarkKind::failed,
                            MarkKind::unread, MarkKind::markup, MarkKind::note};
constexpr int wordGap = 5;
constexpr int entryGap = 12;
constexpr int lineHeight = 22;

QString shortWord(MarkKind kind) {
    switch (kind) {
    case MarkKind::flips:
        return Mark::tr("flips");
    case MarkKind::empty:
        return Mark::tr("empty");
    case MarkKind::unread:
        return Mark::tr("not read");
    case MarkKind::leaked:
        return Mark::tr("leaked");
    case MarkKind::markup:
        return Mark::tr("template");
    case MarkKind::note:
        return Mark::tr("note");
    default:
        return markWord(kind);
    }
}

/// Where each entry of a legend goes within `width`.
QVector<QPoint> layOut(const QVector<MarkKind>& kinds, int width) {
    const QFontMetrics metrics(Theme::font(TextSize::small));
    QVector<QPoint> places;
    QPoint at;
    for (const MarkKind kind : kinds) {
        const int needed = markSide + wordGap + metrics.horizontalAdvance(shortWord(kind));
        if (at.x() > 0 && at.x() + needed > width) {
            at = QPoint(0, at.y() + lineHeight);
        }
        places << at;
        at.rx() += needed + entryGap;
    }
    return places;
}

} // namespace

std::span<const MarkKind> allMarks() {
    return all;
}

QString markWord(MarkKind kind) {
    switch (kind) {
    case MarkKind::tie:
        return Mark::tr("tie");
    case MarkKind::flips:
        return Mark::tr("flips on swap");
    case MarkKind::rerunsDiffer:
        return Mark::tr("reruns differ");
    case MarkKind::outlier:
        return Mark::tr("outlier");
    case MarkKind::leaked:
        return Mark::tr("in training data");
    case MarkKind::empty:
        return Mark::tr("empty answer");
    case MarkKind::loop:
        return Mark::tr("loop");
    case MarkKind::failed:
        return Mark::tr("failed");
    case MarkKind::unread:
        return Mark::tr("verdict not read");
    case MarkKind::markup:
        return Mark::tr("template leaked");
    case MarkKind::note:
        return Mark::tr("has a note");
    }
    return {};
}

QString markIcon(MarkKind kind) {
    switch (kind) {
    case MarkKind::tie:
        return QStringLiteral("mark-tie");
    case MarkKind::flips:
        return QStringLiteral("mark-flips");
    case MarkKind::rerunsDiffer:
        return QStringLiteral("mark-reruns");
    case MarkKind::outlier:
        return QStringLiteral("mark-outlier");
    case MarkKind::leaked:
        return QStringLiteral("mark-leaked");
    case MarkKind::empty:
        return QStringLiteral("mark-empty");
    case MarkKind::loop:
        return QStringLiteral("mark-loop");
    case MarkKind::failed:
        return QStringLiteral("mark-failed");
    case MarkKind::unread:
        return QStringLiteral("mark-unread");
    case MarkKind::markup:
        return QStringLiteral("warning");
    case MarkKind::note:
        return QStringLiteral("person");
    }
    return {};
}

void paintMark(QPainter& painter, const QRect& box, MarkKind kind, const Tokens& t) {
    const bool tie = kind == MarkKind::tie || kind == MarkKind::note; // nothing to warn of
    const bool failed = kind == MarkKind::failed;
    const QColor ground = tie ? t.content : failed ? t.badGround : t.warnGround;
    const QColor ink = tie ? t.text2 : failed ? t.bad : t.warn;
    drawRounded(painter, box, ground, tie ? t.border : ink, metric::chipRadius);
    icons::paint(painter, box.adjusted(1, 1, -1, -1), markIcon(kind), ink);
}

Mark::Mark(MarkKind kind, QWidget* parent)
    : QWidget(parent)
    , kind_(kind) {
    setFixedSize(markSide, markSide);
    setToolTip(markWord(kind));
    setAccessibleName(markWord(kind));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Mark::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintMark(painter, rect(), kind_, tokens());
}

MarkLegend::MarkLegend(std::span<const MarkKind> kinds, QWidget* parent)
    : QWidget(parent)
    , kinds_(kinds.begin(), kinds.end()) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    QStringList words;
    for (const MarkKind kind : kinds) {
        words << markWord(kind);
    }
    setAccessibleName(tr("Marks: %1").arg(words.join(QStringLiteral(", "))));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

int MarkLegend::heightForWidth(int width) const {
    const QVector<QPoint> places = layOut(kinds_, width);
    return places.isEmpty() ? 0 : places.back().y() + markSide + 1;
}

void MarkLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(Theme::font(TextSize::small));
    const QVector<QPoint> places = layOut(kinds_, width());
    for (qsizetype i = 0; i < kinds_.size(); ++i) {
        const QRect box(places[i], QSize(markSide, markSide));
        paintMark(painter, box, kinds_[i], tokens());
        painter.setPen(tokens().text2);
        painter.drawText(QRect(box.right() + 1 + wordGap, box.top(), width(), box.height()),
                         Qt::AlignVCenter | Qt::AlignLeft, shortWord(kinds_[i]));
    }
}

} // namespace tiebreak::ui
