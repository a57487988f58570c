// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/runs/planned_form.h"
#include "workbench/overview.h"
#include "workbench/stored_run.h"

#include <QStandardItemModel>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QSpinBox;
QT_END_NAMESPACE

namespace tiebreak::ui {

class CheckTable;
class Choice;
class JudgingsForm;
class Settings;
class TextLabel;

/// A new run from what the project holds: eval set, candidates, judgings; and what it would cost.
class NewRunView : public PlannedForm {
    Q_OBJECT

public:
    NewRunView(items::ProjectSession& session, Settings* settings, QWidget* parent = nullptr);

    void setOverview(const std::shared_ptr<const workbench::ProjectOverview>& overview);
    /// Forgets what was chosen and begins with what suggests itself.
    void begin();
    /// As a run was: its eval set, candidates and judgings, to be changed.
    void beginFrom(const workbench::StoredRun& run);
    [[nodiscard]] workbench::StoredRun run() const;
    [[nodiscard]] JudgingsForm* judgings() const { return judgings_; }
    [[nodiscard]] QWidget* firstField() const;

signals:
    void startRequested(const tiebreak::workbench::StoredRun& run);
    void configRequested();
    void evalSetWanted(); ///< none is there
    void modelWanted();   ///< none is there, or one more
    void judgeWanted();

protected:
    [[nodiscard]] QString problem() const override;
    [[nodiscard]] Planner planner() const override;
    void start(bool trial) override;

private:
    void build(Settings* settings);
    void fillSets();
    void fillCandidates(const std::vector<domain::CandidateRevisionId>& ticked);
    void candidatesChanged();
    [[nodiscard]] std::vector<domain::CandidateRevisionId> ticked() const;
    [[nodiscard]] QString suggestedName() const;
    void itemsChanged();

    std::shared_ptr<const workbench::ProjectOverview> overview_;
    std::vector<store::CandidateRow> offered_; ///< in the table's order
    QLineEdit* name_;
    Choice* sets_;
    Choice* which_;
    QSpinBox* from_;
    QSpinBox* to_;
    TextLabel* itemsNote_;
    QStandardItemModel candidates_;
    CheckTable* table_;
    TextLabel* candidatesNote_;
    QSpinBox* samples_;
    JudgingsForm* judgings_;
    bool showing_ = false;
    bool begun_ = false;
    bool touched_ = false; ///< a person has chosen something
    std::vector<domain::CandidateRevisionId> answered_;
    items::Ticket answeredTicket_;
};

} // namespace tiebreak::ui
