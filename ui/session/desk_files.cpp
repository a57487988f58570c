// SPDX-License-Identifier: GPL-3.0-or-later
// Files: opening, making, importing, dropping.
#include "ui/imports/import_dialog.h"
#include "ui/label/label_place.h"
#include "ui/runs/file_dialogs.h"
#include "ui/runs/runs_place.h"
#include "ui/session/desk.h"
#include "ui/session/places.h"
#include "ui/settings/settings.h"
#include "ui/shell/main_window.h"
#include "ui/start/start_page.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMenu>
#include <QStandardPaths>

#include <algorithm>

namespace tiebreak::ui {

namespace {

const QString projectFilter = QStringLiteral("Tiebreak projects (*.tiebreak)");
const QString dataFilter =
    QStringLiteral("Eval sets and answers (*.json *.jsonl *.csv *.tsv *.ndjson);;All files (*)");
const QString configFilter = QStringLiteral("Eval configs (*.json)");

} // namespace

FileKind kindOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return FileKind::data; // the import says what is wrong with it
    }
    // The beginning tells: SQLite's mark, or an object with an eval set and candidates.
    const QByteArray head = file.read(64 * 1024);
    if (head.startsWith("SQLite format 3") || path.endsWith(QLatin1String(".tiebreak"))) {
        return FileKind::project;
    }
    // What a label packet sent back, and labels as Tiebreak writes them.
    if (head.contains("\"tiebreak_packet_answers\"") ||
        (head.contains("annotator") && head.contains("item_uid") && head.contains("outcome"))) {
        return FileKind::labels;
    }
    const bool isObject = head.trimmed().startsWith('{');
    return isObject && head.contains("\"eval_set\"") && head.contains("\"candidates\"") ? FileKind::evalConfig
                                                                                        : FileKind::data;
}

QString Desk::folder() const {
    return window_.settings().get(Settings::Key::lastFolder).toString();
}

QString Desk::chosen(const QString& path) {
    if (!path.isEmpty()) {
        window_.settings().set(Settings::Key::lastFolder, QFileInfo(path).absolutePath());
    }
    return path;
}

QString Desk::samplePath() {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    QDir().mkpath(folder);
    return QDir(folder).filePath(QStringLiteral("eight-small-gpts.tiebreak"));
}

