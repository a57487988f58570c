// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/judge_block.h"

#include "ui/compare/repeat_strip.h"
#include "ui/compare/safe_text_view.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace tiebreak::ui {

JudgeGrip::JudgeGrip(QWidget* parent)
    : QWidget(parent) {
    setFixedHeight(6);
    setCursor(Qt::SplitVCursor);
    setToolTip(tr("Drag to give the judge more or less room (Ctrl+Up, Ctrl+Down)"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void JudgeGrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), tokens().raised);
    painter.fillRect(QRect(0, 0, width(), 1), tokens().border);
}

void JudgeGrip::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton) {
        emit dragged(static_cast<int>(event->globalPosition().y()));
    }
}

JudgeBlock::JudgeBlock(QWidget* parent)
    : Pane(&Tokens::raised, {}, parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 0, 0, 0);
    column->setSpacing(0);
    auto* title = new QHBoxLayout;
    title->setSpacing(8);
    title->addWidget(new TextLabel(tr("Judge"), TextSize::bodyBold));
    order_ = new ElidedLabel({}, TextSize::small, &Tokens::text3);
    title->addWidget(order_, 1);
    column->addLayout(title);
    comments_ = new SafeTextView(tr("Judge's comments"));
    comments_->setGround(&Tokens::raised);
    comments_->setLineHeight(18);
    comments_->setParagraphs(6, 0);
    comments_->setTextMargins({0, 0, 8, 0});
    comments_->setMinimumHeight(18);
    column->addSpacing(3);
    column->addWidget(comments_, 1);
    repeats_ = new RepeatStrip;
    column->addWidget(repeats_);
}

void JudgeBlock::setWords(const ColumnWords& words, const items::ScoreScale& scale) {
    order_->setText(words.order);
    comments_->setAccessibleName(tr("Judge's comments on %1").arg(words.name));
    comments_->showText(std::make_shared<const items::SafeText>(words.comments));
    repeats_->setVisible(!words.repeatsText.isEmpty());
    repeats_->setRepeats(words.repeatsText, words.repeats, words.rangeText, words.slot, scale);
}

} // namespace tiebreak::ui
