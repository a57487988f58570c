// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"
#include "ui/widgets/pane.h"
#include "workbench/answer.h"
#include "workbench/answer_labels.h"

#include <memory>

QT_BEGIN_NAMESPACE
class QGridLayout;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class Choice;
class ElidedLabel;
class IntervalAxis;
class TextLabel;
class VerdictGlyph;

/// What a run says, in one sentence; under it the facts with what was chosen, the interval, and what it
/// covers.
class VerdictBlock : public Pane {
    Q_OBJECT

public:
    explicit VerdictBlock(QWidget* parent = nullptr);

    void setAnswer(std::shared_ptr<const workbench::RunAnswer> answer);
    /// What people say of the two; forgotten with the next answer.
    void setPeople(const workbench::PairLabels& people);

    [[nodiscard]] Choice* baselineChoice() const { return baseline_; }
    [[nodiscard]] Choice* candidateChoice() const { return candidate_; }
    [[nodiscard]] Choice* judgingChoice() const { return judging_; }

signals:
    /// Something else was chosen to compare; names, and the judging's id.
    void choiceChanged(const QString& candidate, const QString& baseline, qint64 judging);
    /// The person wants more items of this category.
    void moreItemsRequested(const QString& category);
    /// The ties between the two are to be settled by people.
    void labelsRequested(const QString& candidate, const QString& baseline, qint64 judging);

private:
    void fillChoices();
    void showFacts();
    void showCover();
    void choose(const QString& candidate, const QString& baseline);
    QWidget* labelled(const QString& word, Choice* choice, TextSize size);

    std::shared_ptr<const workbench::RunAnswer> answer_;
    VerdictGlyph* glyph_;
    TextLabel* sentence_;
    TextLabel* facts_;
    Choice* baseline_;
    Choice* candidate_;
    Choice* judging_;
    QWidget* baselinePart_;
    QWidget* candidatePart_;
    QWidget* judgingPart_;
    IntervalAxis* axis_;
    QGridLayout* cover_;
    TextLabel* covers_;
    TextLabel* leavesOut_;
    TextLabel* weakest_;
    Button* more_;
    QList<QWidget*> coverParts_;
    QWidget* weakestPart_;
    TextLabel* weakestName_;
    QWidget* peoplePart_;
    TextLabel* peopleName_;
    TextLabel* people_;
    TextLabel* agreement_;
    Button* settle_;
};

/// What people say of the two and of the ties between them: "prefer it in 61.0 % (48.2 … 72.5 of decided),
/// n = 40 • 9 of 23 ties settled: 54.0 points with them, 52.1 without • κ with the judge 0.41, n = 12".
[[nodiscard]] QString peopleSentence(const workbench::PairLabels& people);
/// κ with the judge and its n; empty where there is none.
[[nodiscard]] QString peopleAgreement(const workbench::PairLabels& people);

/// "step-8000: better than step-4000 by +3.1"; why there is no answer where there is none.
[[nodiscard]] QString answerSentence(const workbench::RunAnswer& answer);

} // namespace tiebreak::ui
