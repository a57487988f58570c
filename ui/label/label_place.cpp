// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/label_place.h"

#include "items/safe_text.h"
#include "ui/label/card_view.h"
#include "ui/label/label_view.h"
#include "ui/label/people_view.h"
#include "ui/runs/file_dialogs.h"
#include "ui/settings/settings.h"
#include "ui/widgets/choice.h"
#include "workbench/run_frame.h"

#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace tiebreak::ui {

namespace {

constexpr int restBeforeFigures = 800; // ms

} // namespace

LabellingPlace::LabellingPlace(items::ProjectSession& session, Settings& settings,
                               std::unique_ptr<FileDialogs> dialogs, QWidget* parent)
    : Place(parent)
    , session_(session)
    , settings_(settings)
    , dialogs_(dialogs ? std::move(dialogs) : std::make_unique<FileDialogs>())
    , labels_(session)
    , view_(new LabelView(labels_, &settings, this))
    , annotator_(settings.person()) {
    setObjectName(QStringLiteral("labelPlace"));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(view_);
    figuresTimer_.setSingleShot(true);
    figuresTimer_.setInterval(restBeforeFigures);

    connect(view_, &LabelView::runWanted, this, [this](qint64 run) {
        view_->setPair(std::nullopt);
        chooseRun({run}, {});
    });
    connect(view_, &LabelView::judgingWanted, this, [this](qint64 judging) { chooseRun(run_, {judging}); });
    connect(view_, &LabelView::choiceChanged, this, &LabellingPlace::start);
    connect(view_, &LabelView::annotatorWanted, this, [this](const QString& name) {
        if (name != annotator_) {
            annotator_ = name;
            start();
        }
    });
    connect(view_, &LabelView::figuresWanted, this, &LabellingPlace::readFigures);
    connect(view_, &LabelView::retryWanted, this, &LabellingPlace::start);
    connect(view_, &LabelView::runsWanted, this,
            [this] { emit navigateRequested(QString::fromLatin1(place::runs), {}); });
    connect(view_, &LabelView::rubricsWanted, this,
            [this] { emit navigateRequested(QString::fromLatin1(place::rubrics), {}); });
    connect(view_->people(), &PeopleView::breakTiesWanted, this, &LabellingPlace::setBreakTies);
    connect(view_->people(), &PeopleView::itemWanted, this, [this](qint64 item) {
        emit navigateRequested(QString::fromLatin1(place::compare),
                               {{QStringLiteral("run"), qint64(run_.value)}, {QStringLiteral("item"), item}});
    });
    connect(&figuresTimer_, &QTimer::timeout, this, &LabellingPlace::readFigures);
    connect(&labels_, &items::LabelSession::labelled, this, [this] {
        if (view_->showsFigures()) {
            figuresTimer_.start();
        }
    });
    connect(&labels_, &items::LabelSession::opened, this, &LabellingPlace::showWanted);
    connect(&labels_, &items::LabelSession::failed, this, [this](const items::ErrorInfo& error) {
        labels_.desk() ? view_->showMessage(error) : view_->showFailure(error);
    });
    connect(&session_, &items::ProjectSession::overviewChanged, this, &LabellingPlace::updateRuns);
    connect(&session_, &items::ProjectSession::runFinished, this, [this](qint64 run) {
        if (run == run_.value) {
            start(); // its verdicts changed what is tied
        }
    });
    connect(&session_, &items::ProjectSession::closed, this, [this] {
        run_ = {};
        judging_ = {};
        wanted_.clear();
        view_->setPair(std::nullopt);
        view_->showNothing();
    });
    updateRuns();
}

LabellingPlace::~LabellingPlace() = default;

