// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/label_place.h"

#include "domain/error.h"
#include "items/figures.h"
#include "items/safe_text.h"
#include "ui/label/card_view.h"
#include "ui/label/label_view.h"
#include "ui/label/people_view.h"
#include "ui/runs/file_dialogs.h"
#include "ui/settings/settings.h"
#include "ui/widgets/choice.h"
#include "workbench/label_files.h"
#include "workbench/label_packet.h"
#include "workbench/run_frame.h"

#include <QDate>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace tiebreak::ui {

namespace {

constexpr int restBeforeFigures = 800; // ms
constexpr int restBeforeTelling = 1500;

/// Whole or not at all. Off the window's thread.
void writeFile(const QString& path, const std::string& bytes) {
    QSaveFile file(path);
    const auto size = static_cast<qint64>(bytes.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data(), size) != size || !file.commit()) {
        throw domain::Error(domain::ErrorKind::file, file.errorString().toStdString(), path.toStdString(),
                            "choose another folder");
    }
}

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
    tellTimer_.setSingleShot(true);
    tellTimer_.setInterval(restBeforeTelling);
    connect(&tellTimer_, &QTimer::timeout, this, &LabellingPlace::tellOthers);

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
    connect(view_, &LabelView::packetWanted, this, &LabellingPlace::savePacket);
    connect(view_, &LabelView::exportWanted, this, &LabellingPlace::saveLabels);
    connect(view_, &LabelView::importWanted, this, &LabellingPlace::askFiles);
    connect(&figuresTimer_, &QTimer::timeout, this, &LabellingPlace::readFigures);
    connect(&labels_, &items::LabelSession::labelled, this, [this] {
        tellTimer_.start();
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
    if (const auto figures = target.find(QStringLiteral("figures")); figures != target.end()) {
        figures->toBool() ? view_->showPeople() : view_->showCards();
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
    if (!notice_.first.isEmpty()) {
        const auto [what, more] = std::exchange(notice_, {});
        view_->showNotice(what, more);
    }
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

void LabellingPlace::tellOthers() {
    tellTimer_.stop();
    emit labelsChanged(run_.value);
}

void LabellingPlace::hideEvent(QHideEvent* event) {
    Place::hideEvent(event);
    if (tellTimer_.isActive()) {
        tellOthers();
    }
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
        [this](const auto&) {
            readFigures();
            tellOthers();
        });
}

void LabellingPlace::savePacket() {
    const auto desk = labels_.desk();
    if (!desk) {
        return;
    }
    const QString path = dialogs_->saveFile(
        this, tr("Packet for a colleague"),
        QDir(folder()).filePath(
            QStringLiteral("cards-%1.html").arg(QDate::currentDate().toString(Qt::ISODate))),
        tr("Label packets (*.html)"));
    if (path.isEmpty()) {
        return;
    }
    keepFolder(path);
    workbench::PacketChoice choice;
    choice.choice = labels_.choice();
    choice.reference = view_->card()->isReferenceShown();
    session_.background().run(
        this, fileTicket_,
        [project = session_.project(), run = run_, judging = judging_, choice,
         target = path](const std::stop_token&) {
            const workbench::LabelPacket packet = workbench::hand_out_packet(*project, run, judging, choice);
            writeFile(target, packet.html);
            return packet.cards;
        },
        [this, path](const std::shared_ptr<const std::size_t>& cards) {
            view_->showNotice(tr("%1 cards are in %2.").arg(*cards).arg(QFileInfo(path).fileName()),
                              tr("Send it on: it opens in any browser, without a connection. Drop the small "
                                 "file that comes back "
                                 "on this window, or take it in from the menu."));
        },
        [this](const items::ErrorInfo& error) { view_->showMessage(error); });
}

void LabellingPlace::saveLabels() {
    const QString path =
        dialogs_->saveFile(this, tr("Export labels"), QDir(folder()).filePath(QStringLiteral("labels.jsonl")),
                           tr("JSON Lines (*.jsonl);;CSV (*.csv)"));
    if (path.isEmpty() || !run_.stored()) {
        return;
    }
    keepFolder(path);
    session_.background().run(
        this, fileTicket_,
        [project = session_.project(), run = run_, target = path](const std::stop_token&) {
            const bool csv = target.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive);
            std::string bytes = csv ? formats::label_csv_header() : std::string();
            const std::int64_t rows = project->read([&](store::Connection& connection) {
                return workbench::export_labels(connection, run, [&](const formats::LabelLine& line) {
                    bytes += csv ? formats::to_csv_line(line) : formats::to_json_line(line);
                });
            });
            writeFile(target, bytes);
            return rows;
        },
        [this, path](const std::shared_ptr<const std::int64_t>& rows) {
            view_->showNotice(
                tr("%1 labels are in %2.").arg(items::count(*rows), QFileInfo(path).fileName()));
        },
        [this](const items::ErrorInfo& error) { view_->showMessage(error); });
}

void LabellingPlace::askFiles() {
    const QStringList paths = dialogs_->openFiles(this, tr("Take in labels"), folder(),
                                                  tr("Labels, packets' answers, copies of the project "
                                                     "(*.json *.jsonl *.csv *.tiebreak);;All files (*)"));
    if (!paths.isEmpty()) {
        keepFolder(paths.front());
        takeFiles(paths);
    }
}

void LabellingPlace::takeFiles(const QStringList& paths) {
    if (!session_.project()) {
        return;
    }
    session_.background().run(
        this, fileTicket_,
        [project = session_.project(), run = run_, paths](const std::stop_token&) {
            workbench::LabelImport all;
            for (const QString& path : paths) {
                workbench::LabelImport one = workbench::import_labels(*project, path.toStdString(), run);
                all.added += one.added;
                all.known += one.known;
                all.bad.insert(all.bad.end(), one.bad.begin(), one.bad.end());
                all.notes.insert(all.notes.end(), one.notes.begin(), one.notes.end());
            }
            return all;
        },
        [this](const std::shared_ptr<const workbench::LabelImport>& taken) {
            QStringList more;
            for (const std::string& note : taken->notes) {
                more << items::shownLine(note);
            }
            for (std::size_t k = 0; k < taken->bad.size() && k < 3; ++k) {
                more << tr("Line %1: %2.").arg(taken->bad[k].line).arg(items::shownLine(taken->bad[k].why));
            }
            notice_ = {items::shownLine(workbench::words_of(*taken)) + QLatin1Char('.'),
                       more.join(QLatin1Char(' '))};
            session_.refresh();
            tellOthers();
            start(); // the queue goes by what everybody said
            if (view_->showsFigures()) {
                readFigures();
            }
        },
        [this](const items::ErrorInfo& error) { view_->showMessage(error); });
}

void LabellingPlace::keepFolder(const QString& path) {
    settings_.set(Settings::Key::lastFolder, QFileInfo(path).absolutePath());
}

QString LabellingPlace::folder() const {
    return settings_.get(Settings::Key::lastFolder).toString();
}

} // namespace tiebreak::ui
