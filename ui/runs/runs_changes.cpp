// SPDX-License-Identifier: GPL-3.0-or-later
// A run against another one, in the run's page.
#include "items/safe_text.h"
#include "store/runs.h"
#include "ui/runs/changes_view.h"
#include "ui/runs/run_page.h"
#include "ui/runs/runs_place.h"
#include "ui/widgets/message_bar.h"

namespace tiebreak::ui {

namespace {

QStringList namesOf(const std::vector<store::CandidateRow>& candidates) {
    QStringList names;
    for (const store::CandidateRow& row : candidates) {
        names << QString::fromStdString(row.candidate.name);
    }
    return names;
}

} // namespace

void RunsPlace::connectChanges() {
    ChangesView* view = page_->changesView();
    connect(page_, &RunPage::tabChanged, this, &RunsPlace::showChanges);
    connect(view, &ChangesView::otherWanted, this, [this](qint64 run) {
        others_[run_.value] = run;
        compareChoice_ = {};
        showChanges();
    });
    connect(view, &ChangesView::candidatesWanted, this, [this](const QString& before, const QString& after) {
        compareChoice_.candidate_a = before.toStdString();
        compareChoice_.candidate_b = after.toStdString();
        showChanges();
    });
    connect(view, &ChangesView::joinWanted, this, &RunsPlace::joinRuns);
    connect(view, &ChangesView::itemOpened, this, [this](qint64 item, const QString& candidate) {
        QVariantMap target{{QStringLiteral("run"), QVariant::fromValue<qint64>(run_.value)},
                           {QStringLiteral("item"), item}};
        if (comparison_ && comparison_->scored_in.stored()) {
            target.insert(QStringLiteral("run"), QVariant::fromValue<qint64>(comparison_->scored_in.value));
        }
        if (!candidate.isEmpty()) {
            target.insert(QStringLiteral("candidate"), candidate);
        }
        emit navigateRequested(QString::fromLatin1(place::compare), target);
    });
}

/// Reads the comparison where its tab is looked at: it costs a pass over both runs.
void RunsPlace::showChanges() {
    const auto overview = session_.overview();
    if (!run_.stored() || !overview || page_->tab() != RunPage::changesTab) {
        return;
    }
    ChangesView* view = page_->changesView();
    QList<ChangesView::Named> runs;
    qint64 before = 0; // the run before this one, unless the person chose another
    for (const workbench::RunOverview& run : overview->runs) { // newest first
        if (run.row.id != run_ && run.judgings_finished > 0) {
            runs.append({run.row.id.value, items::safeLine(run.row.name)});
            before = before == 0 && run.row.id.value < run_.value ? run.row.id.value : before;
        }
    }
    const qint64 other = others_.value(run_.value, before);
    comparison_.reset();
    view->setRuns(runs, other);
    if (other == 0) {
        return;
    }
    struct Read {
        QStringList before;
        QStringList after;
        std::shared_ptr<const workbench::RunComparison> comparison;
    };
    session_.read(
        this, changesTicket_,
        [run = run_, other, choice = compareChoice_](store::Connection& connection) {
            return Read{namesOf(store::run_candidates(connection, {other})),
                        namesOf(store::run_candidates(connection, run)),
                        std::make_shared<const workbench::RunComparison>(
                            workbench::compare_runs(connection, {other}, run, choice))};
        },
        [this](const std::shared_ptr<const Read>& read) {
            comparison_ = read->comparison;
            page_->changesView()->setCandidates(read->before, read->after);
            page_->changesView()->setComparison(read->comparison);
        },
        [this](const items::ErrorInfo& error) {
            page_->changesView()->showFailure(
                error.what, QStringList{error.where, error.mend}.join(QLatin1Char(' ')).trimmed());
        });
}

/// Both runs' stored answers as one run that asks nobody; then the form in which its judging is planned and
/// priced.
void RunsPlace::joinRuns() {
    if (!comparison_) {
        return;
    }
    workbench::CompareChoice choice = compareChoice_;
    choice.candidate_a = comparison_->a.candidate;
    choice.candidate_b = comparison_->b.candidate;
    session_.background().run(
        this, joinTicket_,
        [project = session_.project(), a = comparison_->a.run, b = comparison_->b.run,
         choice](const std::stop_token&) { return workbench::join_runs(*project, a, b, choice).value; },
        [this](const std::shared_ptr<const std::int64_t>& joined) {
            session_.refresh();
            emit navigateRequested(placeId(),
                                   {{QStringLiteral("judge"), QVariant::fromValue<qint64>(*joined)}});
        },
        [this](const items::ErrorInfo& error) {
            page_->messageBar()->showMessage(
                MessageBar::Kind::error, error.what,
                QStringList{error.where, error.mend}.join(QLatin1Char(' ')).trimmed());
        });
}

} // namespace tiebreak::ui
