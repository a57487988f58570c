// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/start_card.h"

#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/button.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int pictureHeight = 118;
constexpr int inner = 19;

} // namespace

StartCard::StartCard(const Texts& texts, CardPicture picture, bool main, QWidget* parent)
    : QAbstractButton(parent)
    , texts_(texts)
    , picture_(picture) {
    setText(texts.title);
    setAccessibleName(texts.title);
    setAccessibleDescription(QStringLiteral("%1 %2").arg(texts.body, texts.hint));
    setProperty("ownFocusRing", true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(304);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(ringMargin + inner, ringMargin + pictureHeight + 15, ringMargin + inner,
                               ringMargin + 16);
    column->setSpacing(0);
    auto* title = new TextLabel(texts.title, TextSize::title);
    title->setContentsMargins(27, 0, 0, 0);
    column->addWidget(title);
    column->addSpacing(5);
    auto* body = new TextLabel(texts.body, TextSize::body, &Tokens::text2);
    body->setWordWrap(true);
    column->addWidget(body);
    column->addStretch(1);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(8);
    auto* button = new Button(texts.button, main ? ButtonKind::main : ButtonKind::raised);
    button->setKeyCap(texts.key);
    // The card has the focus for both.
    button->setFocusPolicy(Qt::NoFocus);
    connect(button, &Button::clicked, this, [this] { click(); });
    foot->addWidget(button);
    foot->addStretch(1);
    foot->addWidget(new TextLabel(texts.hint, TextSize::small, &Tokens::text3));
    column->addLayout(foot);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StartCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = tokens();
    const QRect card = rect().adjusted(ringMargin, ringMargin, -ringMargin, -ringMargin);
    drawRounded(painter, card, t.content, underMouse() ? t.strong : t.border, metric::cardRadius);

    QPainterPath corners;
    corners.addRoundedRect(QRectF(card).adjusted(1, 1, -1, -1), metric::cardRadius - 1,
                           metric::cardRadius - 1);
    const QRect picture(card.left() + 1, card.top() + 1, card.width() - 2, pictureHeight - 1);
    painter.save();
    painter.setClipPath(corners);
    painter.fillRect(picture, t.raised);
    painter.restore();
    painter.fillRect(QRect(picture.left(), picture.bottom() + 1, picture.width(), 1), t.border);
    paintCardPicture(painter, picture, picture_, t);
    icons::paint(painter, QRect(card.left() + inner, card.top() + pictureHeight + 16, 18, 18), texts_.icon,
                 t.accent);

    if (hasFocus()) {
        painter.setPen(QPen(t.accent, metric::focusRing));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), metric::cardRadius + 3,
                                metric::cardRadius + 3);
        painter.setPen(QPen(t.accent, 1));
        painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), metric::cardRadius,
                                metric::cardRadius);
    }
}

void StartCard::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        click();
        return;
    case Qt::Key_Right:
    case Qt::Key_Down:
        focusNextChild();
        return;
    case Qt::Key_Left:
    case Qt::Key_Up:
        focusPreviousChild();
        return;
    default:
        QAbstractButton::keyPressEvent(event);
    }
}

} // namespace tiebreak::ui
