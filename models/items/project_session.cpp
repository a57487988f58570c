// SPDX-License-Identifier: GPL-3.0-or-later
#include "items/project_session.h"

#include "formats/eval_config.h"
#include "formats/file.h"
#include "formats/recorded_judge.h"
#include "store/runs.h"
#include "workbench/import.h"
#include "workbench/run_setup.h"
#include "workbench/samples.h"

#include <filesystem>

namespace tiebreak::items {

namespace {

constexpr int drainMs = 50;

/// Sets a run up and carries it on; what goes wrong before it begins is told like a run that failed.
runs::Progress setUpAndRun(store::Project& project, client::ModelClient& client,
                           const formats::EvalConfig& config, const workbench::FileReader& files,
                           runs::ExecutionOptions options, const std::stop_token& stop,
                           const std::function<void()>& between = {}) {
    runs::Progress failure;
    failure.run_name = config.name;
    try {
        const workbench::SetUpRun made = workbench::set_up_run(project, client, config, files);
        if (between) {
            between();
        }
        options.recorded = workbench::recorded_reader(files);
        options.patience = runs::patient();
        return runs::execute(project, client, made.run, options, stop);
    } catch (const std::exception& error) {
        failure.phase = runs::Progress::Phase::failed;
        failure.message = error.what();
    }
    return failure;
}

/// Makes a run by `make` and carries it on; recorded judges' files are looked for beside the project.
runs::Progress carriedOn(store::Project& project, client::ModelClient& client, const std::string& name,
                         const std::filesystem::path& folder, const runs::Tracker::Tell& tell,
                         const std::stop_token& stop, const std::function<domain::RunId()>& make) {
    runs::Progress failure;
    failure.run_name = name;
    try {
        runs::ExecutionOptions options;
        options.on_progress = tell;
        options.recorded = workbench::recorded_reader(workbench::files_in(folder));
        options.patience = runs::patient();
        return runs::execute(project, client, make(), options, stop);
    } catch (const std::exception& error) {
        failure.phase = runs::Progress::Phase::failed;
        failure.message = error.what();
    }
    return failure;
}

} // namespace

ProjectSession::ProjectSession(QObject* parent)
    : QObject(parent) {
    drainTimer_.setInterval(drainMs);
    connect(&drainTimer_, &QTimer::timeout, this, &ProjectSession::drain);
}

ProjectSession::~ProjectSession() {
    close();
}

bool ProjectSession::isReadOnly() const {
    return project_ && project_->read_only();
}

void ProjectSession::open(const QString& file, store::Project::Open how) {
    close();
    using Opened = std::shared_ptr<store::Project>;
    background_.run(
        this, openTicket_,
        [path = file.toStdString(), how](const std::stop_token&) -> Opened {
            return std::make_shared<store::Project>(path, how);
        },
        [this, file](const std::shared_ptr<const Opened>& project) {
            project_ = *project;
            file_ = file;
            emit opened();
            refresh();
        },
        [this](const ErrorInfo& error) { emit openFailed(error); });
}

void ProjectSession::close() {
    openTicket_.cancel();
    overviewTicket_.cancel();
    if (!project_) {
        return;
    }
    emit aboutToClose();
    worker_.reset();
    drainTimer_.stop();
    project_.reset(); // work that still reads holds it until it ends
    overview_.reset();
    progress_.reset();
    file_.clear();
    emit closed();
}

void ProjectSession::refresh() {
    if (!project_) {
        return;
    }
    background_.run(
        this, overviewTicket_,
        [project = project_](const std::stop_token&) { return workbench::make_overview(*project); },
        [this](const std::shared_ptr<const workbench::ProjectOverview>& overview) {
            overview_ = overview;
            emit overviewChanged();
        },
        [this](const ErrorInfo& error) { emit failed(error); });
}

std::shared_ptr<client::ModelClient> ProjectSession::client() {
    if (!client_) {
        client_ = std::make_shared<client::ModelClient>(keys_);
    }
    return client_;
}

void ProjectSession::startRun(domain::RunId run, bool sameWeights) {
    const std::filesystem::path folder = std::filesystem::path(file_.toStdString()).parent_path();
    startWork([project = project_, model = client(), run, sameWeights,
               folder](const runs::Tracker::Tell& tell, const std::stop_token& stop) {
        runs::ExecutionOptions options;
        options.same_weights = sameWeights;
        options.on_progress = tell;
        options.recorded = workbench::recorded_reader(workbench::files_in(folder));
        options.patience = runs::patient();
        return runs::execute(*project, *model, run, options, stop);
    });
}

void ProjectSession::retryFailed(domain::RunId run, const QString& candidate) {
    const std::filesystem::path folder = std::filesystem::path(file_.toStdString()).parent_path();
    runs::Selection selection;
    selection.only_failed = true;
    if (!candidate.isEmpty()) {
        selection.candidates = {candidate.toStdString()};
    }
    startWork([project = project_, model = client(), run, selection, folder](const runs::Tracker::Tell& tell,
                                                                             const std::stop_token& stop) {
        runs::ExecutionOptions options;
        options.selection = selection;
        options.on_progress = tell;
        options.patience = runs::patient();
        options.recorded = workbench::recorded_reader(workbench::files_in(folder));
        return runs::execute(*project, *model, run, options, stop);
    });
}

void ProjectSession::runConfig(const QString& path, bool sameWeights) {
    startWork([project = project_, model = client(), path = path.toStdString(),
               sameWeights](const runs::Tracker::Tell& tell, const std::stop_token& stop) {
        runs::Progress failure;
        failure.run_name = std::filesystem::path(path).stem().string();
        try {
            const std::string folder = std::filesystem::path(path).parent_path().string();
            const formats::EvalConfig config =
                formats::read_eval_config(formats::read_file(path), path, folder);
            runs::ExecutionOptions options;
            options.same_weights = sameWeights;
            options.on_progress = tell;
            return setUpAndRun(*project, *model, config, workbench::files_in(folder), options, stop);
        } catch (const std::exception& error) {
            failure.phase = runs::Progress::Phase::failed;
            failure.message = error.what();
        }
        return failure;
    });
}

void ProjectSession::runStored(const workbench::StoredRun& run) {
    const std::filesystem::path folder = std::filesystem::path(file_.toStdString()).parent_path();
    startWork([project = project_, model = client(), run, folder](const runs::Tracker::Tell& tell,
                                                                  const std::stop_token& stop) {
        return carriedOn(*project, *model, run.name, folder, tell, stop,
                         [&] { return workbench::set_up_stored_run(*project, *model, run).run; });
    });
}

void ProjectSession::judgeAgain(domain::RunId run, const std::vector<domain::JudgingSpec>& judgings,
                                std::optional<double> cap) {
    const std::filesystem::path folder = std::filesystem::path(file_.toStdString()).parent_path();
    startWork([project = project_, model = client(), run, judgings, cap,
               folder](const runs::Tracker::Tell& tell, const std::stop_token& stop) {
        return carriedOn(*project, *model, {}, folder, tell, stop, [&] {
            workbench::add_judgings(*project, *model, run, judgings);
            if (cap) {
                project->writer().run([&](store::Connection& c) { store::set_run_max_cost(c, run, cap); });
            }
            return run;
        });
    });
}

void ProjectSession::openSample(const QString& file) {
    const QMetaObject::Connection once = connect(
        this, &ProjectSession::opened, this,
        [this] {
            startWork([project = project_, model = client()](const runs::Tracker::Tell& tell,
                                                             const std::stop_token& stop) {
                runs::ExecutionOptions options;
                options.on_progress = tell;
                // The published table comes second: the first eight colours are the sample's own candidates'.
                return setUpAndRun(*project, *model, workbench::sample_config(), workbench::sample_files(),
                                   options, stop, [&] { workbench::add_published_sample(*project); });
            });
        },
        Qt::SingleShotConnection);
    open(file, store::Project::Open::any);
    connect(
        this, &ProjectSession::openFailed, this, [once] { disconnect(once); }, Qt::SingleShotConnection);
}

void ProjectSession::startWork(RunWorker::Work work) {
    if (!project_ || worker_) {
        emit failed({domain::ErrorKind::busy,
                     worker_ ? tr("a run is under way already") : tr("no project is open"),
                     {},
                     worker_ ? tr("wait for its end, or stop it; what it has done is kept")
                             : tr("open or make one first")});
        return;
    }
    worker_ = std::make_unique<RunWorker>(std::move(work));
    drainTimer_.start();
}

void ProjectSession::stopRun() {
    if (worker_) {
        worker_->requestStop();
    }
}

void ProjectSession::drain() {
    if (!worker_) {
        return;
    }
    const RunWorker::News news = worker_->take();
    if (news.progress) {
        progress_ = news.progress;
        emit progressChanged();
    }
    if (!news.ended) {
        return;
    }
    drainTimer_.stop();
    worker_.reset(); // its thread is at its end: nothing to wait for
    const std::shared_ptr<const runs::Progress> last = std::exchange(progress_, nullptr);
    refresh();
    emit progressChanged();
    if (last->phase == runs::Progress::Phase::failed) {
        emit failed({domain::ErrorKind::endpoint,
                     QString::fromStdString(last->message),
                     QString::fromStdString(last->run_name),
                     {}});
    }
    emit runFinished(last->run.value, last->phase == runs::Progress::Phase::finished);
}

} // namespace tiebreak::items
