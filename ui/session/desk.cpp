// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/desk.h"

#include "items/figures.h"
#include "ui/runs/file_dialogs.h"
#include "ui/session/places.h"
#include "ui/session/settings_dialog.h"
#include "ui/session/shortcuts_dialog.h"
#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/shell/side_bar.h"
#include "ui/shell/work_strip.h"
#include "ui/start/start_page.h"
#include "ui/widgets/button.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QMenu>

#include <algorithm>

namespace tiebreak::ui {

namespace {

using Phase = runs::Progress::Phase;

QString titleOf(const runs::Progress& progress) {
    const QString name = QString::fromStdString(progress.run_name);
    switch (progress.phase) {
    case Phase::asking:
        return Desk::tr("Answering: %1").arg(name);
    case Phase::judging:
        return Desk::tr("Judging: %1").arg(name);
    default:
        return Desk::tr("Preparing: %1").arg(name);
    }
}

std::optional<VerdictTone> toneOf(const std::optional<workbench::Outcome>& outcome) {
    if (!outcome) {
        return std::nullopt;
    }
    switch (*outcome) {
    case workbench::Outcome::better:
        return VerdictTone::better;
    case workbench::Outcome::worse:
        return VerdictTone::worse;
    default:
        return VerdictTone::cannotTell;
    }
}

} // namespace

Desk::Desk(MainWindow& window, items::ProjectSession& session, StartPage& start)
    : QObject(&window)
    , window_(window)
    , session_(session)
    , start_(start)

