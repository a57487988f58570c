// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/answer_column.h"

#include "ui/compare/column_header.h"
#include "ui/compare/judge_block.h"
#include "ui/compare/safe_text_view.h"
#include "ui/theme/style.h"
#include "ui/widgets/button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wording.h"

#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int footerHeight = 28;
constexpr int answerLine = 20;

} // namespace

/// Over all parts of the column, so that the ring runs around them; lets the mouse through.
class AnswerColumn::Ring : public QWidget {
public:
    explicit Ring(QWidget* parent)
        : QWidget(parent) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setAttribute(Qt::WA_NoSystemBackground);
        setFocusPolicy(Qt::NoFocus);
    }
    Marking marking = Marking::none;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        if (marking == Marking::focused) {
            drawInnerFocus(painter, rect(), tokens());
        } else if (marking == Marking::current) {
            painter.fillRect(QRect(0, 0, width(), metric::focusRing), tokens().accent);
        }
    }
};

AnswerColumn::AnswerColumn(QWidget* parent)
    : Pane(&Tokens::content, {}, parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    header_ = new ColumnHeader;
    column->addWidget(header_);

    answer_ = new SafeTextView(tr("Answer"));
    answer_->setTextMargins({10, 10, 10, 10});
    answer_->setLineHeight(answerLine);
    answer_->setMinimumHeight(3 * answerLine);
    column->addWidget(answer_, 1);

    rest_ = new Pane(&Tokens::raised, Qt::TopEdge);
    auto* rest = new QHBoxLayout(rest_);
    rest->setContentsMargins(10, 4, 10, 4);
    restWords_ = new TextLabel({}, TextSize::small, &Tokens::text2);
    rest->addWidget(restWords_, 1);
    auto* all = new Button(tr("Show all"));
    all->setInStrip(true);
    rest->addWidget(all);
    rest_->hide();
    column->addWidget(rest_);

    grip_ = new JudgeGrip;
    judge_ = new JudgeBlock;
    column->addWidget(grip_);
    column->addWidget(judge_);
    auto* foot = new Pane(&Tokens::raised, Qt::TopEdge);
    foot->setFixedHeight(footerHeight);
    auto* line = new QHBoxLayout(foot);
    line->setContentsMargins(10, 0, 10, 0);
    footer_ = new ElidedLabel({}, TextSize::small, &Tokens::text2);
    line->addWidget(footer_);
    column->addWidget(foot);

    ring_ = new Ring(this);
    ring_->raise();

    connect(header_, &ColumnHeader::pressed, this, &AnswerColumn::focusWanted);
    connect(answer_, &SafeTextView::focused, this, &AnswerColumn::focusWanted);
    connect(judge_->comments(), &SafeTextView::focused, this, &AnswerColumn::focusWanted);
    connect(grip_, &JudgeGrip::dragged, this, &AnswerColumn::gripDragged);
    connect(all, &QPushButton::clicked, this, &AnswerColumn::allWanted);
}

void AnswerColumn::showColumn(const ColumnWords& words, const PreparedAnswer& answer, int key,
                              bool comparedTo, bool judged, const items::ScoreScale& scale) {
    words_ = words;
    header_->setWords(words, key, comparedTo);
    answer_->setAccessibleName(tr("Answer of %1").arg(words.name));
    const bool cut = answer.text && answer.text->cut;
    if (cut) {
        const auto kilobytes = [](std::size_t bytes) { return countText(static_cast<qint64>(bytes / 1024)); };
        restWords_->setText(
            tr("First %1 of %2 KB").arg(kilobytes(answer.text->shown), kilobytes(answer.text->bytes)));
    }
    rest_->setVisible(cut);
    if (answer.asMarkdown) {
        answer_->showMarkdown(answer.markdown);
    } else {
        answer_->showText(answer.text);
    }
    QStringList foot = words.footer;
    foot << words.flaws;
    if (answer.text && answer.text->coarse) {
        foot << tr("too different for a word diff");
    }
    footer_->setText(foot.join(QStringLiteral("  •  ")));
    footer_->setInk(words.stoppedEarly ? &Tokens::warn : &Tokens::text2);
    const bool tells = judged && !words.blind;
    grip_->setVisible(tells);
    judge_->setVisible(tells);
    judge_->setWords(words, scale);
}

void AnswerColumn::setJudgeHeight(int pixels) {
    judge_->setFixedHeight(pixels);
}

void AnswerColumn::setMarking(Marking marking) {
    ring_->marking = marking;
    ring_->update();
}

void AnswerColumn::resizeEvent(QResizeEvent* event) {
    Pane::resizeEvent(event);
    ring_->setGeometry(rect());
    ring_->raise();
}

void AnswerColumn::contextMenuEvent(QContextMenuEvent* event) {
    emit focusWanted();
    emit menuWanted(event->globalPos());
}

} // namespace tiebreak::ui
