// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/project_session.h"
#include "ui/shell/place.h"
#include "workbench/answer.h"
#include "workbench/compare_runs.h"
#include "workbench/stored_run.h"

#include <QHash>

#include <memory>

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

class FileDialogs;
class JudgeAgainView;
class NewRunView;
class RunListView;
class NoteKeeper;
class RunPage;
class Settings;

/// Runs: the list of them, or one with its answer, progress, settings and judgings. Reads through the
/// session; what changes a project or costs something is only asked for, by signals.
///
/// Targets: {"run": id} shows one, with "tab" ("answer", "progress", "settings", "judgings"), "candidate",
/// "baseline" (names) and "judging" (id) where wanted; {"list": true} shows the list; {"new": true} begins a
/// new run; {"judge": id} judges that run again, with "rubric" (a name) and "items" where wanted.
class RunsPlace : public Place {
    Q_OBJECT

public:
    /// `dialogs` null: the desktop's own.
    RunsPlace(items::ProjectSession& session, Settings* settings,
              std::unique_ptr<FileDialogs> dialogs = nullptr, QWidget* parent = nullptr);
    ~RunsPlace() override;

    [[nodiscard]] QString placeId() const override;
    void activate(const QVariantMap& target) override;
    [[nodiscard]] QVariantMap location() const override;
    [[nodiscard]] QWidget* firstFocus() override;

    /// Reads anew what people say where it is this run that they labelled.
    void labelsChanged(qint64 run);

    [[nodiscard]] RunPage* page() const { return page_; }
    [[nodiscard]] RunListView* list() const { return list_; }
    [[nodiscard]] NewRunView* newRun() const { return newRun_; }
    [[nodiscard]] JudgeAgainView* judgeAgain() const { return judgeAgain_; }
    [[nodiscard]] domain::RunId run() const { return run_; }

signals:
    void resumeRequested(qint64 run);
    /// What failed, of one candidate (a name) or of all.
    void retryFailedRequested(qint64 run, const QString& candidate);
    void stopRequested();
    /// A run of what the project holds was set up and its price seen.
    void runRequested(const tiebreak::workbench::StoredRun& run);
    void judgingsRequested(qint64 run, const std::vector<tiebreak::domain::JudgingSpec>& judgings,
                           std::optional<double> cap);
    /// A file that the person takes for an eval config: chosen or dropped, not looked into.
    void runConfigRequested(const QString& path);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void connectPage();
    void connectProgress();
    void connectChanges();
    void showChanges();
    void joinRuns();
    void showList();
    void showRun(domain::RunId run);
    void read();
    void readPeople();
    void readCandidates();
    void showProgress();
    void overviewChanged();
    void openItem(qint64 item);
    void chooseConfig();
    void showNewRun();
    void showJudgeAgain(domain::RunId run, const QVariantMap& target);
    void runAgain();
    void offerTheRest(domain::RunId run);
    void calm(const QString& candidate, int concurrency);
    void saveReport();
    [[nodiscard]] const workbench::RunOverview* overviewOf(domain::RunId run) const;

    items::ProjectSession& session_;
    Settings* settings_;
    std::unique_ptr<FileDialogs> dialogs_;
    QStackedWidget* stack_;
    RunListView* list_;
    RunPage* page_;
    NewRunView* newRun_;
    JudgeAgainView* judgeAgain_;
    NoteKeeper* notes_;
    domain::RunId run_; ///< not stored: the list is shown
    workbench::AnswerChoice choice_;
    QHash<qint64, workbench::AnswerChoice> choices_; ///< what was chosen for each run
    std::shared_ptr<const workbench::RunAnswer> answer_;
    QHash<qint64, qint64> others_; ///< the run that each was held against
    workbench::CompareChoice compareChoice_;
    std::shared_ptr<const workbench::RunComparison> comparison_;
    items::Ticket changesTicket_;
    items::Ticket joinTicket_;
    items::Ticket answerTicket_;
    items::Ticket peopleTicket_;
    items::Ticket candidatesTicket_;
    items::Ticket failuresTicket_;
    items::Ticket exchangeTicket_;
    items::Ticket reportTicket_;
    items::Ticket judgeTicket_;
    items::Ticket calmTicket_;
};

} // namespace tiebreak::ui
