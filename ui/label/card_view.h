// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/label_dealer.h"
#include "ui/label/rank_picks.h"

#include <QList>
#include <QWidget>

#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QScrollArea;
class QVBoxLayout;
QT_END_NAMESPACE

namespace tiebreak::ui {

class AnswerKey;
class AnswerPane;
class ElidedLabel;
class SafeTextView;
class ScoreKeys;
class TextLabel;

/// One blind card: what was asked, the answers with their keys, and what else may be said of them. Holds no
/// names. Nothing on it has the focus at first but the card itself: anything else would be a hint.
class CardView : public QWidget {
    Q_OBJECT

public:
    static constexpr int mostAnswers = 6;

    explicit CardView(QWidget* parent = nullptr);

    /// `reason`: typed already, when the card was gone back to.
    void showCard(const std::shared_ptr<const items::DealtCard>& card, const QString& reason);
    void setRubric(const std::optional<domain::Rubric>& rubric);
    void setReferenceShown(bool shown);
    [[nodiscard]] bool isReferenceShown() const { return referenceShown_; }
    void setWritable(bool writable);

    /// What a digit key means on this card: picks, places or scores.
    void pick(int digit);
    void tie();
    void allBad();
    void cannotJudge();
    void levelWithLast(); ///< rank mode: the next place is shared
    void takeBackPlace(); ///< rank mode
    void finishRanking(); ///< rank mode, where all but one have a place
    void editReason();

    [[nodiscard]] std::shared_ptr<const items::DealtCard> card() const { return card_; }
    [[nodiscard]] QString reason() const;
    [[nodiscard]] QLineEdit* reasonField() const { return reason_; }
    [[nodiscard]] AnswerPane* answer(int index) const { return panes_.at(index); }
    [[nodiscard]] ScoreKeys* scores() const { return scores_; }

    /// Copies what stands on the card as plain text.
    [[nodiscard]] QString plainText() const;

signals:
    void verdict(const tiebreak::workbench::LabelVerdict& verdict, const QString& reason);
    void skipWanted();
    void referenceShownChanged(bool shown);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void arrange(int answers);
    void fitHeights();
    void fillQuestion();
    void showRanks();
    void say(store::LabelOutcome::Kind kind, int winner = 0);
    [[nodiscard]] bool isRanking() const;
    [[nodiscard]] bool isScoring() const;

    std::shared_ptr<const items::DealtCard> card_;
    RankPicks picks_;
    bool level_ = false;
    bool referenceShown_ = true;
    bool writable_ = true;
    int arranged_ = 0;
    SafeTextView* question_;
    AnswerKey* reference_;
    QScrollArea* scroll_;
    QWidget* answers_;
    QList<AnswerPane*> panes_;
    ScoreKeys* scores_;
    AnswerKey* tie_;
    AnswerKey* bad_;
    AnswerKey* cannot_;
    AnswerKey* skip_;
    AnswerKey* done_;
    TextLabel* hint_;
    QLineEdit* reason_;
};

} // namespace tiebreak::ui