    , dialogs_(std::make_unique<FileDialogs>()) {
    registerPlaces();
    buildMenus();
    addPaletteSources();
    connectSession();
}

Desk::~Desk() = default;

void Desk::setFileDialogs(std::unique_ptr<FileDialogs> dialogs) {
    dialogs_ = std::move(dialogs);
}

void Desk::registerPlaces() {
    for (const PlaceInfo& info : allPlaces(session_, window_.settings(), *this)) {
        window_.registerPlace(info);
    }
}

void Desk::showSettings() {
    if (!settingsDialog_) {
        settingsDialog_ = new SettingsDialog(window_.settings(), session_, &window_);
        settingsDialog_->setAttribute(Qt::WA_DeleteOnClose);
    }
    settingsDialog_->show();
    settingsDialog_->raise();
    settingsDialog_->activateWindow();
}

void Desk::showShortcuts() {
    if (!shortcutsDialog_) {
        shortcutsDialog_ = new ShortcutsDialog(allKeys(window_), &window_);
        shortcutsDialog_->setAttribute(Qt::WA_DeleteOnClose);
    }
    shortcutsDialog_->show();
    shortcutsDialog_->raise();
    shortcutsDialog_->activateWindow();
}

void Desk::keepStop() {
    const Place* place = window_.currentPlace();
    if (!openFile_.isEmpty() && place) {
        window_.settings().setLastStop(openFile_, {{QStringLiteral("place"), place->placeId()},
                                                   {QStringLiteral("target"), place->location()}});
    }
}

/// Where the person left this project; false where it was never left, or what was there is gone.
bool Desk::goToLastStop() {
    const QVariantMap stop = window_.settings().lastStop(session_.file());
    const QVariantMap target = stop.value(QStringLiteral("target")).toMap();
    const qint64 run = target.value(QStringLiteral("run")).toLongLong();
    const auto& runs = session_.overview()->runs;
    const bool there = run == 0 || std::ranges::any_of(runs, [run](const workbench::RunOverview& each) {
                           return each.row.id.value == run;
                       });
    return there && !stop.isEmpty() &&
           window_.navigate(stop.value(QStringLiteral("place")).toString(), target);
}

void Desk::connectSession() {
    connect(&window_, &MainWindow::settingsWanted, this, &Desk::showSettings);
    connect(&window_, &MainWindow::shortcutsWanted, this, &Desk::showShortcuts);
    connect(&window_, &MainWindow::closing, this, &Desk::keepStop);
    connect(&window_, &MainWindow::placeChanged, this, &Desk::keepStop);
    connect(&session_, &items::ProjectSession::opened, this, [this] {
        window_.settings().addRecentFile(session_.file());
        openFile_ = session_.file();
        window_.setFile(session_.file());
        window_.sideBar()->setFiles(session_.file(),
                                    window_.settings().get(Settings::Key::recentFiles).toStringList());
        openedPlace_ = false;
        resumeDismissed_ = false;
        if (session_.isReadOnly()) {
            window_.messageBar()->showMessage(
                MessageBar::Kind::info, tr("This project is open read only."),
                tr("Save a copy to a folder you may write to, to go on working with it."));
        }
        for (QAction* action : {newRun_, runConfig_, import_, copy_}) {
            action->setEnabled(true);
        }
    });
    connect(&session_, &items::ProjectSession::closed, this, [this] {
        keepStop(); // before the places forget where the person was
        openFile_.clear();
        for (QAction* action : {newRun_, runConfig_, copy_}) {
            action->setEnabled(false);
        }
        window_.setFile({});
        window_.sideBar()->setFinishedRuns({});
        window_.resumeBar()->hide();
    });
    connect(&session_, &items::ProjectSession::openFailed, this, &Desk::showError);
    connect(&session_, &items::ProjectSession::failed, this, &Desk::showError);
    connect(&session_, &items::ProjectSession::overviewChanged, this, &Desk::showOverview);
    connect(&session_, &items::ProjectSession::progressChanged, this, &Desk::showProgress);
    connect(&session_, &items::ProjectSession::runFinished, this, [this](qint64 run, bool whole) {
        if (run != 0 && !paused_) { // a finished run opens on its answer
            openedPlace_ = true;
            QVariantMap target{{"run", run}};
            if (whole) {
                target.insert("tab", "answer");
            }
            window_.navigate(place::runs, target);
        }
    });

    connect(&start_, &StartPage::openSample, this, &Desk::openSample);
    connect(&start_, &StartPage::importFiles, this, &Desk::askImport);
    connect(&start_, &StartPage::connectModel, this, [this] {
        ensureProject([this] { window_.navigate(place::models, {{"connect", true}}); });
    });
    connect(&start_, &StartPage::openFile, this, &Desk::openFile);
    connect(&window_, &MainWindow::filesDropped, this, &Desk::takeFiles);
    connect(&window_, &MainWindow::fileChosen, this, &Desk::openFile);
    connect(&window_, &MainWindow::otherFileWanted, this, &Desk::askOpen);
    connect(window_.sideBar(), &SideBar::runChosen, this, [this](qint64 run) {
        window_.navigate(place::runs, {{"run", run}});
    });
    connect(window_.workStrip(), &WorkStrip::stopClicked, this, [this] {
        if (paused_) { // it rests already: it waits under the bar from now on
            paused_.reset();
            showProgress();
            showResumeBar();
            return;
        }
        stopping_ = true;
        session_.stopRun();
        showProgress();
    });
    connect(window_.workStrip(), &WorkStrip::pauseClicked, this, &Desk::pauseOrGoOn);
    connect(window_.workStrip(), &WorkStrip::workClicked, this, [this] {
        if (const auto progress = paused_ ? paused_ : session_.progress();
            progress && progress->run.stored()) {
            window_.navigate(place::runs, {{"run", QVariant::fromValue<qint64>(progress->run.value)},
                                           {"tab", "progress"}});
        }
    });
    connect(window_.workStrip(), &WorkStrip::failuresClicked, window_.workStrip(), &WorkStrip::workClicked);
    connect(window_.resumeBar(), &MessageBar::closed, this, [this] { resumeDismissed_ = true; });
}

void Desk::showOverview() {
    const auto overview = session_.overview();
    if (!overview) {
        return;
    }
    SideBar& bar = *window_.sideBar();
    bar.setPlaceCount(place::evalSets, static_cast<int>(overview->eval_sets.size()));
    bar.setPlaceCount(place::rubrics, static_cast<int>(overview->rubrics.size()));
    bar.setPlaceCount(place::models, static_cast<int>(overview->candidates.size()));
    bar.setPlaceCount(place::runs, static_cast<int>(overview->runs.size()));
    QList<FinishedRun> finished;
    for (const workbench::RunOverview& run : overview->runs) {
        if (run.row.status == store::WorkStatus::finished) {
            finished.append({run.row.id.value, QString::fromStdString(run.row.name), toneOf(run.outcome)});
        }
    }
    bar.setFinishedRuns(finished);
    showResumeBar();
    if (!openedPlace_ && !session_.isRunning()) {
        openedPlace_ = true;
        const QString last = window_.settings().get(Settings::Key::lastPlace).toString();
        if (goToLastStop()) {
            return;
        }
        // The newest run with answers to read; a table of scores only where there is nothing else.
        const auto shown = std::ranges::find_if(
            overview->runs, [](const workbench::RunOverview& run) { return run.row.eval_set.stored(); });
        if (!overview->runs.empty()) {
            const workbench::RunOverview& run =
                shown == overview->runs.end() ? overview->runs.front() : *shown;
            window_.navigate(place::runs, {{"run", QVariant::fromValue<qint64>(run.row.id.value)}});
        } else if (!window_.navigate(last.isEmpty() ? QString(place::evalSets) : last)) {
            window_.navigate(place::evalSets);
        }
    }
}

void Desk::tryRubric(const QString& rubric) {
    const auto overview = session_.overview();
    for (const workbench::RunOverview& run :
         overview ? overview->runs : std::vector<workbench::RunOverview>{}) {
        if (run.row.eval_set.stored() && run.answered > 0) {
            window_.navigate(
                place::runs,
                {{"judge", QVariant::fromValue<qint64>(run.row.id.value)}, {"rubric", rubric}, {"items", 5}});
            return;
        }
    }
    window_.messageBar()->showMessage(MessageBar::Kind::info, tr("No answer is there to try a rubric on."),
                                      tr("Run a model first, or import answers."));
}

/// What stopped in the middle waits under a bar: going on may cost, so a person says so.
void Desk::showResumeBar() {
    const auto overview = session_.overview();
    if (session_.isRunning() || paused_ || resumeDismissed_ || session_.isReadOnly()) {
        window_.resumeBar()->hide();
        return;
    }
    for (const workbench::RunOverview& run : overview->runs) {
        const bool unfinished =
            run.row.status == store::WorkStatus::running || run.row.status == store::WorkStatus::stopped;
        if (!unfinished) {
            continue;
        }
        const QString name = QString::fromStdString(run.row.name);
        resumeOffered_ = run.row.id.value;
        if (run.held_elsewhere) {
            window_.resumeBar()->showMessage(MessageBar::Kind::info,
                                             tr("Another Tiebreak is working on \"%1\".").arg(name),
                                             tr("It shows here when it is done."));
            return;
        }
        window_.resumeBar()->showMessage(MessageBar::Kind::warn,
                                         tr("\"%1\" is not finished: %2 of %3 answers are there.")
                                             .arg(name)
                                             .arg(run.answered)
                                             .arg(run.planned),
                                         tr("Going on asks and judges only what is missing."));
        Button* resume = window_.resumeBar()->addAction(tr("Resume"));
        resume->setObjectName(QStringLiteral("resumeRun"));
        connect(resume, &QAbstractButton::clicked, this, [this] {
            window_.resumeBar()->hide();
            session_.startRun({resumeOffered_});
        });
        return;
    }
    window_.resumeBar()->hide();
}

void Desk::showProgress() {
    const auto progress = session_.progress();
    if (!progress) {
        stopping_ = false;
        stop_->setEnabled(false);
        if (paused_ && session_.isOpen()) {
            showWork(*paused_, true);
        } else {
            paused_.reset();
            window_.workStrip()->setWork(std::nullopt);
        }
        pausing_ = false;
        return;
    }
    stop_->setEnabled(true);
    window_.resumeBar()->hide();
    paused_ = pausing_ && progress->phase != Phase::finished ? progress : nullptr;
    if (followRun_ && progress->run.stored()) {
        followRun_ = false;
        window_.navigate(place::runs,
                         {{"run", QVariant::fromValue<qint64>(progress->run.value)}, {"tab", "progress"}});
    }
    showWork(*progress, false);
}

void Desk::showWork(const runs::Progress& progress, bool paused) {
    WorkStatus status;
    status.title = titleOf(progress);
    status.done = progress.done;
    status.total = progress.total;
    status.secondsSpent = progress.spent_s;
    status.secondsLeft = paused ? std::nullopt : progress.left_s;
    if (!paused && !progress.waiting.empty()) {
        status.title = tr("%1: %2").arg(status.title, items::shownLine(progress.waiting));
        status.secondsLeft.reset(); // it would be a guess
    }
    const bool paid = progress.cost || progress.run_cost > 0;
    status.dollarsSpent = paid || progress.max_cost
                              ? std::optional(std::max(progress.run_cost, progress.cost.value_or(0)))
                              : std::nullopt;
    status.dollarsCap = progress.max_cost;
    status.local = !paid;
    status.failures = static_cast<int>(progress.failed);
    status.canPause = progress.run.stored() && !stopping_ && !pausing_;
    status.paused = paused;
    status.stopping = stopping_ || pausing_;
    if (paused) {
        status.canPause = true;
        status.stopping = false;
    }
    window_.workStrip()->setWork(status);
}

/// A pause is a stop that remembers to go on: what has arrived is stored either way.
void Desk::pauseOrGoOn() {
    if (paused_ && !session_.isRunning()) {
        const domain::RunId run = paused_->run;
        paused_.reset();
        session_.startRun(run);
        return;
    }
    if (session_.isRunning()) {
        pausing_ = true;
        paused_ = session_.progress();
        session_.stopRun();
        showProgress();
    }
}

void Desk::startStored(const workbench::StoredRun& run) {
    followRun_ = true;
    session_.runStored(run);
}

void Desk::startJudging(qint64 run, const std::vector<domain::JudgingSpec>& judgings,
                        std::optional<double> cap) {
    followRun_ = true;
    session_.judgeAgain({run}, judgings, cap);
}

void Desk::showError(const items::ErrorInfo& error) {
    followRun_ = false;
    const QString where = error.where.isEmpty() ? QString() : error.where + QStringLiteral(": ");
    MessageBar& bar = *window_.messageBar();
    bar.showMessage(MessageBar::Kind::error, where + error.what, error.mend);
    if (error.what.contains(QLatin1String("--same-weights")) && resumeOffered_ != 0) {
        Button* confirm = bar.addAction(tr("The weights are the same: resume"));
        connect(confirm, &QAbstractButton::clicked, this, [this] {
            window_.messageBar()->hide();
            session_.startRun({resumeOffered_}, true);
        });
    }
    if (!session_.isOpen()) {
        window_.showStart();
    }
}

} // namespace tiebreak::ui