void LabellingPlace::updateRuns() {
    const auto overview = session_.overview();
    if (!overview) {
        return;
    }
    view_->setWritable(!overview->read_only);
    QList<LabelView::Named> runs;
    domain::RunId best;
    for (const workbench::RunOverview& run : overview->runs) {
        if (run.answered > 0) {
            runs << LabelView::Named{qint64(run.row.id.value), items::safeLine(run.row.name)};
            best = best.stored() ? best : run.row.id;
        }
    }
    const bool there =
        std::ranges::any_of(runs, [&](const LabelView::Named& run) { return run.id == run_.value; });
    view_->setRuns(runs, there ? run_.value : best.value);
    if (there) {
        return;
    }
    if (best.stored()) {
        chooseRun(best, {});
    } else {
        run_ = {};
        labels_.close();
        view_->showNothing();
    }
}

void LabellingPlace::chooseRun(domain::RunId run, domain::JudgingId judging) {
    run_ = run;
    judging_ = judging;
    start();
}

void LabellingPlace::start() {
    if (!run_.stored()) {
        return;
    }
    workbench::LabelChoice choice = view_->choice();
    choice.annotator = annotator_.toStdString();
    labels_.open(run_, judging_, choice);
}

void LabellingPlace::activate(const QVariantMap& target) {
    for (auto it = target.begin(); it != target.end(); ++it) {
        wanted_.insert(it.key(), it.value());
    }
    const domain::RunId run{target.value(QStringLiteral("run"), qint64(run_.value)).toLongLong()};
    const domain::JudgingId judging{target.value(QStringLiteral("judging")).toLongLong()};
    if (target.value(QStringLiteral("figures")).toBool()) {
        view_->showPeople();
    }
    if (run.stored() && (run != run_ || (judging.stored() && judging != judging_))) {
        view_->setPair(std::nullopt);
        const QSignalBlocker quiet(view_->runs());
        view_->runs()->setCurrentIndex(std::max(0, view_->runs()->findData(qint64(run.value))));
        chooseRun(run, judging);
    } else {
        showWanted();
    }
}

void LabellingPlace::showWanted() {
    const auto desk = labels_.desk();
    if (!desk || desk->run != run_) {
        return;
    }
    judging_ = desk->verdicts.judging;
    const QVariantMap wanted = std::exchange(wanted_, {});
    const auto place = [&](const QString& name) -> std::optional<std::size_t> {
        const auto found = std::ranges::find(desk->candidates, name.toStdString());
        return found == desk->candidates.end()
                   ? std::nullopt
                   : std::optional(static_cast<std::size_t>(found - desk->candidates.begin()));
    };
    const auto a = place(wanted.value(QStringLiteral("a")).toString());
    const auto b = place(wanted.value(QStringLiteral("b")).toString());
    if (a && b && *a != *b && labels_.choice().pair != std::optional(std::pair(*a, *b))) {
        view_->setPair(std::pair(*a, *b));
        start();
    }
}

QVariantMap LabellingPlace::location() const {
    QVariantMap here;
    if (run_.stored()) {
        here.insert(QStringLiteral("run"), qint64(run_.value));
    }
    if (judging_.stored()) {
        here.insert(QStringLiteral("judging"), qint64(judging_.value));
    }
    return here;
}

QWidget* LabellingPlace::firstFocus() {
    return view_->card(); // and no answer on it: that would be a hint
}

void LabellingPlace::readFigures() {
    if (!run_.stored()) {
        return;
    }
    session_.read(
        this, figuresTicket_,
        [run = run_](store::Connection& connection) {
            return workbench::make_label_figures(connection, workbench::read_run_frame(connection, run));
        },
        [this](const std::shared_ptr<const workbench::LabelFigures>& figures) {
            view_->showFigures(figures);
        },
        [this](const items::ErrorInfo& error) { view_->showMessage(error); });
}

void LabellingPlace::setBreakTies(bool on) {
    session_.write(
        this, switchTicket_,
        [on](store::Connection& connection) {
            store::set_labels_break_ties(connection, on);
            return true;
        },
        [this](const auto&) { readFigures(); });
}

QString LabellingPlace::folder() const {
    return settings_.get(Settings::Key::lastFolder).toString();
}

} // namespace tiebreak::ui
