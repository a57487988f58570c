// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/project_session.h"
#include "ui/shell/place.h"
#include "workbench/answer.h"

#include <QHash>

#include <memory>

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

namespace tiebreak::ui {

class FileDialogs;
class RunListView;
class NoteKeeper;
class RunPage;
class Settings;

/// Runs: the list of them, or one with its answer, progress, settings and judgings. Reads through the
/// session; what changes a project or costs something is only asked for, by signals.
///
/// Targets: {"run": id} shows one, with "tab" ("answer", "progress", "settings", "judgings"), "candidate",
/// "baseline" (names) and "judging" (id) where wanted; {"list": true} shows the list.
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

    [[nodiscard]] RunPage* page() const { return page_; }
    [[nodiscard]] RunListView* list() const { return list_; }
    [[nodiscard]] domain::RunId run() const { return run_; }

signals:
    void resumeRequested(qint64 run);
    void retryFailedRequested(qint64 run);
    void stopRequested();
    /// A file that the person takes for an eval config: chosen or dropped, not looked into.
    void runConfigRequested(const QString& path);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void connectPage();
    void connectProgress();
    void showList();
    void showRun(domain::RunId run);
    void read();
    void readCandidates();
    void showProgress();
    void overviewChanged();
    void openItem(qint64 item);
    void chooseConfig();
    void saveReport();
    [[nodiscard]] const workbench::RunOverview* overviewOf(domain::RunId run) const;

    items::ProjectSession& session_;
    Settings* settings_;
    std::unique_ptr<FileDialogs> dialogs_;
    QStackedWidget* stack_;
    RunListView* list_;
    RunPage* page_;
    NoteKeeper* notes_;
    domain::RunId run_; ///< not stored: the list is shown
    workbench::AnswerChoice choice_;
    QHash<qint64, workbench::AnswerChoice> choices_; ///< what was chosen for each run
    std::shared_ptr<const workbench::RunAnswer> answer_;
    items::Ticket answerTicket_;
    items::Ticket candidatesTicket_;
    items::Ticket failuresTicket_;
    items::Ticket exchangeTicket_;
    items::Ticket reportTicket_;
};

} // namespace tiebreak::ui
