// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"
#include "items/background.h"
#include "items/error_info.h"
#include "items/run_worker.h"
#include "runs/progress.h"
#include "secrets/keys.h"
#include "store/project.h"
#include "workbench/overview.h"
#include "workbench/stored_run.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace tiebreak::items {

/// The project that a window has open, for every place of the window: reading in the background, the newest
/// overview, the run that is under way. Lives on the window's thread, which never waits here.
class ProjectSession : public QObject {
    Q_OBJECT

public:
    explicit ProjectSession(QObject* parent = nullptr);
    ~ProjectSession() override;

    /// Opens in the background; `opened` or `openFailed` follows. What was open is closed first.
    void open(const QString& file, store::Project::Open how = store::Project::Open::existing);
    void close();
    [[nodiscard]] bool isOpen() const { return project_ != nullptr; }
    [[nodiscard]] bool isReadOnly() const;
    [[nodiscard]] QString file() const { return file_; }

    /// The newest overview; null before the first is there.
    [[nodiscard]] std::shared_ptr<const workbench::ProjectOverview> overview() const { return overview_; }
    void refresh(); ///< reads the overview again; overviewChanged follows

    /// Reads in the background: `make(store::Connection&)` gives a value that reaches `done` as shared const.
    /// Use one Ticket for one view's wish: a newer wish makes the older one late, and a late answer is
    /// dropped.
    template <class Make, class Done>
    void read(QObject* context, Ticket& ticket, Make make, Done done) {
        read(context, ticket, std::move(make), std::move(done),
             [this](const ErrorInfo& error) { emit failed(error); });
    }
    template <class Make, class Done, class Failed>
    void read(QObject* context, Ticket& ticket, Make make, Done done, Failed onError) {
        if (!project_) {
            return;
        }
        background_.run(
            context, ticket,
            [project = project_, make = std::move(make)](const std::stop_token&) {
                return project->read([&](store::Connection& connection) { return make(connection); });
            },
            std::move(done), std::move(onError));
    }

    /// Stores in the background: `change(store::Connection&)` runs in a transaction of its own, committed
    /// before `done` is called. The overview is read again afterwards.
    template <class Change, class Done>
    void write(QObject* context, Ticket& ticket, Change change, Done done) {
        if (!project_) {
            return;
        }
        background_.run(
            context, ticket,
            [project = project_, change = std::move(change)](const std::stop_token&) {
                return project->writer().run(
                    [&](store::Connection& connection) { return change(connection); });
            },
            [this, done = std::move(done)](auto result) {
                refresh();
                done(result);
            },
            [this](const ErrorInfo& error) { emit failed(error); });
    }

    /// Any other work off the window's thread (a word diff, reading a file for a preview).
    [[nodiscard]] Background& background() { return background_; }
    [[nodiscard]] std::shared_ptr<store::Project> project() const { return project_; }

    /// Carries a run on in the background; progressChanged and runFinished follow. One at a time: `failed`
    /// says so otherwise.
    void startRun(domain::RunId run, bool sameWeights = false);
    /// Asks again only what failed, of one candidate (a name) or of all.
    void retryFailed(domain::RunId run, const QString& candidate = {});
    /// Reads an eval config, makes its run in the open project and carries it on. Recorded paths are relative
    /// to the config.
    void runConfig(const QString& path, bool sameWeights = false);
    /// Makes a run of what the project holds (see workbench::StoredRun) and carries it on.
    void runStored(const workbench::StoredRun& run);
    /// Adds judgings to a stored run and carries it on. `cap` in US dollars; absent: as it was.
    void judgeAgain(domain::RunId run, const std::vector<domain::JudgingSpec>& judgings,
                    std::optional<double> cap);
    /// Opens `file` with the built-in samples in it, made and run where they are not yet there.
    void openSample(const QString& file);
    void stopRun(); ///< what arrived is kept; runFinished follows
    [[nodiscard]] bool isRunning() const { return worker_ != nullptr; }

    /// For calls that ask a server a question outside a run (test connection). Null while nothing is open.
    [[nodiscard]] std::shared_ptr<client::ModelClient> client();

    /// The run under way, as last told (at most twenty times a second); nothing when idle.
    [[nodiscard]] std::shared_ptr<const runs::Progress> progress() const { return progress_; }

signals:
    void opened();
    void openFailed(const tiebreak::items::ErrorInfo& error);
    /// The project is open for the last moment: what was not written yet may be handed to its writer.
    void aboutToClose();
    void closed();
    void overviewChanged();
    void progressChanged(); ///< progress() has news; null: nothing is running any more
    /// `whole`: to its end, not stopped or failed. `run` 0: none was stored.
    void runFinished(qint64 run, bool whole);
    void failed(const tiebreak::items::ErrorInfo& error);

private:
    void startWork(RunWorker::Work work);
    void drain(); ///< the worker's news, on the window's timer

    std::shared_ptr<store::Project> project_;
    QString file_;
    std::shared_ptr<const workbench::ProjectOverview> overview_;
    std::shared_ptr<const runs::Progress> progress_;
    secrets::Keys keys_;
    std::shared_ptr<client::ModelClient> client_;
    QTimer drainTimer_;
    Ticket openTicket_;
    Ticket overviewTicket_;
    Background background_;             // late: its end waits for work that uses the rest
    std::unique_ptr<RunWorker> worker_; // last, for the same reason
};

} // namespace tiebreak::items
