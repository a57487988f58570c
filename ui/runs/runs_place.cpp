// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/runs_place.h"

#include "items/failures.h"
#include "items/figures.h"
#include "items/progress_model.h"
#include "store/runs.h"
#include "ui/notes/note_keeper.h"
#include "ui/notes/note_strip.h"
#include "ui/runs/answer_view.h"
#include "ui/runs/file_dialogs.h"
#include "ui/runs/judge_again_view.h"
#include "ui/runs/judging_editor.h"
#include "ui/runs/new_run_view.h"
#include "ui/runs/progress_view.h"
#include "ui/runs/report_file.h"
#include "ui/runs/run_list_view.h"
#include "ui/runs/run_page.h"
#include "ui/settings/settings.h"
#include "ui/widgets/button.h"
#include "ui/widgets/message_bar.h"
#include "workbench/report_labels.h"
#include "workbench/run_frame.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr const char* tabNames[] = {"answer", "progress", "settings", "judgings", "changes"};

/// The one JSON file that is dragged; empty otherwise: what else comes, the window takes.
QString draggedConfig(const QMimeData& data) {
    const QList<QUrl> urls = data.urls();
    if (urls.size() != 1 || !urls.front().isLocalFile()) {
        return {};
    }
    const QString path = urls.front().toLocalFile();
    return path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) ? path : QString();
}

} // namespace

