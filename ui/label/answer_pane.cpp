// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/answer_pane.h"

#include "ui/compare/safe_text_view.h"
#include "ui/label/answer_key.h"
#include "ui/theme/style.h"

#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr int side = 22;
constexpr int lineHeight = 24;
constexpr int leastStacked = 2 * lineHeight;
constexpr int mostStacked = 8 * lineHeight;

/// "1" on a quiet ground: which answer this is.
class Number : public QWidget {
public:
    explicit Number(int number) {
        setFixedSize(26, 26);
        setAccessibleName(AnswerPane::tr("Answer %1").arg(number));
        text_ = QString::number(number);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        drawRounded(painter, rect(), tokens().hover, QColor(), metric::controlRadius);
        painter.setFont(Theme::font(TextSize::title));
        painter.setPen(tokens().text);
        painter.drawText(rect(), Qt::AlignCenter, text_);
    }

private:
    QString text_;
};

} // namespace

AnswerPane::AnswerPane(int number, QWidget* parent)
    : Pane(&Tokens::content, {}, parent)
    , text_(new SafeTextView(tr("Answer %1").arg(number)))
    , key_(new AnswerKey(QString::number(number), {}, AnswerKey::Kind::answer)) {
    setObjectName(QStringLiteral("answer%1").arg(number));
    text_->setObjectName(QStringLiteral("answerText%1").arg(number));
    key_->setObjectName(QStringLiteral("answerKey%1").arg(number));
    text_->setFont(Theme::font(TextSize::reading));
    text_->setLineHeight(lineHeight);
    text_->setFocusShown(true);
    text_->setTextMargins({0, 0, 6, 0});
    text_->setMinimumHeight(leastStacked);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(side, 16, side - 4, 16);
    column->setSpacing(12);
    column->addWidget(new Number(number));
    column->addWidget(text_, 1);
    auto* line = new QHBoxLayout;
    line->setContentsMargins(0, 0, 4, 0);
    line->addWidget(key_);
    column->addLayout(line);
}

void AnswerPane::showAnswer(const std::shared_ptr<const items::SafeText>& text) {
    text_->showText(std::const_pointer_cast<items::SafeText>(text));
}

void AnswerPane::fit(bool stacked) {
    if (stacked) {
        text_->setFixedHeight(std::clamp(text_->textHeight() + 4, leastStacked, mostStacked));
    } else if (stacked_) {
        text_->setMinimumHeight(leastStacked);
        text_->setMaximumHeight(QWIDGETSIZE_MAX);
    }
    if (stacked != stacked_) {
        stacked_ = stacked;
        setDivided(divided_);
    }
}

void AnswerPane::setDivided(bool divided) {
    divided_ = divided;
    setHairlines(!divided ? Qt::Edges() : stacked_ ? Qt::Edges(Qt::TopEdge) : Qt::Edges(Qt::LeftEdge));
}

void AnswerPane::setKeyShown(bool shown) {
    key_->setVisible(shown);
}

} // namespace tiebreak::ui
