// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"
#include "workbench/overview.h"

#include <QDialog>

#include <vector>

QT_BEGIN_NAMESPACE
class QListWidget;
class QSpinBox;
QT_END_NAMESPACE

namespace tiebreak::ui {

class Button;
class Choice;
class TextLabel;

/// Before a long judging: several judges judge the same twenty items of a run, drawn by a seed, twice each,
/// so that the league table can say who reads, who agrees and who wavers.
class TrialDialog : public QDialog {
    Q_OBJECT

public:
    TrialDialog(const workbench::ProjectOverview& overview, domain::RunId run, QWidget* parent);

    /// One judging a chosen judge, as it would be made now; empty where nothing can be started.
    [[nodiscard]] std::vector<domain::JudgingSpec> specs() const;
    [[nodiscard]] domain::RunId run() const;
    [[nodiscard]] QListWidget* judges() const { return judges_; }
    [[nodiscard]] Button* startButton() const { return start_; }
    /// Replies that all of it asks for.
    [[nodiscard]] qint64 calls() const;

signals:
    void trialWanted(tiebreak::domain::RunId run, const std::vector<tiebreak::domain::JudgingSpec>& specs);

private:
    void tell();
    void start();
    [[nodiscard]] qint64 candidatesOf(domain::RunId run) const;

    std::vector<store::CandidateRow> models_;
    std::vector<workbench::RunOverview> runRows_;
    Choice* runs_;
    Choice* protocol_;
    QSpinBox* items_;
    QSpinBox* repeats_;
    QListWidget* judges_;
    TextLabel* plan_;
    Button* start_;
};

} // namespace tiebreak::ui