RunsPlace::RunsPlace(items::ProjectSession& session, Settings* settings, std::unique_ptr<FileDialogs> dialogs,
                     QWidget* parent)
    : Place(parent)
    , session_(session)
    , settings_(settings)
    , dialogs_(dialogs ? std::move(dialogs) : std::make_unique<FileDialogs>()) {
    setAcceptDrops(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    stack_ = new QStackedWidget;
    column->addWidget(stack_);
    list_ = new RunListView(settings);
    page_ = new RunPage(settings);
    notes_ = new NoteKeeper(session_, *page_->note(), settings);
    stack_->addWidget(list_);
    stack_->addWidget(page_);
    newRun_ = new NewRunView(session_, settings);
    judgeAgain_ = new JudgeAgainView(session_);
    stack_->addWidget(newRun_);
    stack_->addWidget(judgeAgain_);

    connect(list_, &RunListView::newRunRequested, this, [this] {
        emit navigateRequested(placeId(), {{QStringLiteral("new"), true}});
    });
    connect(newRun_, &NewRunView::configRequested, this, &RunsPlace::chooseConfig);
    connect(newRun_, &NewRunView::startRequested, this, &RunsPlace::runRequested);
    connect(newRun_, &NewRunView::modelWanted, this, [this] {
        emit navigateRequested(place::models, {{QStringLiteral("connect"), true}});
    });
    const auto wantJudge = [this] {
        emit navigateRequested(place::models,
                               {{QStringLiteral("connect"), true}, {QStringLiteral("judge"), true}});
    };
    connect(newRun_, &NewRunView::judgeWanted, this, wantJudge);
    connect(judgeAgain_, &JudgeAgainView::judgeWanted, this, wantJudge);
    connect(newRun_, &PlannedForm::backRequested, this, [this] {
        emit navigateRequested(placeId(), {{QStringLiteral("list"), true}});
    });
    connect(judgeAgain_, &JudgeAgainView::startRequested, this, &RunsPlace::judgingsRequested);
    connect(judgeAgain_, &PlannedForm::backRequested, this, [this] {
        emit navigateRequested(
            placeId(), {{QStringLiteral("run"), QVariant::fromValue<qint64>(judgeAgain_->run().value)}});
    });
    connect(list_, &RunListView::runOpened, this, [this](qint64 run) {
        emit navigateRequested(placeId(), {{QStringLiteral("run"), run}});
    });
    connectPage();
    connectProgress();
    connectChanges();
    connect(&session_, &items::ProjectSession::overviewChanged, this, &RunsPlace::overviewChanged);
    connect(&session_, &items::ProjectSession::progressChanged, this, &RunsPlace::showProgress);
    connect(&session_, &items::ProjectSession::runFinished, this, [this](qint64 run) {
        if (run_.value == run) {
            read();
            offerTheRest(domain::RunId{run});
        }
    });
    connect(&session_, &items::ProjectSession::closed, this, &RunsPlace::showList);
    overviewChanged();
}

RunsPlace::~RunsPlace() = default;

void RunsPlace::connectPage() {
    connect(page_, &RunPage::listRequested, this, [this] {
        emit navigateRequested(placeId(), {{QStringLiteral("list"), true}});
    });
    connect(page_, &RunPage::resumeRequested, this, [this] { emit resumeRequested(run_.value); });
    connect(page_, &RunPage::retryFailedRequested, this,
            [this] { emit retryFailedRequested(run_.value, {}); });
    connect(page_, &RunPage::stopRequested, this, &RunsPlace::stopRequested);
    connect(page_, &RunPage::judgeAgainRequested, this, [this] {
        emit navigateRequested(placeId(),
                               {{QStringLiteral("judge"), QVariant::fromValue<qint64>(run_.value)}});
    });
    connect(page_, &RunPage::runAgainRequested, this, &RunsPlace::runAgain);
    connect(page_, &RunPage::readAgainRequested, this, &RunsPlace::read);
    connect(page_, &RunPage::reportRequested, this, &RunsPlace::saveReport);
    connect(page_, &RunPage::compareRequested, this,
            [this] { openItem(page_->answerView()->currentItem()); });
    AnswerView* answer = page_->answerView();
    connect(answer, &AnswerView::itemOpened, this, &RunsPlace::openItem);
    connect(answer, &AnswerView::allItemsRequested, this, [this] { openItem(0); });
    connect(answer, &AnswerView::choiceChanged, this,
            [this](const QString& candidate, const QString& baseline, qint64 judging) {
                choice_ = {candidate.toStdString(), baseline.toStdString(), domain::JudgingId{judging},
                           choice_.margin};
                choices_[run_.value] = choice_;
                read();
            });
    connect(answer, &AnswerView::labelsRequested, this,
            [this](const QString& candidate, const QString& baseline, qint64 judging) {
                emit navigateRequested(QString::fromLatin1(place::label),
                                       {{QStringLiteral("run"), qint64(run_.value)},
                                        {QStringLiteral("judging"), judging},
                                        {QStringLiteral("a"), candidate},
                                        {QStringLiteral("b"), baseline}});
            });
    connect(answer, &AnswerView::moreItemsRequested, this, [this](const QString& category) {
        QVariantMap target{{QStringLiteral("category"), category}};
        if (const workbench::RunOverview* overview = overviewOf(run_)) {
            target.insert(QStringLiteral("revision"),
                          QVariant::fromValue<qint64>(overview->row.eval_set.value));
        }
        emit navigateRequested(QString::fromLatin1(place::evalSets), target);
    });
}

void RunsPlace::connectProgress() {
    ProgressView* progress = page_->progressView();
    connect(progress, &ProgressView::retryRequested, this,
            [this](const QString& candidate) { emit retryFailedRequested(run_.value, candidate); });
    connect(progress, &ProgressView::calmRequested, this, &RunsPlace::calm);
    connect(progress, &ProgressView::modelRequested, this, [this](const QString& candidate) {
        const auto overview = session_.overview();
        for (const store::CandidateRow& row :
             overview ? overview->candidates : std::vector<store::CandidateRow>{}) {
            if (QString::fromStdString(row.candidate.name) == candidate) {
                emit navigateRequested(place::models, {{QStringLiteral("candidate"),
                                                        QVariant::fromValue<qint64>(row.id.value)}});
            }
        }
    });
    connect(progress, &ProgressView::failuresWanted, this, [this, progress](const QString& candidate) {
        session_.read(
            progress, failuresTicket_,
            [run = run_, name = candidate.toStdString()](store::Connection& connection) {
                return items::failedResponses(connection, run, name);
            },
            [progress, candidate](const auto& failures) { progress->setFailures(candidate, *failures); });
    });
    connect(progress, &ProgressView::exchangeWanted, this,
            [this, progress](const QString& candidate, const items::FailedResponse& failure) {
                session_.read(
                    progress, exchangeTicket_,
                    [run = run_, name = candidate.toStdString(), failure](store::Connection& connection) {
                        return items::readExchange(connection, run, name, failure);
                    },
                    [progress](const auto& exchange) { progress->setExchange(*exchange); });
            });
}

QString RunsPlace::placeId() const {
    return QString::fromLatin1(place::runs);
}

void RunsPlace::activate(const QVariantMap& target) {
    if (target.value(QStringLiteral("list")).toBool()) {
        showList();
        return;
    }
    if (target.value(QStringLiteral("new")).toBool()) {
        showNewRun();
        return;
    }
    if (const qint64 judged = target.value(QStringLiteral("judge")).toLongLong(); judged != 0) {
        showJudgeAgain({judged}, target);
        return;
    }
    const domain::RunId wanted{target.value(QStringLiteral("run")).toLongLong()};
    if (!wanted.stored()) {
        return; // as it was left
    }
    workbench::AnswerChoice choice = choices_.value(wanted.value);
    if (settings_) {
        choice.margin = settings_->get(Settings::Key::answerMargin).toDouble();
    }
    if (target.contains(QStringLiteral("candidate")) || target.contains(QStringLiteral("baseline")) ||
        target.contains(QStringLiteral("judging"))) {
        choice.candidate = target.value(QStringLiteral("candidate")).toString().toStdString();
        choice.baseline = target.value(QStringLiteral("baseline")).toString().toStdString();
        choice.judging = domain::JudgingId{target.value(QStringLiteral("judging")).toLongLong()};
        choices_[wanted.value] = choice;
    }
    const bool other = wanted != run_ || choice.margin != choice_.margin ||
                       choice.candidate != choice_.candidate || choice.baseline != choice_.baseline ||
                       choice.judging != choice_.judging;
    choice_ = choice;
    if (other || stack_->currentWidget() != page_) {
        showRun(wanted);
    }
    const QString tab = target.value(QStringLiteral("tab")).toString();
    for (int i = 0; i < static_cast<int>(std::size(tabNames)); ++i) {
        if (tab == QLatin1String(tabNames[i])) {
            page_->setTab(static_cast<RunPage::Tab>(i));
        }
    }
}

QVariantMap RunsPlace::location() const {
    if (stack_->currentWidget() == newRun_) {
        return {{QStringLiteral("new"), true}};
    }
    if (stack_->currentWidget() == judgeAgain_) {
        return {{QStringLiteral("judge"), QVariant::fromValue<qint64>(judgeAgain_->run().value)}};
    }
    if (!run_.stored()) {
        return {{QStringLiteral("list"), true}};
    }
    QVariantMap here{{QStringLiteral("run"), QVariant::fromValue<qint64>(run_.value)},
                     {QStringLiteral("tab"), QString::fromLatin1(tabNames[page_->tab()])}};
    if (!choice_.baseline.empty()) {
        here.insert(QStringLiteral("candidate"), QString::fromStdString(choice_.candidate));
        here.insert(QStringLiteral("baseline"), QString::fromStdString(choice_.baseline));
        here.insert(QStringLiteral("judging"), QVariant::fromValue<qint64>(choice_.judging.value));
    }
    return here;
}

QWidget* RunsPlace::firstFocus() {
    if (stack_->currentWidget() == newRun_) {
        return newRun_->firstField();
    }
    return run_.stored() ? page_->firstFocus() : list_->firstFocus();
}

void RunsPlace::showList() {
    run_ = {};
    notes_->setAbout({});
    answer_.reset();
    answerTicket_.cancel();
    stack_->setCurrentWidget(list_);
}

void RunsPlace::showRun(domain::RunId run) {
    const bool other = run != run_;
    run_ = run;
    notes_->setAbout({run, {}});
    stack_->setCurrentWidget(page_);
    if (other) {
        answer_.reset();
        const workbench::RunOverview* overview = overviewOf(run);
        page_->beginRun(overview ? items::shownLine(overview->row.name) : QString());
        // A finished run opens on its answer, any other on how far it is.
        const bool finished = !overview || overview->row.status == store::WorkStatus::finished;
        page_->setTab(finished ? RunPage::answerTab : RunPage::progressTab);
        page_->setReadOnly(session_.isReadOnly());
        compareChoice_ = {};
        readCandidates();
    }
    showProgress();
    read();
}

void RunsPlace::read() {
    if (!run_.stored()) {
        return;
    }
    session_.read(
        this, answerTicket_,
        [run = run_, choice = choice_](store::Connection& connection) {
            return workbench::make_answer(connection, run, choice);
        },
        [this](const std::shared_ptr<const workbench::RunAnswer>& answer) {
            answer_ = answer;
            page_->setAnswer(answer);
            showProgress();
            readPeople();
        },
        [this](const items::ErrorInfo& error) { page_->showFailure(error); });
}

void RunsPlace::readPeople() {
    if (!answer_ || answer_->judging < 0 || answer_->candidate.empty()) {
        return;
    }
    session_.read(
        this, peopleTicket_,
        [answer = answer_](store::Connection& connection) {
            const workbench::RunFrame frame = workbench::read_run_frame(connection, answer->report.run.id);
            const auto candidate = frame.candidate_named(answer->candidate);
            const auto baseline = frame.candidate_named(answer->baseline);
            const domain::JudgingId id =
                answer->report.judgings.at(static_cast<std::size_t>(answer->judging)).id;
            const auto judging = std::ranges::find(frame.judgings, id, &store::JudgingRow::id);
            return candidate && baseline && judging != frame.judgings.end()
                       ? workbench::read_pair_labels(connection, frame, *judging, *candidate, *baseline)
                       : workbench::PairLabels{};
        },
        [this](const std::shared_ptr<const workbench::PairLabels>& people) {
            page_->answerView()->setPeople(*people);
        },
        [this](const items::ErrorInfo& error) { page_->showFailure(error); });
}

void RunsPlace::readCandidates() {
    session_.read(
        this, candidatesTicket_,
        [run = run_](store::Connection& connection) { return store::run_candidates(connection, run); },
        [this](const auto& candidates) { page_->setCandidates(*candidates); },
        [this](const items::ErrorInfo& error) { page_->showFailure(error); });
}

void RunsPlace::showProgress() {
    const auto progress = session_.progress();
    list_->setProgress(progress);
    if (!run_.stored()) {
        return;
    }
    if (progress && progress->run == run_) {
        page_->setProgress(progress, true);
    } else if (answer_) {
        page_->setProgress(std::make_shared<const runs::Progress>(items::storedProgress(answer_->report)),
                           false);
    }
}

void RunsPlace::showNewRun() {
    run_ = {};
    answerTicket_.cancel();
    const bool there = stack_->currentWidget() == newRun_;
    stack_->setCurrentWidget(newRun_);
    if (!there) {
        newRun_->begin();
    }
    newRun_->firstField()->setFocus();
}

void RunsPlace::showJudgeAgain(domain::RunId run, const QVariantMap& target) {
    if (stack_->currentWidget() == judgeAgain_ && judgeAgain_->run() == run && target.size() == 1) {
        return; // as it was left
    }
    const workbench::RunOverview* overview = overviewOf(run);
    const QString name = overview ? items::shownLine(overview->row.name) : QString();
    const QString rubric = target.value(QStringLiteral("rubric")).toString();
    const int trial = target.value(QStringLiteral("items")).toInt();
    const std::vector<domain::JudgingSpec> rest = target.value(QStringLiteral("rest")).toBool()
                                                      ? judgeAgain_->rest(run)
                                                      : std::vector<domain::JudgingSpec>{};
    session_.read(
        this, judgeTicket_,
        [run](store::Connection& connection) { return store::run_candidates(connection, run); },
        [this, run, name, rubric, trial, rest](const auto& candidates) {
            QStringList names;
            for (const store::CandidateRow& row : *candidates) {
                names << QString::fromStdString(row.candidate.name);
            }
            std::vector<domain::JudgingSpec> specs = rest;
            if (!rubric.isEmpty()) {
                domain::JudgingSpec spec = JudgingEditor::suggestion(session_.overview(), true);
                spec.protocol = domain::Protocol::rubric;
                spec.rubric = rubric.toStdString();
                spec.items = trial;
                specs.push_back(spec);
            }
            judgeAgain_->begin(run, name, names, specs);
            stack_->setCurrentWidget(judgeAgain_);
        });
}

/// After a trial: the same judgings on all items. What the trial asked is not asked again.
void RunsPlace::offerTheRest(domain::RunId run) {
    if (judgeAgain_->rest(run).empty()) {
        return;
    }
    MessageBar* const bar = page_->messageBar();
    bar->showMessage(MessageBar::Kind::info, tr("The trial is judged."),
                     tr("Look at its replies; where they are good, judge all items. What the trial asked is "
                        "not asked and paid for again."));
    Button* const go = bar->addAction(tr("Judge all items…"));
    go->setObjectName(QStringLiteral("judgeTheRest"));
    connect(go, &QAbstractButton::clicked, this, [this, run] {
        emit navigateRequested(placeId(), {{QStringLiteral("judge"), QVariant::fromValue<qint64>(run.value)},
                                           {QStringLiteral("rest"), true}});
    });
}

/// The same eval set, candidates and judgings once more in the form, to add candidates or repeats.
void RunsPlace::runAgain() {
    session_.read(
        this, judgeTicket_,
        [run = run_](store::Connection& connection) { return workbench::stored_run_of(connection, run); },
        [this](const std::shared_ptr<const workbench::StoredRun>& run) {
            emit navigateRequested(placeId(), {{QStringLiteral("new"), true}});
            newRun_->beginFrom(*run);
        });
}

/// Fewer requests at once from the next call on: a limit is no part of what a model is, so its answers stay.
void RunsPlace::calm(const QString& candidate, int concurrency) {
    session_.write(
        this, calmTicket_,
        [run = run_, name = candidate.toStdString(), concurrency](store::Connection& connection) {
            for (store::CandidateRow& row : store::run_candidates(connection, run)) {
                if (row.candidate.name == name) {
                    row.candidate.endpoint.concurrency = concurrency;
                    store::save_candidate(connection, store::Role::candidate, row.candidate);
                }
            }
            return true;
        },
        [this, candidate, concurrency](const std::shared_ptr<const bool>&) {
            page_->messageBar()->showMessage(
                MessageBar::Kind::ok,
                tr("%1 gets at most %2 requests at once from now on.").arg(candidate).arg(concurrency));
        });
}

void RunsPlace::labelsChanged(qint64 run) {
    if (run_.value == run) {
        readPeople();
    }
}

void RunsPlace::overviewChanged() {
    list_->setOverview(session_.overview());
    newRun_->setOverview(session_.overview());
    judgeAgain_->setOverview(session_.overview());
    if (run_.stored() && session_.overview() && !overviewOf(run_)) {
        showList(); // it was deleted
    }
}

const workbench::RunOverview* RunsPlace::overviewOf(domain::RunId run) const {
    const auto overview = session_.overview();
    if (overview) {
        for (const workbench::RunOverview& each : overview->runs) {
            if (each.row.id == run) {
                return &each;
            }
        }
    }
    return nullptr;
}

void RunsPlace::openItem(qint64 item) {
    QVariantMap target{{QStringLiteral("run"), QVariant::fromValue<qint64>(run_.value)}};
    if (item != 0) {
        target.insert(QStringLiteral("item"), item);
    }
    if (answer_ && answer_->judging >= 0) {
        const auto judging = answer_->report.judgings[static_cast<std::size_t>(answer_->judging)].id;
        target.insert(QStringLiteral("judging"), QVariant::fromValue<qint64>(judging.value));
        target.insert(QStringLiteral("candidate"), QString::fromStdString(answer_->candidate));
        target.insert(QStringLiteral("baseline"), QString::fromStdString(answer_->baseline));
    }
    emit navigateRequested(QString::fromLatin1(place::compare), target);
}

void RunsPlace::chooseConfig() {
    const QString folder = settings_ ? settings_->get(Settings::Key::lastFolder).toString() : QString();
    const QString path = dialogs_->openFile(this, tr("Run an eval config"), folder,
                                            tr("Eval configs (*.json);;All files (*)"));
    if (path.isEmpty()) {
        return;
    }
    if (settings_) {
        settings_->set(Settings::Key::lastFolder, QFileInfo(path).absolutePath());
    }
    emit runConfigRequested(path);
}

void RunsPlace::saveReport() {
    if (!answer_) {
        return;
    }
    const QString folder = settings_ ? settings_->get(Settings::Key::lastFolder).toString() : QString();
    const QString path = dialogs_->saveFile(
        this, tr("Save the report"), suggestedReportFile(folder, items::shownLine(answer_->report.run.name)),
        reportFilters());
    if (path.isEmpty()) {
        return;
    }
    if (settings_) {
        settings_->set(Settings::Key::lastFolder, QFileInfo(path).absolutePath());
    }
    session_.background().run(
        this, reportTicket_,
        [path, answer = answer_, project = session_.project()](const std::stop_token&) {
            const auto people = project->read([&](store::Connection& connection) {
                return workbench::read_people(connection, answer->report);
            });
            return writeReport(answer->report, people.get(), path);
        },
        [this](const std::shared_ptr<const QString>& written) {
            page_->messageBar()->showMessage(MessageBar::Kind::ok, tr("The report is saved."), *written);
        },
        [this](const items::ErrorInfo& error) {
            page_->messageBar()->showMessage(
                MessageBar::Kind::error, error.what,
                QStringList{error.where, error.mend}.join(QLatin1Char(' ')).trimmed());
        });
}

void RunsPlace::dragEnterEvent(QDragEnterEvent* event) {
    if (!draggedConfig(*event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    } else {
        event->ignore();
    }
}

void RunsPlace::dropEvent(QDropEvent* event) {
    const QString path = draggedConfig(*event->mimeData());
    if (!path.isEmpty()) {
        event->acceptProposedAction();
        emit runConfigRequested(path);
    } else {
        event->ignore();
    }
}

} // namespace tiebreak::ui
