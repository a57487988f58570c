// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/card_view.h"

#include "ui/compare/safe_text_view.h"
#include "ui/label/answer_key.h"
#include "ui/label/answer_pane.h"
#include "ui/label/score_keys.h"
#include "ui/theme/style.h"
#include "ui/widgets/key_cap.h"
#include "ui/widgets/text_label.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPainterPath>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

using Kind = store::LabelOutcome::Kind;
using store::LabelMode;

namespace {

constexpr int fieldIndent = 96;
constexpr int beside = 3; ///< more answers stand one above another
constexpr int scoreWidth = 330;
constexpr int side = 22;

/// A field for words with the key that leads to it inside, at the left.
class ReasonField : public QLineEdit {
public:
    ReasonField() {
        setObjectName(QStringLiteral("reason"));
        setAccessibleName(CardView::tr("Reason"));
        setPlaceholderText(CardView::tr("Reason, if you like"));
        setMaxLength(2000);
        setFixedHeight(38);
        setTextMargins(24, 0, 4, 0);
    }

protected:
    void paintEvent(QPaintEvent* event) override {
        QLineEdit::paintEvent(event);
        const QString key = QStringLiteral("R");
        const QSize cap = keyCapSize(key);
        QPainter painter(this);
        paintKeyCap(painter, QRect(QPoint(9, (height() - cap.height()) / 2), cap), key, tokens());
    }
};

} // namespace

CardView::CardView(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("card"));
    setAccessibleName(tr("Card"));
    setFocusPolicy(Qt::StrongFocus);
    setProperty("ownFocusRing", true);
    setMaximumWidth(1040);
    build();
}

void CardView::build() {
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(1, 1, 1, 1);
    all->setSpacing(0);

    auto* top = new QHBoxLayout;
    top->setContentsMargins(side, 14, 8, 12);
    question_ = new SafeTextView(tr("Question"));
    question_->setObjectName(QStringLiteral("cardQuestion"));
    question_->setLineHeight(19);
    question_->setParagraphs(3, fieldIndent);
    question_->setTextMargins({0, 0, 8, 0});
    question_->setFocusShown(true);
    top->addWidget(question_, 1);
    reference_ = new AnswerKey(QStringLiteral("F"), tr("Reference"), AnswerKey::Kind::quiet);
    reference_->setObjectName(QStringLiteral("reference"));
    connect(reference_, &QPushButton::clicked, this, [this] { setReferenceShown(!referenceShown_); });
    top->addWidget(reference_, 0, Qt::AlignTop);
    all->addLayout(top);
    all->addWidget(new Hairline);

    scroll_ = new QScrollArea;
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setWidgetResizable(true);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    answers_ = new Pane(&Tokens::content);
    auto* grid = new QGridLayout(answers_);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(0);
    for (int k = 0; k < mostAnswers; ++k) {
        auto* pane = new AnswerPane(k + 1, answers_);
        pane->hide();
        connect(pane->key(), &QPushButton::clicked, this, [this, k] { pick(k + 1); });
        panes_ << pane;
    }
    scores_ = new ScoreKeys(answers_);
    scores_->hide();
    connect(scores_, &ScoreKeys::given, this, [this](double score) {
        if (card_ && isScoring() && writable_) {
            workbench::LabelVerdict given{{Kind::scored, 0}, {}, {{"overall", score}}};
            emit verdict(given, reason());
        }
    });
    scroll_->setWidget(answers_);
    all->addWidget(scroll_, 1);
    all->addWidget(new Hairline);

    auto* bottom = new QHBoxLayout;
    bottom->setContentsMargins(side, 12, side, 12);
    bottom->setSpacing(8);
    const auto key = [&](const QString& cap, const QString& text, const char* name, auto act) {
        auto* made = new AnswerKey(cap, text, AnswerKey::Kind::quiet);
        made->setObjectName(QLatin1String(name));
        connect(made, &QPushButton::clicked, this, act);
        bottom->addWidget(made);
        return made;
    };
    done_ = key(tr("Enter"), tr("Done"), "rankDone", [this] { finishRanking(); });
    tie_ = key(QStringLiteral("0"), tr("Tie"), "tie", [this] { tie(); });
    bad_ = key(QStringLiteral("X"), tr("Both bad"), "bothBad", [this] { allBad(); });
    cannot_ = key(QStringLiteral("?"), tr("Cannot judge"), "cannotJudge", [this] { cannotJudge(); });
    skip_ = key(tr("Space"), tr("Skip"), "skip", [this] { emit skipWanted(); });
    reason_ = new ReasonField;
    reason_->installEventFilter(this);
    bottom->addSpacing(8);
    bottom->addWidget(reason_, 1);
    all->addLayout(bottom);
    hint_ = new TextLabel({}, TextSize::small, &Tokens::text3);
    hint_->setContentsMargins(side, 0, side, 10);
    hint_->hide();
    all->addWidget(hint_);
}

