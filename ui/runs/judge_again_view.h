// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/runs/planned_form.h"
#include "workbench/overview.h"

namespace tiebreak::ui {

class JudgingsForm;
class TextLabel;

/// Further judgings of a run's stored answers: another judge, protocol or rubric, more repeats, or five items
/// first. What was judged stays as it is.
class JudgeAgainView : public PlannedForm {
    Q_OBJECT

public:
    explicit JudgeAgainView(items::ProjectSession& session, QWidget* parent = nullptr);

    void setOverview(const std::shared_ptr<const workbench::ProjectOverview>& overview);
    /// `specs` to begin with; none: a suggestion.
    void begin(domain::RunId run, const QString& runName, const QStringList& candidates,
               const std::vector<domain::JudgingSpec>& specs = {});
    [[nodiscard]] domain::RunId run() const { return run_; }
    [[nodiscard]] JudgingsForm* judgings() const { return judgings_; }
    /// What the last trial of a run was a trial of: the same judgings on all items; empty: there was none.
    [[nodiscard]] std::vector<domain::JudgingSpec> rest(domain::RunId run) const;

signals:
    void startRequested(qint64 run, const std::vector<tiebreak::domain::JudgingSpec>& judgings,
                        std::optional<double> cap);
    void judgeWanted();

protected:
    [[nodiscard]] QString problem() const override;
    [[nodiscard]] Planner planner() const override;
    void start(bool trial) override;

private:
    std::shared_ptr<const workbench::ProjectOverview> overview_;
    domain::RunId run_;
    domain::RunId triedRun_;
    std::vector<domain::JudgingSpec> tried_;
    TextLabel* note_;
    JudgingsForm* judgings_;
};

} // namespace tiebreak::ui
