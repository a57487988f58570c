// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/judges/judges_place.h"

#include "items/safe_text.h"
#include "ui/judges/trial_dialog.h"
#include "ui/widgets/table_view.h"

#include <QVBoxLayout>

namespace tiebreak::ui {

JudgesPlace::JudgesPlace(items::ProjectSession& session, Settings& settings, QWidget* parent)
    : Place(parent)
    , session_(session)
    , view_(new JudgesView(&settings, this)) {
    setObjectName(QStringLiteral("judgesPlace"));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(view_);
    connect(view_, &JudgesView::runWanted, this, [this](qint64 run) {
        choice_.run = {run};
        choice_.against = {};
        read();
    });
    connect(view_, &JudgesView::truthWanted, this, [this](qint64 judging) {
        choice_.against = {judging};
        read();
    });
    connect(view_, &JudgesView::retryWanted, this, &JudgesPlace::read);
    connect(view_, &JudgesView::trialWanted, this, &JudgesPlace::openTrial);
    connect(view_, &JudgesView::runsWanted, this,
            [this] { emit navigateRequested(QString::fromLatin1(place::runs), {}); });
    connect(view_, &JudgesView::labelWanted, this,
            [this] { emit navigateRequested(QString::fromLatin1(place::label), {}); });
    connect(view_, &JudgesView::itemWanted, this,
            [this](domain::RunId run, domain::JudgingId judging, domain::ItemRevisionId item) {
                emit navigateRequested(QString::fromLatin1(place::compare),
                                       {{QStringLiteral("run"), qlonglong(run.value)},
                                        {QStringLiteral("judging"), qlonglong(judging.value)},
                                        {QStringLiteral("item"), qlonglong(item.value)}});
            });
    connect(&session_, &items::ProjectSession::overviewChanged, this, &JudgesPlace::readIfSeen);
    connect(&session_, &items::ProjectSession::closed, this, [this] {
        ticket_.cancel();
        choice_ = {};
        truths_.clear();
        view_->setBench(nullptr);
    });
}

void JudgesPlace::activate(const QVariantMap& target) {
    if (const qint64 run = target.value(QStringLiteral("run")).toLongLong(); run != 0) {
        choice_.run = {run};
        choice_.against = {};
    }
    read();
}

QVariantMap JudgesPlace::location() const {
    return {{QStringLiteral("run"), qlonglong(choice_.run.value)}};
}

QWidget* JudgesPlace::firstFocus() {
    return view_->table();
}

void JudgesPlace::readIfSeen() {
    if (isVisible()) {
        read();
    }
}

void JudgesPlace::read() {
    if (!session_.isOpen()) {
        return;
    }
    view_->setWritable(!session_.isReadOnly());
    session_.read(
        this, ticket_,
        [choice = choice_](store::Connection& connection) {
            return workbench::make_judge_bench(connection, choice);
        },
        [this](const std::shared_ptr<const workbench::JudgeBench>& bench) {
            if (!choice_.against.stored()) { // else the one held to be right is not among them
                truths_.clear();
                for (const workbench::BenchRow& row : bench->judges) {
                    truths_.append(
                        {row.judging.value, QStringLiteral("%1, %2").arg(items::safeLine(row.run_name),
                                                                         items::safeLine(row.name))});
                }
            }
            showChoices();
            view_->setBench(bench);
        },
        [this](const items::ErrorInfo& error) { view_->showFailure(error); });
}

void JudgesPlace::showChoices() {
    QList<JudgesView::Named> runs;
    if (const auto overview = session_.overview()) {
        for (const workbench::RunOverview& run : overview->runs) {
            if (run.judgings > 0) {
                runs.append({run.row.id.value, items::safeLine(run.row.name)});
            }
        }
    }
    view_->setChoices(runs, choice_.run.value, truths_, choice_.against.value);
}

void JudgesPlace::openTrial() {
    const auto overview = session_.overview();
    if (!overview) {
        return;
    }
    auto* dialog = new TrialDialog(*overview, choice_.run, this);
    dialog->setObjectName(QStringLiteral("trialDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &TrialDialog::trialWanted, this,
            [this](domain::RunId run, const std::vector<domain::JudgingSpec>& specs) {
                emit trialRequested(run.value, specs, std::nullopt);
            });
    dialog->open();
}

} // namespace tiebreak::ui