bool CardView::isRanking() const {
    return card_ && card_->card.mode == LabelMode::rank;
}

bool CardView::isScoring() const {
    return card_ && card_->card.mode == LabelMode::rubric;
}

void CardView::arrange(int answers) {
    const int wanted = isScoring() ? -1 : answers; // one answer with its scores, or so many
    if (wanted == arranged_) {
        return;
    }
    arranged_ = wanted;
    auto* grid = static_cast<QGridLayout*>(answers_->layout());
    while (QLayoutItem* item = grid->takeAt(0)) {
        delete item;
    }
    for (int c = 0; c < mostAnswers; ++c) {
        grid->setColumnStretch(c, 0);
    }
    const bool stacked = answers > beside;
    for (int k = 0; k < mostAnswers; ++k) {
        AnswerPane* pane = panes_[k];
        pane->setVisible(k < answers);
        if (k < answers) {
            grid->addWidget(pane, stacked ? k : 0, stacked ? 0 : k);
            grid->setColumnStretch(stacked ? 0 : k, 1);
        }
        pane->fit(stacked);
        pane->setDivided(k > 0);
        pane->setKeyShown(!isScoring());
    }
    scores_->setVisible(isScoring());
    if (isScoring()) {
        grid->addWidget(scores_, 0, 1);
        scores_->setFixedWidth(scoreWidth);
    }
}

void CardView::showCard(const std::shared_ptr<const items::DealtCard>& card, const QString& reason) {
    card_ = card;
    level_ = false;
    reason_->setText(reason);
    if (!card_) {
        picks_ = RankPicks();
        return;
    }
    const int answers = std::min<int>(static_cast<int>(card_->answers.size()), mostAnswers);
    picks_ = RankPicks(static_cast<std::size_t>(answers));
    arrange(answers);
    fillQuestion();
    for (int k = 0; k < answers; ++k) {
        panes_[k]->showAnswer(card_->answers[static_cast<std::size_t>(k)]);
    }
    const bool pair = card_->card.mode == LabelMode::pair;
    if (pair) {
        panes_[0]->key()->setText(tr("First is better"));
        panes_[1]->key()->setText(tr("Second is better"));
        panes_[0]->key()->setPicked(false);
        panes_[1]->key()->setPicked(false);
    }
    tie_->setVisible(!isScoring());
    bad_->setVisible(!isScoring());
    done_->setVisible(isRanking());
    hint_->setVisible(isRanking());
    tie_->setText(pair ? tr("Tie") : tr("All level"));
    bad_->setText(pair ? tr("Both bad") : tr("All bad"));
    if (isRanking()) {
        hint_->setText(
            tr("Press the numbers in order, the best answer first. = before a number puts it level "
               "with the one before; Backspace takes the last place back."));
        showRanks();
    }
    if (isScoring()) {
        scores_->clear();
    }
    scroll_->ensureVisible(0, 0);
    fitHeights();
}

void CardView::fillQuestion() {
    auto all = std::make_shared<items::SafeText>(*card_->question);
    const bool has = card_->reference != nullptr;
    if (has && referenceShown_) {
        all->lines.insert(all->lines.end(), card_->reference->lines.begin(), card_->reference->lines.end());
    }
    reference_->setVisible(has);
    reference_->setText(referenceShown_ ? tr("Hide reference") : tr("Reference"));
    question_->showText(all);
}

void CardView::fitHeights() {
    if (!card_) {
        return;
    }
    const int most = std::max(76, height() / 3);
    question_->setFixedHeight(std::clamp(question_->textHeight() + 2, 40, most));
    if (arranged_ > beside) {
        for (int k = 0; k < arranged_; ++k) {
            panes_[k]->fit(true);
        }
    }
}

