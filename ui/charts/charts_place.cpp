// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/charts_place.h"

#include "ui/charts/charts_view.h"
#include "ui/charts/loss_score_plot.h"

#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace tiebreak::ui {

ChartsPlace::ChartsPlace(items::ProjectSession& session, Settings* settings, QWidget* parent)
    : Place(parent)
    , session_(session)
    , view_(new ChartsView(settings, this)) {
    setObjectName(QStringLiteral("chartsPlace"));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(view_);

    connect(view_, &ChartsView::runWanted, this, [this](domain::RunId run) { chooseRun(run); });
    connect(view_, &ChartsView::judgingWanted, this, [this](domain::JudgingId judging) {
        choice_.judging = judging;
        read();
    });
    connect(view_, &ChartsView::lossSetWanted, this, [this](const QString& lossSet) {
        choice_.loss_set = lossSet.toStdString();
        choice_.exclude.clear();
        read();
    });
    connect(view_, &ChartsView::leftOutWanted, this, [this](const std::vector<std::string>& names) {
        choice_.exclude = names;
        read();
    });
    connect(view_, &ChartsView::retryWanted, this, &ChartsPlace::read);
    connect(view_, &ChartsView::runsPlaceWanted, this,
            [this] { emit navigateRequested(QString::fromLatin1(place::runs), {}); });
    connect(view_, &ChartsView::modelsPlaceWanted, this,
            [this] { emit navigateRequested(QString::fromLatin1(place::models), {}); });
    connect(view_, &ChartsView::openItems, this, [this](domain::CandidateRevisionId, const QString& name) {
        emit navigateRequested(QString::fromLatin1(place::compare),
                               {{QStringLiteral("run"), qlonglong(run_.value)},
                                {QStringLiteral("judging"), qlonglong(shownJudging_.value)},
                                {QStringLiteral("candidate"), name}});
    });

    connect(&session_, &items::ProjectSession::overviewChanged, this, &ChartsPlace::updateRuns);
    connect(&session_, &items::ProjectSession::runFinished, this, [this](qint64 run) {
        if (run == run_.value) {
            read();
        }
    });
    connect(&session_, &items::ProjectSession::closed, this, [this] {
        ticket_.cancel();
        run_ = {};
        shownJudging_ = {};
        choice_ = {};
        view_->setRuns({}, {});
        view_->showNoRuns();
    });
    updateRuns();
}

void ChartsPlace::updateRuns() {
    const auto overview = session_.overview();
    if (!overview) {
        return;
    }
    QList<std::pair<domain::RunId, QString>> runs;
    domain::RunId best;
    for (const workbench::RunOverview& run : overview->runs) {
        runs.append({run.row.id, shownName(run.row.name)});
        if (!best.stored() && run.judgings_finished > 0) {
            best = run.row.id;
        }
    }
    if (!best.stored() && !overview->runs.empty()) {
        best = overview->runs.front().row.id; // says what is missing for a chart
    }
    const bool there =
        std::ranges::any_of(overview->runs, [&](const auto& run) { return run.row.id == run_; });
    view_->setRuns(runs, there ? run_ : best);
    if (there) {
        return;
    }
    if (best.stored()) {
        chooseRun(best);
    } else {
        run_ = {};
        view_->showNoRuns();
    }
}

void ChartsPlace::chooseRun(domain::RunId run, domain::JudgingId judging) {
    run_ = run;
    choice_ = {};
    choice_.judging = judging;
    read();
}

void ChartsPlace::read() {
    if (!run_.stored()) {
        return;
    }
    session_.read(
        this, ticket_,
        [run = run_, choice = choice_](store::Connection& connection) {
            return makeChartsData(connection, run, choice);
        },
        [this](const std::shared_ptr<const ChartsData>& charts) {
            shownJudging_ = charts->chart->judging;
            view_->setData(charts);
            if (!wantedCandidate_.isEmpty()) {
                view_->setCurrentCandidate(std::exchange(wantedCandidate_, {}));
            }
        },
        [this](const items::ErrorInfo& error) { view_->showFailure(error); });
}

void ChartsPlace::activate(const QVariantMap& target) {
    wantedCandidate_ = target.value(QStringLiteral("candidate")).toString();
    const domain::RunId run{target.value(QStringLiteral("run"), qlonglong(run_.value)).toLongLong()};
    const domain::JudgingId judging{target.value(QStringLiteral("judging")).toLongLong()};
    if (run.stored() && (run != run_ || (judging.stored() && judging != shownJudging_))) {
        chooseRun(run, judging);
        updateRuns();
    } else if (!wantedCandidate_.isEmpty()) {
        view_->setCurrentCandidate(std::exchange(wantedCandidate_, {}));
    }
}

QVariantMap ChartsPlace::location() const {
    QVariantMap here;
    if (run_.stored()) {
        here.insert(QStringLiteral("run"), qlonglong(run_.value));
    }
    if (shownJudging_.stored()) {
        here.insert(QStringLiteral("judging"), qlonglong(shownJudging_.value));
    }
    const QString candidate = view_->currentCandidate();
    if (!candidate.isEmpty()) {
        here.insert(QStringLiteral("candidate"), candidate);
    }
    return here;
}

QWidget* ChartsPlace::firstFocus() {
    return view_->emptyState() ? nullptr : view_->plot();
}

} // namespace tiebreak::ui