void Desk::buildMenus() {
    QMenu* file = window_.menu(MenuId::file);
    const auto add = [this](QMenu* menu, const QString& text, const QKeySequence& keys, auto slot) {
        QAction* action = menu->addAction(text);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, slot);
        return action;
    };
    QAction* before = file->actions().isEmpty() ? nullptr : file->actions().first();
    const auto addFile = [&](const QString& text, const QKeySequence& keys, auto slot) {
        auto* action = new QAction(text, file);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, slot);
        file->insertAction(before, action);
        return action;
    };
    addFile(tr("New project…"), QKeySequence(), [this] { askNewProject(); });
    addFile(tr("Open…"), QKeySequence::Open, [this] { askOpen(); });
    addFile(tr("Open the sample"), QKeySequence(), [this] { openSample(); });
    import_ = addFile(tr("Import…"), QKeySequence(Qt::CTRL | Qt::Key_I), [this] { askImport(); });
    copy_ =
        addFile(tr("Save a copy…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), [this] { askCopy(); });
    addFile(tr("Close project"), QKeySequence::Close, [this] {
        session_.close();
        start_.setRecentFiles(window_.settings().get(Settings::Key::recentFiles).toStringList());
        window_.showStart();
    });
    if (before != nullptr) {
        file->insertSeparator(before);
    }
    QMenu* label = window_.menu(MenuId::label);
    const auto inLabel = [this](void (LabellingPlace::*act)()) {
        return [this, act] {
            if (session_.isOpen() && window_.navigate(place::label)) {
                (qobject_cast<LabellingPlace*>(window_.currentPlace())->*act)();
            }
        };
    };
    add(label, tr("Settle ties"), QKeySequence(), [this] { window_.navigate(place::label); });
    add(label, tr("Packet for a colleague…"), QKeySequence(), inLabel(&LabellingPlace::savePacket));
    add(label, tr("Take in labels…"), QKeySequence(), inLabel(&LabellingPlace::askFiles));
    add(label, tr("Export labels…"), QKeySequence(), inLabel(&LabellingPlace::saveLabels));
    QMenu* run = window_.menu(MenuId::run);
    newRun_ = add(run, tr("New run…"), QKeySequence(Qt::CTRL | Qt::Key_N), [this] {
        window_.navigate(place::runs, {{"new", true}});
    });
    runConfig_ = add(run, tr("Run an eval config…"), QKeySequence(), [this] { askConfig(); });
    stop_ = add(run, tr("Stop, keep what is done"), QKeySequence(), [this] { session_.stopRun(); });
    stop_->setEnabled(false);
    newRun_->setEnabled(false);
    runConfig_->setEnabled(false);
    copy_->setEnabled(false);
}

void Desk::openFile(const QString& path) {
    session_.open(QFileInfo(path).absoluteFilePath());
}

void Desk::newProject(const QString& path) {
    const QString full =
        path.endsWith(QLatin1String(".tiebreak")) ? path : path + QStringLiteral(".tiebreak");
    session_.open(full, store::Project::Open::create);
}

void Desk::openSample() {
    session_.openSample(samplePath());
}

void Desk::askNewProject() {
    const QString path =
        chosen(dialogs_->saveFile(&window_, tr("New project"),
                                  QDir(folder()).filePath(QStringLiteral("evals.tiebreak")), projectFilter));
    if (!path.isEmpty()) {
        newProject(path);
    }
}

void Desk::askOpen() {
    const QString path = chosen(dialogs_->openFile(&window_, tr("Open a project"), folder(), projectFilter));
    if (!path.isEmpty()) {
        openFile(path);
    }
}

void Desk::askImport() {
    const QStringList paths =
        dialogs_->openFiles(&window_, tr("Import eval sets, answers or scores"), folder(), dataFilter);
    if (!paths.isEmpty()) {
        (void)chosen(paths.first());
        takeFiles(paths);
    }
}

void Desk::askConfig() {
    const QString path =
        chosen(dialogs_->openFile(&window_, tr("Run an eval config"), folder(), configFilter));
    if (!path.isEmpty()) {
        runConfig(path);
    }
}

void Desk::askCopy() {
    const QString path = chosen(
        dialogs_->saveFile(&window_, tr("Save a copy"),
                           QDir(folder()).filePath(QFileInfo(session_.file()).fileName()), projectFilter));
    if (path.isEmpty() || !session_.isOpen()) {
        return;
    }
    session_.background().run(
        this, copyTicket_,
        [project = session_.project(), target = path.toStdString()](const std::stop_token&) {
            project->copy_to(target);
            return true;
        },
        [this, path](const std::shared_ptr<const bool>&) {
            window_.messageBar()->showMessage(MessageBar::Kind::ok,
                                              tr("Saved a copy as %1.").arg(QFileInfo(path).fileName()));
        },
        [this](const items::ErrorInfo& error) { showError(error); });
}

/// Imports and runs need a project; where none is open, one is asked for first.
void Desk::ensureProject(const std::function<void()>& then) {
    if (session_.isOpen()) {
        then();
        return;
    }
    const QString path =
        chosen(dialogs_->saveFile(&window_, tr("Where to keep the project"),
                                  QDir(folder()).filePath(QStringLiteral("evals.tiebreak")), projectFilter));
    if (path.isEmpty()) {
        return;
    }
    connect(&session_, &items::ProjectSession::opened, this, then, Qt::SingleShotConnection);
    if (QFileInfo::exists(path)) {
        openFile(path);
    } else {
        newProject(path);
    }
}

void Desk::takeFiles(const QStringList& paths) {
    if (paths.size() == 1 && kindOf(paths.first()) == FileKind::project) {
        openFile(paths.first());
    } else if (paths.size() == 1 && kindOf(paths.first()) == FileKind::evalConfig) {
        runConfig(paths.first());
    } else if (session_.isOpen() && !paths.isEmpty() && std::ranges::all_of(paths, [](const QString& path) {
                   return kindOf(path) == FileKind::labels;
               })) {
        takeLabels(paths);
    } else {
        importFiles(paths);
    }
}

void Desk::labelsChanged(qint64 run) {
    if (auto* runs = qobject_cast<RunsPlace*>(window_.findPlace(QString::fromLatin1(place::runs)))) {
        runs->labelsChanged(run);
    }
}

void Desk::takeLabels(const QStringList& paths) {
    window_.navigate(place::label);
    if (auto* labels = qobject_cast<LabellingPlace*>(window_.currentPlace())) {
        labels->takeFiles(paths);
    }
}

void Desk::runConfig(const QString& path) {
    ensureProject([this, path] { session_.runConfig(path); });
}

void Desk::importFiles(const QStringList& paths) {
    ensureProject([this, paths] {
        auto* dialog = new ImportDialog(session_, paths, &window_);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &ImportDialog::imported, this,
                [this](const QString& placeId, const QVariantMap& target) {
                    session_.refresh();
                    window_.navigate(placeId, target);
                });
        dialog->open();
    });
}

} // namespace tiebreak::ui
