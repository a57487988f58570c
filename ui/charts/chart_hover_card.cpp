// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_hover_card.h"

#include "ui/charts/chart_marks.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_cap.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <limits>

namespace tiebreak::ui {

namespace {

constexpr int shadow = 6; // room around the card
constexpr int inset = 12;
constexpr int markRoom = 20;
constexpr int columnGap = 16;
constexpr int mostWidth = 420;
constexpr int pointGap = 18; // from the point's centre to the card

QFontMetrics smallMetrics() {
    return QFontMetrics(Theme::font(TextSize::small));
}

int factHeight() {
    return smallMetrics().height() + 3;
}

} // namespace

ChartHoverCard::ChartHoverCard(QWidget* parent)
    : QWidget(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void ChartHoverCard::setPoint(int slot, const QString& name,
                              const std::vector<std::pair<QString, QString>>& facts, const QString& keyHint) {
    slot_ = slot;
    name_ = name;
    facts_ = facts;
    keyHint_ = keyHint;
    resize(sizeHint());
    update();
}

QString ChartHoverCard::text() const {
    QString all = name_;
    for (const auto& [label, value] : facts_) {
        all += QLatin1Char('\n') + label + QLatin1Char(' ') + value;
    }
    return all;
}

QSize ChartHoverCard::sizeHint() const {
    const QFontMetrics small = smallMetrics();
    int labels = 0;
    int values = 0;
    for (const auto& [label, value] : facts_) {
        labels = std::max(labels, small.horizontalAdvance(label));
        values = std::max(values, small.horizontalAdvance(value));
    }
    const QFontMetrics bold(Theme::font(TextSize::bodyBold));
    int width = std::max(markRoom + bold.horizontalAdvance(name_), labels + columnGap + values);
    if (!keyHint_.isEmpty()) {
        const int key = keyCapSize(keyCapText(QKeySequence(Qt::Key_Return))).width();
        width = std::max(width, key + 5 + small.horizontalAdvance(keyHint_));
    }
    width = std::min(mostWidth, width + 2);
    const int height =
        20 + 6 + static_cast<int>(facts_.size()) * factHeight() + (keyHint_.isEmpty() ? 0 : 24);
    return {width + 2 * (inset + shadow), height + 2 * (inset - 2) + 2 * shadow};
}

void ChartHoverCard::showBeside(const QPointF& point, const std::vector<QRectF>& avoid) {
    const QSize size = sizeHint();
    const QRect room = parentWidget()->rect();
    const int x = static_cast<int>(point.x());
    const int y = static_cast<int>(point.y());
    const int above = y - pointGap + shadow - size.height();
    const int below = y + pointGap - shadow;
    const int right = x + pointGap - shadow;
    const int left = x - pointGap + shadow - size.width();
    const QPoint wishes[] = {{x - size.width() / 3, above},  {x - size.width() / 2, above},
                             {x - size.width() + 40, above}, {x - 40, above},
                             {x - size.width() / 3, below},  {x - size.width() / 2, below},
                             {x - size.width() + 40, below}, {x - 40, below},
                             {right, y - size.height() / 2}, {left, y - size.height() / 2}};
    QRect best;
    double least = std::numeric_limits<double>::infinity();
    for (const QPoint& wish : wishes) {
        QRect box(wish, size);
        box.moveLeft(std::clamp(box.left(), 0, std::max(0, room.width() - size.width())));
        box.moveTop(std::clamp(box.top(), 0, std::max(0, room.height() - size.height())));
        const QRectF card = QRectF(box).adjusted(shadow, shadow, -shadow, -shadow);
        double covered = card.contains(point) ? 1e9 : 0;
        for (const QRectF& other : avoid) {
            const QRectF common = card.intersected(other);
            covered += common.width() * common.height();
        }
        if (covered < least) {
            least = covered;
            best = box;
        }
    }
    setGeometry(best);
    raise();
    show();
}

void ChartHoverCard::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect card = rect().adjusted(shadow, shadow, -shadow, -shadow);
    painter.setPen(Qt::NoPen);
    for (int i = shadow; i > 0; --i) {
        QColor shade = Qt::black;
        shade.setAlphaF(t.dark ? 0.06F : 0.022F);
        painter.setBrush(shade);
        painter.drawRoundedRect(card.adjusted(-i, -i + 2, i, i).intersected(rect()), metric::cardRadius + i,
                                metric::cardRadius + i);
    }
    painter.setPen(QPen(t.border, 1));
    painter.setBrush(t.content);
    painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), metric::cardRadius,
                            metric::cardRadius);

    int y = card.top() + inset - 2;
    const int left = card.left() + inset;
    const int right = card.right() - inset;
    paintLegendMark(painter, QRectF(left, y + 5, 10, 10), slot_, t);
    painter.setFont(Theme::font(TextSize::bodyBold));
    painter.setPen(t.text);
    const QRect nameBox(left + markRoom, y, right - left - markRoom + 1, 20);
    painter.drawText(nameBox, Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(name_, Qt::ElideMiddle, nameBox.width()));
    y += 20 + 6;

    painter.setFont(Theme::font(TextSize::small));
    int labels = 0;
    for (const auto& [label, value] : facts_) {
        labels = std::max(labels, painter.fontMetrics().horizontalAdvance(label));
    }
    for (const auto& [label, value] : facts_) {
        painter.setPen(t.text3);
        painter.drawText(QRect(left, y, labels, factHeight()), Qt::AlignVCenter | Qt::TextSingleLine, label);
        painter.setPen(t.text);
        const QRect box(left + labels + columnGap, y, right - left - labels - columnGap + 1, factHeight());
        painter.drawText(box, Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(value, Qt::ElideRight, box.width()));
        y += factHeight();
    }
    if (!keyHint_.isEmpty()) {
        y += 5;
        const QString key = keyCapText(QKeySequence(Qt::Key_Return));
        const QSize size = keyCapSize(key);
        paintKeyCap(painter, QRect(QPoint(left, y), size), key, t);
        painter.setFont(Theme::font(TextSize::small));
        painter.setPen(t.text2);
        painter.drawText(QRect(left + size.width() + 5, y, right - left, size.height()),
                         Qt::AlignVCenter | Qt::TextSingleLine, keyHint_);
    }
}

} // namespace tiebreak::ui
