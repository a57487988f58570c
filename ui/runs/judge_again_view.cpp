// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/judge_again_view.h"

#include "items/safe_text.h"
#include "ui/runs/judging_editor.h"
#include "ui/runs/judgings_form.h"
#include "ui/runs/plan_panel.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/text_label.h"
#include "workbench/stored_run.h"

#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int trialItems = 20;

} // namespace

JudgeAgainView::JudgeAgainView(items::ProjectSession& session, QWidget* parent)
    : PlannedForm(session, tr("Judge again"), tr("Start judging"), parent)
    , note_(new TextLabel(tr("The stored answers are judged; none is asked for again. What was judged before "
                             "stays as it is, and scores of two judgings are never mixed."),
                          TextSize::small, &Tokens::text2))
    , judgings_(new JudgingsForm) {
    setObjectName(QStringLiteral("judgeAgainView"));
    note_->setWordWrap(true);
    plan()->offerTrial(trialItems);
    column()->addWidget(note_);
    column()->addWidget(judgings_);
    connect(judgings_, &JudgingsForm::changed, this, &JudgeAgainView::formChanged);
    connect(judgings_, &JudgingsForm::judgeWanted, this, &JudgeAgainView::judgeWanted);
}

void JudgeAgainView::setOverview(const std::shared_ptr<const workbench::ProjectOverview>& overview) {
    overview_ = overview;
    judgings_->setOverview(overview);
    if (isVisible()) {
        formChanged();
    }
}

void JudgeAgainView::begin(domain::RunId run, const QString& runName, const QStringList& candidates,
                           const std::vector<domain::JudgingSpec>& specs) {
    run_ = run;
    bar()->setSubtitle(runName);
    judgings_->setCandidates(candidates);
    judgings_->setSpecs(specs.empty() ? std::vector{JudgingEditor::suggestion(overview_, true)} : specs);
    formChanged();
}

QString JudgeAgainView::problem() const {
    if (judgings_->count() == 0) {
        return tr("No judging is there: add one.");
    }
    return judgings_->problem();
}

PlannedForm::Planner JudgeAgainView::planner() const {
    return [project = session().project(), client = session().client(), run = run_,
            specs = judgings_->specs()] { return workbench::plan_judgings(*project, *client, run, specs); };
}

std::vector<domain::JudgingSpec> JudgeAgainView::rest(domain::RunId run) const {
    return run == triedRun_ ? tried_ : std::vector<domain::JudgingSpec>{};
}

void JudgeAgainView::start(bool trial) {
    std::vector<domain::JudgingSpec> specs = judgings_->specs();
    triedRun_ = trial ? run_ : domain::RunId{};
    tried_ = trial ? specs : std::vector<domain::JudgingSpec>{};
    for (domain::JudgingSpec& spec : specs) {
        if (trial && spec.protocol != domain::Protocol::scorer) {
            spec.items = trialItems;
            spec.sample = true; // the first items of a file are often alike
            spec.name += tr(", trial").toStdString();
        }
    }
    emit startRequested(run_.value, specs, plan()->cap());
}

} // namespace tiebreak::ui