void CardView::setRubric(const std::optional<domain::Rubric>& rubric) {
    if (rubric) {
        scores_->setRubric(*rubric);
    }
}

void CardView::setReferenceShown(bool shown) {
    if (referenceShown_ == shown) {
        return;
    }
    referenceShown_ = shown;
    if (card_) {
        fillQuestion();
        fitHeights();
    }
    emit referenceShownChanged(shown);
}

void CardView::setWritable(bool writable) {
    writable_ = writable;
    for (AnswerKey* key : findChildren<AnswerKey*>()) {
        key->setEnabled(writable || key == reference_);
    }
    reason_->setEnabled(writable);
}

QString CardView::reason() const {
    return reason_->text();
}

void CardView::say(Kind kind, int winner) {
    if (card_ && writable_) {
        emit verdict({{kind, winner}, {}, {}}, reason());
    }
}

void CardView::pick(int digit) {
    if (!card_ || !writable_) {
        return;
    }
    if (isScoring()) {
        if (const auto score = scores_->scoreOf(digit)) {
            emit scores_->given(*score);
        }
        return;
    }
    if (digit < 1 || digit > static_cast<int>(card_->answers.size())) {
        return;
    }
    if (!isRanking()) {
        say(Kind::winner, digit);
        return;
    }
    picks_.pick(static_cast<std::size_t>(digit - 1), level_);
    level_ = false;
    showRanks();
}

void CardView::tie() {
    if (!isScoring()) {
        say(Kind::tie);
    } else {
        pick(0);
    }
}

void CardView::allBad() {
    if (!isScoring()) {
        say(Kind::bad);
    }
}

void CardView::cannotJudge() {
    say(Kind::cannot);
}

void CardView::levelWithLast() {
    level_ = isRanking();
    showRanks();
}

void CardView::takeBackPlace() {
    if (isRanking()) {
        picks_.takeBack();
        level_ = false;
        showRanks();
    }
}

void CardView::finishRanking() {
    if (isRanking() && picks_.isComplete() && writable_) {
        emit verdict({{Kind::ranked, 0}, picks_.completed(), {}}, reason());
    }
}

void CardView::showRanks() {
    if (!isRanking()) {
        return;
    }
    int next = 1;
    for (const int rank : picks_.ranks()) {
        next = std::max(next, rank + 1);
    }
    for (std::size_t k = 0; k < picks_.ranks().size(); ++k) {
        const int rank = picks_.ranks()[k];
        AnswerKey* key = panes_[static_cast<int>(k)]->key();
        key->setPicked(rank > 0);
        key->setText(rank > 0             ? tr("Place %1").arg(rank)
                     : level_ && next > 1 ? tr("Also place %1").arg(next - 1)
                     : next == 1          ? tr("Best")
                                          : tr("Next, place %1").arg(next));
    }
    done_->setEnabled(picks_.isComplete() && writable_);
}

void CardView::editReason() {
    reason_->setFocus(Qt::ShortcutFocusReason);
    reason_->selectAll();
}

QString CardView::plainText() const {
    if (!card_) {
        return {};
    }
    QString text = card_->question->plain();
    for (std::size_t k = 0; k < card_->plain.size(); ++k) {
        text += tr("\n\nAnswer %1\n").arg(k + 1) + QString::fromStdString(card_->plain[k]);
    }
    return text;
}

bool CardView::eventFilter(QObject* watched, QEvent* event) {
    const auto leaves = [](const QEvent* pressed) {
        const int key = static_cast<const QKeyEvent*>(pressed)->key();
        return key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Escape;
    };
    if (watched == reason_ && event->type() == QEvent::ShortcutOverride && leaves(event)) {
        event->accept(); // the field's, not the card's
        return true;
    }
    if (watched == reason_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Escape) {
            if (key == Qt::Key_Escape) {
                reason_->clear();
            }
            setFocus(Qt::OtherFocusReason); // what was typed goes with the verdict
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void CardView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitHeights();
}

void CardView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    update();
}

void CardView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

void CardView::paintEvent(QPaintEvent*) {
    const Tokens& t = tokens();
    QPainter painter(this);
    drawRounded(painter, rect(), t.content, hasFocus() ? t.accent : t.border, metric::cardRadius);
}

} // namespace tiebreak::ui
