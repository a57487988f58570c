// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/score_keys.h"

#include "items/figures.h"
#include "ui/compare/safe_text_view.h"
#include "ui/label/answer_key.h"
#include "ui/widgets/button.h"
#include "ui/widgets/text_label.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QSpinBox>
#include <QVBoxLayout>

#include <cmath>

namespace tiebreak::ui {

namespace {

constexpr int mostKeys = 11;

bool hasKeys(const domain::Rubric& rubric) {
    const double width = rubric.scale_max - rubric.scale_min;
    return width >= 1 && width < mostKeys && rubric.scale_min >= 0 && rubric.scale_max <= 10 &&
           rubric.scale_min == std::floor(rubric.scale_min) && width == std::floor(width);
}

} // namespace

ScoreKeys::ScoreKeys(QWidget* parent)
    : Pane(&Tokens::content, Qt::LeftEdge, parent) {
    setObjectName(QStringLiteral("scoreKeys"));
    column_ = new QVBoxLayout(this);
    column_->setContentsMargins(22, 16, 22, 16);
    column_->setSpacing(8);
}

void ScoreKeys::setRubric(const domain::Rubric& rubric) {
    while (QLayoutItem* item = column_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    keys_.clear();
    field_ = nullptr;
    rubric_ = rubric;
    column_->addWidget(new TextLabel(items::shownLine(rubric.name), TextSize::bodyBold));
    auto* criteria = new SafeTextView(tr("Criteria"));
    criteria->setLineHeight(18);
    criteria->setMinimumHeight(54);
    criteria->setMaximumHeight(180);
    criteria->showText(std::make_shared<items::SafeText>(items::safeText(rubric.criteria)));
    column_->addWidget(criteria);
    if (hasKeys(rubric)) {
        const int least = static_cast<int>(rubric.scale_min);
        const int most = static_cast<int>(rubric.scale_max);
        for (int score = most; score >= least; --score) {
            const auto at = static_cast<std::size_t>(score - least);
            const QString digit = QString::number(score % 10);
            const QString words = rubric.yes_no ? (score == 0 ? tr("No") : tr("Yes"))
                                  : at < rubric.descriptions.size()
                                      ? tr("%1: %2").arg(score).arg(items::shownLine(rubric.descriptions[at]))
                                      : QString::number(score);
            auto* key = new AnswerKey(digit, words, AnswerKey::Kind::answer);
            key->setObjectName(QStringLiteral("score%1").arg(score));
            key->setToolTip(plainToolTip(words));
            connect(key, &QPushButton::clicked, this, [this, score] { emit given(score); });
            column_->addWidget(key);
            keys_ << key;
        }
    } else {
        auto* line = new QHBoxLayout;
        field_ = new QSpinBox;
        field_->setObjectName(QStringLiteral("scoreField"));
        field_->setAccessibleName(tr("Score"));
        field_->setRange(static_cast<int>(std::ceil(rubric.scale_min)),
                         static_cast<int>(std::floor(rubric.scale_max)));
        field_->setMinimumWidth(90);
        field_->installEventFilter(this);
        auto* holder = new QWidget;
        line->setContentsMargins(0, 0, 0, 0);
        line->addWidget(new TextLabel(tr("Score, %1 to %2").arg(field_->minimum()).arg(field_->maximum())));
        line->addWidget(field_);
        auto* give = new AnswerKey(tr("Enter"), tr("Give"), AnswerKey::Kind::quiet);
        give->setObjectName(QStringLiteral("giveScore"));
        connect(give, &QPushButton::clicked, this, [this] { emit given(field_->value()); });
        line->addWidget(give);
        line->addStretch(1);
        holder->setLayout(line);
        column_->addWidget(holder);
    }
    column_->addStretch(1);
}

void ScoreKeys::clear() {
    if (field_) {
        field_->setValue(field_->minimum());
        field_->selectAll();
    }
}

std::optional<double> ScoreKeys::scoreOf(int digit) const {
    if (keys_.isEmpty()) {
        return std::nullopt;
    }
    for (const int score : {digit, digit == 0 ? 10 : digit}) {
        if (score >= rubric_.scale_min && score <= rubric_.scale_max) {
            return score;
        }
    }
    return std::nullopt;
}

bool ScoreKeys::eventFilter(QObject* watched, QEvent* event) {
    if (watched == field_ && event->type() == QEvent::ShortcutOverride) {
        // Digits are the field's; the card's other keys go on working.
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->text().size() == 1 && !key->text().at(0).isDigit()) {
            event->ignore();
            return true;
        }
    }
    if (watched == field_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            field_->interpretText();
            emit given(field_->value());
            return true;
        }
    }
    return Pane::eventFilter(watched, event);
}

} // namespace tiebreak::ui
