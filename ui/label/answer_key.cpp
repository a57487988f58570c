// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/answer_key.h"

#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_cap.h"
#include "ui/widgets/text_label.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int keyHeight = 38;
constexpr int side = 12;
constexpr int gap = 10;

/// Answer keys have larger caps than buttons elsewhere: they are what the hand looks for.
QSize capSize(const QString& key) {
    const QSize usual = keyCapSize(key);
    return {std::max(usual.width() + 4, 21), 20};
}

} // namespace

AnswerKey::AnswerKey(const QString& key, const QString& text, Kind kind, QWidget* parent)
    : QPushButton(text, parent)
    , key_(key)
    , kind_(kind) {
    setAutoDefault(false);
    setFocusPolicy(Qt::TabFocus); // a click gives a verdict; the keys stay with the card
    setSizePolicy(kind == Kind::answer ? QSizePolicy::Expanding : QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCursor(Qt::ArrowCursor);
}

void AnswerKey::setKey(const QString& key) {
    key_ = key;
    updateGeometry();
    update();
}

void AnswerKey::setPicked(bool picked) {
    picked_ = picked;
    update();
}

QSize AnswerKey::sizeHint() const {
    return {2 * side + capSize(key_).width() + gap + fontMetrics().horizontalAdvance(text()) + 2, keyHeight};
}

QSize AnswerKey::minimumSizeHint() const {
    return kind_ == Kind::quiet ? sizeHint() : QSize(2 * side + capSize(key_).width() + gap + 60, keyHeight);
}

bool AnswerKey::event(QEvent* event) {
    // Space presses the button that has the focus, as everywhere, though it also skips a card.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier) {
            event->accept();
            return true;
        }
    }
    return QPushButton::event(event);
}

void AnswerKey::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    const bool accent = kind_ == Kind::answer;
    QColor fill = accent ? t.accentGround : t.content;
    if (picked_ || isDown()) {
        fill = t.selection;
    } else if (underMouse() && isEnabled()) {
        fill = accent ? blend(t.accentGround, t.accent, 0.08) : t.hover;
    }
    drawRounded(painter, rect(), fill, accent && isEnabled() ? t.accent : t.border, metric::controlRadius);
    const QSize cap = capSize(key_);
    const QRect box(QPoint(side, (QWidget::height() - cap.height()) / 2), cap);
    painter.setOpacity(isEnabled() ? 1.0 : 0.6);
    paintKeyCap(painter, box, key_, t, accent ? KeyCapGround::accent : KeyCapGround::plain);
    painter.setOpacity(1.0);
    const QRect words(box.right() + gap, 0, width() - box.right() - gap - side, QWidget::height());
    painter.setPen(!isEnabled() ? palette().color(QPalette::Disabled, QPalette::ButtonText)
                   : accent     ? t.accent
                                : t.text);
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                     fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
}

} // namespace tiebreak::ui
