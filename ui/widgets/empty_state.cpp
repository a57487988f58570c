// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include "ui/theme/icon_set.h"
#include "ui/widgets/button.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int glyphSide = 28;
constexpr int widest = 420;

} // namespace

EmptyState::EmptyState(const QString& icon, const QString& what, const QString& why, Kind kind,
                       QWidget* parent)
    : Pane(&Tokens::content, {}, parent)
    , icon_(icon)
    , kind_(kind) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(0);
    column->addStretch(2);
    glyph_ = new QWidget;
    glyph_->setFixedSize(glyphSide, glyphSide);
    column->addWidget(glyph_, 0, Qt::AlignHCenter);
    column->addSpacing(12);
    what_ = new TextLabel(what, TextSize::title);
    what_->setAlignment(Qt::AlignHCenter);
    column->addWidget(what_);
    column->addSpacing(4);
    why_ = new TextLabel(why, TextSize::body, &Tokens::text2);
    why_->setAlignment(Qt::AlignHCenter);
    why_->setWordWrap(true);
    why_->setMinimumWidth(std::min(widest, 320));
    why_->setMaximumWidth(widest);
    auto* centred = new QHBoxLayout;
    centred->addStretch(1);
    centred->addWidget(why_, 4);
    centred->addStretch(1);
    column->addLayout(centred);
    column->addSpacing(16);
    actions_ = new QHBoxLayout;
    actions_->setSpacing(8);
    actions_->addStretch(1);
    actions_->addStretch(1);
    column->addLayout(actions_);
    column->addStretch(3);
    setAccessibleName(what);
    setAccessibleDescription(why);
}

void EmptyState::setTexts(const QString& what, const QString& why) {
    what_->setText(what);
    why_->setText(why);
    setAccessibleName(what);
    setAccessibleDescription(why);
}

Button* EmptyState::addAction(const QString& text, const QString& icon, bool quiet) {
    const bool main = !quiet && !hasMain_;
    hasMain_ = hasMain_ || main;
    auto* button = new Button(text, main ? ButtonKind::main : ButtonKind::raised);
    button->setIconName(icon);
    actions_->insertWidget(actions_->count() - 1, button);
    return button;
}

void EmptyState::paintEvent(QPaintEvent* event) {
    Pane::paintEvent(event);
    QPainter painter(this);
    const QRect box(glyph_->mapTo(this, QPoint()), glyph_->size());
    const QColor colour = kind_ == Kind::failed ? tokens().bad : tokens().text3;
    icons::paint(painter, box, icon_, colour);
}

} // namespace tiebreak::ui
