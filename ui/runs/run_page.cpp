// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_page.h"

#include "items/figures.h"
#include "ui/notes/note_strip.h"
#include "ui/runs/answer_view.h"
#include "ui/runs/changes_view.h"
#include "ui/runs/exchange_pane.h"
#include "ui/runs/judgings_view.h"
#include "ui/runs/progress_view.h"
#include "ui/runs/settings_view.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/table_view.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

QString whenText(const workbench::Report::Run& run) {
    if (run.status == "finished" && run.finished) {
        return RunPage::tr("finished %1").arg(items::dayAndTime(run.finished));
    }
    return run.started ? RunPage::tr("started %1").arg(items::dayAndTime(run.started))
                       : RunPage::tr("not started");
}

} // namespace

RunPage::RunPage(Settings* settings, QWidget* parent)
    : QWidget(parent) {
    build(settings);
    connect(bar_->tabs(), &QTabBar::currentChanged, this, &RunPage::showTab);
    connect(all_, &QPushButton::clicked, this, &RunPage::listRequested);
    connect(retry_, &QPushButton::clicked, this, &RunPage::retryFailedRequested);
    connect(resume_, &QPushButton::clicked, this, &RunPage::resumeRequested);
    connect(stop_, &QPushButton::clicked, this, &RunPage::stopRequested);
    connect(compare_, &QPushButton::clicked, this, &RunPage::compareRequested);
    connect(report_, &QPushButton::clicked, this, &RunPage::reportRequested);
    connect(judgeAgain_, &QPushButton::clicked, this, &RunPage::judgeAgainRequested);
    connect(runAgain_, &QPushButton::clicked, this, &RunPage::runAgainRequested);
    connect(answer_, &AnswerView::progressRequested, this, [this] { setTab(progressTab); });
    showActions();
}

void RunPage::build(Settings* settings) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    bar_ = new PlaceBar({});
    for (const QString& tab : {tr("Answer"), tr("Progress"), tr("Settings"), tr("Judgings"), tr("Changes")}) {
        bar_->tabs()->addTab(tab);
    }
    const auto add = [this](const char* name, const QString& text, const char* icon) {
        auto* button = new Button(text);
        button->setObjectName(QString::fromLatin1(name));
        button->setIconName(QString::fromLatin1(icon));
        bar_->addAction(button);
        return button;
    };
    all_ = add("allRuns", tr("All runs"), "");
    all_->setKind(ButtonKind::flat);
    noteButton_ = add("runNote", tr("Note"), "");
    noteButton_->setKind(ButtonKind::flat);
    noteButton_->setToolTip(tr("Your own words on this run, found again with Ctrl+K"));
    retry_ = add("retryFailed", {}, "refresh");
    resume_ = add("resume", tr("Resume"), "runs");
    stop_ = add("stop", tr("Stop, keep answers"), "stop");
    runAgain_ = add("runAgain", tr("Run again…"), "");
    runAgain_->setToolTip(tr("The same eval set, candidates and judgings in the form, to add to or change"));
    judgeAgain_ = add("judgeAgain", tr("Judge again…"), "");
    compare_ = add("compare", tr("Compare answers"), "");
    compare_->setKeyCap(tr("Enter"));
    report_ = add("report", tr("Report"), "upload");
    column->addWidget(bar_);
    message_ = new MessageBar;
    message_->hide();
    column->addWidget(message_);
    note_ = new NoteStrip(tr("Note on this run"));
    note_->hide();
    column->addWidget(note_);
    connect(noteButton_, &QPushButton::clicked, note_, &NoteStrip::edit);
    answer_ = new AnswerView(settings);
    progress_ = new ProgressView(settings);
    settings_ = new SettingsView(settings);
    judgings_ = new JudgingsView(settings);
    changes_ = new ChangesView(settings);
    failure_ = new EmptyState(QStringLiteral("error"), {}, {}, EmptyState::Kind::failed);
    Button* again = failure_->addAction(tr("Read again"), QStringLiteral("refresh"), true);
    connect(again, &QPushButton::clicked, this, &RunPage::readAgainRequested);
    stack_ = new QStackedWidget;
    for (QWidget* view : {static_cast<QWidget*>(answer_), static_cast<QWidget*>(progress_),
                          static_cast<QWidget*>(settings_), static_cast<QWidget*>(judgings_),
                          static_cast<QWidget*>(changes_), static_cast<QWidget*>(failure_)}) {
        stack_->addWidget(view);
    }
    column->addWidget(stack_, 1);
}

