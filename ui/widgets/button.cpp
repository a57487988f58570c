// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/button.h"

#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_cap.h"

#include <QAction>
#include <QMenu>
#include <QPainter>
#include <QShortcut>
#include <QStyleOptionButton>

namespace tiebreak::ui {

namespace {

constexpr int side = 10;
constexpr int gap = 8;

} // namespace

Button::Button(const QString& text, ButtonKind kind, QWidget* parent)
    : QPushButton(text, parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAutoDefault(false);
    setKind(kind);
}

Button* Button::iconOnly(const QString& icon, const QString& name, ButtonKind kind, QWidget* parent) {
    auto* button = new Button(QString(), kind, parent);
    button->setIconName(icon);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

void Button::setKind(ButtonKind kind) {
    kind_ = kind;
    const char* name = kind == ButtonKind::main ? "main" : kind == ButtonKind::flat ? "flat" : "raised";
    setProperty(buttonKindProperty, QString::fromLatin1(name));
    update();
}

void Button::setIconName(const QString& name) {
    iconName_ = name;
    updateGeometry();
    update();
}

void Button::setKeyCap(const QString& text) {
    keyCap_ = text;
    updateGeometry();
    update();
}

void Button::setKeyCapAlways(bool always) {
    keyCapAlways_ = always;
    updateGeometry();
    update();
}

bool Button::showsKeyCap() const {
    return !keyCap_.isEmpty() && (keyCapAlways_ || keyCapsShown());
}

void Button::setKey(const QKeySequence& keys) {
    setKeyCap(keyCapText(keys));
    auto* shortcut = new QShortcut(keys, this);
    connect(shortcut, &QShortcut::activated, this, [this] { click(); });
}

void Button::setInStrip(bool inStrip) {
    inStrip_ = inStrip;
    setFont(Theme::font(inStrip ? TextSize::small : TextSize::body));
    updateGeometry();
}

void Button::setInk(QColor Tokens::*ink) {
    ink_ = ink;
    update();
}

void Button::followAction(QAction* action) {
    const auto sync = [this, action] {
        setText(action->text());
        setEnabled(action->isEnabled());
        setVisible(action->isVisible());
        setCheckable(action->isCheckable());
        setChecked(action->isChecked());
        setToolTip(action->toolTip() == action->text() ? QString() : action->toolTip());
        setKeyCap(keyCapText(action->shortcut()));
    };
    sync();
    connect(action, &QAction::changed, this, sync);
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
}

QSize Button::sizeHint() const {
    const int height = inStrip_ ? metric::controlInStrip : metric::control;
    if (text().isEmpty() && !showsKeyCap()) {
        return {height + (menu() ? 14 : 0), height};
    }
    int width = 2 * side;
    if (!iconName_.isEmpty()) {
        width += metric::icon + (text().isEmpty() ? 0 : gap);
    }
    width += fontMetrics().size(Qt::TextShowMnemonic, text()).width();
    if (showsKeyCap()) {
        width += gap + keyCapSize(keyCap_).width() - 3;
    }
    if (menu()) {
        width += 18;
    }
    return {width, height};
}

QColor Button::ink() const {
    const Tokens& t = tokens();
    if (!isEnabled()) {
        return palette().color(QPalette::Disabled, QPalette::ButtonText);
    }
    if (kind_ == ButtonKind::main) {
        return t.onAccent;
    }
    if (ink_ && !isChecked()) {
        return t.*ink_;
    }
    return isChecked() ? t.accent : kind_ == ButtonKind::flat ? t.text2 : t.text;
}

void Button::paintEvent(QPaintEvent*) {
    QStyleOptionButton option;
    initStyleOption(&option);
    QPainter painter(this);
    style()->drawPrimitive(QStyle::PE_PanelButtonCommand, &option, &painter, this);

    const QColor colour = ink();
    if (text().isEmpty() && !showsKeyCap() && !menu()) {
        QRect box(0, 0, metric::icon, metric::icon);
        box.moveCenter(rect().center());
        icons::paint(painter, box, iconName_, colour);
        return;
    }
    // What is laid out left to right keeps its own width; a wider button centres the lot.
    int left = std::max(side, (width() - sizeHint().width()) / 2 + side);
    if (!iconName_.isEmpty()) {
        const QRect box(left, (height() - metric::icon) / 2, metric::icon, metric::icon);
        icons::paint(painter, box, iconName_, colour);
        left += metric::icon + gap;
    }
    painter.setPen(colour);
    const int textWidth = fontMetrics().size(Qt::TextShowMnemonic, text()).width();
    painter.drawText(QRect(left, 0, textWidth + 1, height()),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic | Qt::TextHideMnemonic, text());
    left += textWidth;
    if (showsKeyCap()) {
        const QSize cap = keyCapSize(keyCap_);
        const QRect box(QPoint(left + gap, (height() - cap.height()) / 2), cap);
        const KeyCapGround ground = kind_ == ButtonKind::main && isEnabled() ? KeyCapGround::main
                                    : isChecked()                            ? KeyCapGround::accent
                                                                             : KeyCapGround::plain;
        painter.setOpacity(isEnabled() ? 1.0 : 0.6);
        paintKeyCap(painter, box, keyCap_, tokens(), ground);
        painter.setOpacity(1.0);
    }
    if (menu()) {
        QRect arrow(width() - side - 12, (height() - 12) / 2 + 1, 12, 12);
        icons::paint(painter, arrow, QStringLiteral("chevron-down"), colour);
    }
}

} // namespace tiebreak::ui
