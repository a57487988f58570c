// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/judges/judges_place.h"

#include "items/safe_text.h"
#include "store/judgings.h"
#include "store/runs.h"
#include "ui/judges/judges_view.h"
#include "ui/judges/trial_dialog.h"
#include "ui/widgets/table_view.h"

#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

/// The bench with the judgings that may be held to be right.
struct Read {
    std::shared_ptr<const workbench::JudgeBench> bench;
    std::vector<std::pair<domain::JudgingId, std::string>> judgings;
};

} // namespace

JudgesPlace::JudgesPlace(items::ProjectSession& session, Settings* settings, QWidget* parent)
    : Place(parent)
    , session_(session)
    , view_(new JudgesView(settings, this)) {
    setObjectName(QStringLiteral("judgesPlace"));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(view_);

    connect(view_, &JudgesView::runWanted, this, [this](qint64 run) {
        choice_.run = domain::RunId{run};
        read();
    });
    connect(view_, &JudgesView::truthWanted, this, [this](qint64 judging) {
        choice_.against = domain::JudgingId{judging};
        read();
    });
    connect(view_, &JudgesView::retryWanted, this, &JudgesPlace::read);
    connect(view_, &JudgesView::trialWanted, this, &JudgesPlace::openTrial);
    connect(view_, &JudgesView::runsWanted, this,
            [this] { emit navigateRequested(QString::fromLatin1(place::runs), {}); });
    connect(view_, &JudgesView::itemWanted, this,
            [this](domain::RunId run, domain::JudgingId judging, domain::ItemRevisionId item) {
                emit navigateRequested(QString::fromLatin1(place::compare),
                                       {{QStringLiteral("run"), qint64(run.value)},
                                        {QStringLiteral("judging"), qint64(judging.value)},
                                        {QStringLiteral("item"), qint64(item.value)}});
            });
    connect(&session_, &items::ProjectSession::overviewChanged, this, [this] {
        stale_ = true;
        if (isVisible() && !session_.isRunning()) {
            read();
        }
    });
    connect(&session_, &items::ProjectSession::closed, this, [this] {
        ticket_.cancel();
        choice_ = {};
        truths_.clear();
        stale_ = true;
        view_->setChoices({}, 0, {}, 0);
        view_->showNothing();
    });
}

void JudgesPlace::activate(const QVariantMap& target) {
    if (target.contains(QStringLiteral("run"))) {
        choice_.run = domain::RunId{target.value(QStringLiteral("run")).toLongLong()};
        stale_ = true;
    }
    if (target.contains(QStringLiteral("against"))) {
        choice_.against = domain::JudgingId{target.value(QStringLiteral("against")).toLongLong()};
        stale_ = true;
    }
    if (stale_) {
        read();
    }
}

QVariantMap JudgesPlace::location() const {
    QVariantMap here;
    if (choice_.run.stored()) {
        here.insert(QStringLiteral("run"), qint64(choice_.run.value));
    }
    if (choice_.against.stored()) {
        here.insert(QStringLiteral("against"), qint64(choice_.against.value));
    }
    return here;
}

QWidget* JudgesPlace::firstFocus() {
    return view_->table()->isVisible() ? view_->table() : nullptr;
}

QList<KeyEntry> JudgesPlace::keys() const {
    return {{QKeySequence(Qt::Key_Return), tr("Open the comparison in Compare")}};
}

void JudgesPlace::read() {
    if (!session_.isOpen()) {
        return;
    }
    stale_ = false;
    session_.read(
        this, ticket_,
        [choice = choice_](store::Connection& connection) {
            Read read;
            read.bench = std::make_shared<const workbench::JudgeBench>(
                workbench::make_judge_bench(connection, choice));
            for (const store::RunRow& run : store::runs(connection)) {
                if (!choice.run.stored() || run.id == choice.run) {
                    for (const store::JudgingRow& judging : store::judgings(connection, run.id)) {
                        read.judgings.emplace_back(judging.id, judging.name + ", " + run.name);
                    }
                }
            }
            return read;
        },
        [this](const std::shared_ptr<const Read>& read) {
            truths_ = read->judgings;
            fillChoices();
            view_->setBench(read->bench);
        },
        [this](const items::ErrorInfo& error) { view_->showFailure(error); });
}

void JudgesPlace::fillChoices() {
    QList<JudgesView::Named> runs;
    if (const auto overview = session_.overview()) {
        view_->setWritable(!overview->read_only);
        for (const workbench::RunOverview& run : overview->runs) {
            runs << JudgesView::Named{run.row.id.value, items::safeLine(run.row.name)};
        }
    }
    QList<JudgesView::Named> truths;
    for (const auto& [id, name] : truths_) {
        truths << JudgesView::Named{id.value, items::safeLine(name)};
    }
    view_->setChoices(runs, choice_.run.value, truths, choice_.against.value);
}

void JudgesPlace::openTrial() {
    const auto overview = session_.overview();
    if (!overview) {
        return;
    }
    if (!trial_) {
        trial_ = new TrialDialog(*overview, choice_.run, this);
        trial_->setAttribute(Qt::WA_DeleteOnClose);
        connect(trial_, &TrialDialog::trialWanted, this,
                [this](domain::RunId run, const std::vector<domain::JudgingSpec>& specs) {
                    session_.startJudgings(run, specs);
                });
    }
    trial_->show();
    trial_->raise();
    trial_->activateWindow();
}

} // namespace tiebreak::ui