void RunPage::beginRun(const QString& name) {
    failed_ = false;
    bar_->setTitle(name);
    bar_->setSubtitle({});
    bar_->tabs()->setTabText(judgingsTab, tr("Judgings"));
    message_->hide();
    state_.reset();
    live_ = false;
    answer_->setAnswer(nullptr);
    progress_->setProgress(nullptr);
    settings_->setCandidates({});
    judgings_->setReport(nullptr);
    showTab();
}

void RunPage::setAnswer(const std::shared_ptr<const workbench::RunAnswer>& answer) {
    failed_ = false;
    const workbench::Report& report = answer->report;
    bar_->setTitle(items::shownLine(report.run.name));
    bar_->setSubtitle(whenText(report.run));
    bar_->tabs()->setTabText(judgingsTab, report.judgings.empty()
                                              ? tr("Judgings")
                                              : tr("Judgings (%1)").arg(report.judgings.size()));
    answer_->setAnswer(answer);
    judgings_->setReport(std::shared_ptr<const workbench::Report>(answer, &answer->report));
    showTab();
}

void RunPage::setCandidates(const std::vector<store::CandidateRow>& candidates) {
    settings_->setCandidates(candidates);
}

void RunPage::setProgress(const std::shared_ptr<const runs::Progress>& progress, bool live) {
    state_ = progress;
    live_ = live;
    progress_->setProgress(progress);
    showActions();
}

void RunPage::setReadOnly(bool readOnly) {
    note_->setWritable(!readOnly);
    noteButton_->setEnabled(!readOnly);
    readOnly_ = readOnly;
    showActions();
}

void RunPage::showFailure(const items::ErrorInfo& error) {
    failed_ = true;
    failure_->setTexts(error.what, QStringList{error.where, error.mend}.join(QLatin1Char('\n')).trimmed());
    showTab();
}

RunPage::Tab RunPage::tab() const {
    return static_cast<Tab>(bar_->tabs()->currentIndex());
}

void RunPage::setTab(Tab tab) {
    bar_->tabs()->setCurrentIndex(tab);
}

QWidget* RunPage::firstFocus() const {
    switch (tab()) {
    case answerTab:
        return answer_->firstFocus();
    case progressTab:
        return progress_->table();
    case settingsTab:
        return settings_->table();
    case judgingsTab:
        return judgings_->table();
    case changesTab:
        return changes_->runs();
    }
    return nullptr;
}

void RunPage::showTab() {
    stack_->setCurrentWidget(failed_ ? static_cast<QWidget*>(failure_) : stack_->widget(tab()));
    showActions();
    emit tabChanged();
}

void RunPage::showActions() {
    using Phase = runs::Progress::Phase;
    const bool onProgress = tab() == progressTab;
    const bool running = live_ && state_ && state_->phase != Phase::finished &&
                         state_->phase != Phase::stopped && state_->phase != Phase::failed;
    std::int64_t rest = 0;
    std::int64_t failures = 0;
    for (const runs::Progress::Candidate& c : state_ ? state_->candidates : decltype(state_->candidates){}) {
        rest += c.imported ? 0 : c.total - c.done - c.failed;
        failures += c.failed;
    }
    const bool unfinished = state_ && (rest > 0 || state_->phase != Phase::finished);
    progress_->exchangePane()->setCanAct(!running && !readOnly_);
    stop_->setVisible(onProgress && running); // elsewhere the strip at the bottom has it
    resume_->setVisible(onProgress && !running && unfinished);
    resume_->setEnabled(!readOnly_);
    resume_->setToolTip(readOnly_ ? tr("The project is open read only") : QString());
    retry_->setText(tr("Retry all %1 failed").arg(items::count(failures)));
    retry_->setVisible(onProgress && !running && failures > 0);
    retry_->setEnabled(!readOnly_);
    compare_->setVisible(!onProgress && tab() != judgingsTab && tab() != changesTab);
    report_->setVisible(!onProgress && tab() != judgingsTab && tab() != changesTab);
    judgeAgain_->setVisible(!running && tab() == judgingsTab);
    judgeAgain_->setEnabled(!readOnly_ && !failed_);
    runAgain_->setVisible(!running && (tab() == judgingsTab || tab() == settingsTab));
    runAgain_->setEnabled(!readOnly_ && !failed_);
    report_->setEnabled(!failed_ && answer_->answer() != nullptr);
}

} // namespace tiebreak::ui
