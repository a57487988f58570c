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
    connect(view_, &ChartsView::kindWanted, this, &ChartsPlace::read);
    connect(view_, &ChartsView::optionWanted, this, [this](const QString& id) {
        options_[view_->kind()] = id.toStdString();
        read();
    });
    connect(view_, &ChartsView::filterWanted, this, [this](const QString& words) {
        filter_ = words.toStdString();
        read();
    });
    connect(view_, &ChartsView::targetWanted, this, &ChartsPlace::openTarget);
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
    if (view_->kind() == workbench::ChartKind::loss) {
        readLoss();
    } else {
        readPlain();
    }
}

void ChartsPlace::readPlain() {
    const workbench::ChartKind kind = view_->kind();
    const auto option = options_.find(kind);
    workbench::ChartWish wish{choice_.judging, option == options_.end() ? std::string() : option->second,
                              filter_};
    session_.read(
        this, ticket_,
        [run = run_, kind, wish = std::move(wish)](store::Connection& connection) {
            return makePlainChartData(connection, run, kind, wish);
        },
        [this](const std::shared_ptr<const PlainChartData>& made) {
            shownJudging_ = made->chart->judging;
            view_->setChart(made->chart, made->judgings);
            if (!wantedCandidate_.isEmpty()) {
                view_->setCurrentCandidate(std::exchange(wantedCandidate_, {}));
            }
        },
        [this](const items::ErrorInfo& error) { view_->showFailure(error); });
}

void ChartsPlace::openTarget(const workbench::ChartTarget& target) {
    QVariantMap where{{QStringLiteral("run"), qlonglong(run_.value)},
                      {QStringLiteral("judging"), qlonglong(shownJudging_.value)}};
    if (!target.candidate.empty()) {
        where.insert(QStringLiteral("candidate"), QString::fromStdString(target.candidate));
    }
    if (!target.against.empty()) {
        where.insert(QStringLiteral("against"), QString::fromStdString(target.against));
    }
    if (target.score_low) {
        where.insert(QStringLiteral("lowest"), *target.score_low);
    }
    if (target.score_high) {
        where.insert(QStringLiteral("highest"), *target.score_high);
    }
    if (target.marks != 0) {
        where.insert(QStringLiteral("marks"), target.marks);
    }
    if (target.by_reruns) {
        where.insert(QStringLiteral("sort"), QStringLiteral("reruns"));
    }
    emit navigateRequested(QString::fromLatin1(place::compare), where);
}

void ChartsPlace::readLoss() {
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
    const std::string chart = target.value(QStringLiteral("chart")).toString().toStdString();
    bool otherKind = false;
    for (const workbench::ChartKindInfo& info : workbench::chart_kinds()) {
        if (chart == info.name && info.kind != view_->kind()) {
            view_->setKind(info.kind);
            otherKind = true;
        }
    }
    wantedCandidate_ = target.value(QStringLiteral("candidate")).toString();
    const domain::RunId run{target.value(QStringLiteral("run"), qlonglong(run_.value)).toLongLong()};
    const domain::JudgingId judging{target.value(QStringLiteral("judging")).toLongLong()};
    if (run.stored() && (run != run_ || (judging.stored() && judging != shownJudging_))) {
        chooseRun(run, judging);
        updateRuns();
    } else if (otherKind) {
        read();
    } else if (!wantedCandidate_.isEmpty()) {
        view_->setCurrentCandidate(std::exchange(wantedCandidate_, {}));
    }
}

QVariantMap ChartsPlace::location() const {
    QVariantMap here{{QStringLiteral("chart"), QString::fromLatin1(workbench::info_of(view_->kind()).name)}};
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
    return view_->focusTarget();
}

bool ChartsPlace::focusFilter() {
    return view_->focusFilter();
}

QList<KeyEntry> ChartsPlace::keys() const {
    return {{QKeySequence(Qt::Key_Right), tr("Next point")},
            {QKeySequence(Qt::Key_Left), tr("Point before")},
            {QKeySequence(Qt::Key_Return), tr("Open what made the point in Compare")},
            {QKeySequence(Qt::Key_Delete), tr("Leave the point out of the fit, or take it back")},
            {QKeySequence(Qt::Key_Plus), tr("Closer")},
            {QKeySequence(Qt::Key_Minus), tr("Further")},
            {QKeySequence(Qt::Key_0), tr("Show all of it")},
            {QKeySequence::Copy, tr("Copy the chart")}};
}

} // namespace tiebreak::ui
