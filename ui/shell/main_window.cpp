// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_window.h"

#include "ui/settings/settings.h"
#include "ui/shell/drop_overlay.h"
#include "ui/shell/locator.h"
#include "ui/shell/palette_popup.h"
#include "ui/shell/side_bar.h"
#include "ui/shell/work_strip.h"
#include "ui/theme/icon_set.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/pane.h"

#include <QAction>
#include <QCloseEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QStackedWidget>
#include <QUndoGroup>
#include <QUndoStack>
#include <QVBoxLayout>

#include <algorithm>

namespace tiebreak::ui {

namespace {

constexpr QSize smallest(1024, 640);
constexpr QSize preferred(1440, 900);

QStringList localFiles(const QMimeData* data) {
    QStringList paths;
    const QList<QUrl> urls = data->urls();
    for (const QUrl& url : urls) {
        if (url.isLocalFile()) {
            paths << url.toLocalFile();
        }
    }
    return paths;
}

} // namespace

MainWindow::MainWindow(Settings& settings, QWidget* parent)
    : QMainWindow(parent)
    , settings_(settings)
    , undo_(new QUndoGroup(this)) {
    setMinimumSize(smallest);
    setAcceptDrops(true);
    setWindowTitle(tr("Tiebreak"));
    locator_ = new Locator(this);
    buildMenus();
    buildBody();
    palette_ = new PalettePopup(*locator_, this);
    dropOverlay_ = new DropOverlay(this);
    restoreGeometryOrDefault();
    applyFold();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildBody() {
    auto* body = new QWidget;
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new Hairline);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    sideBar_ = new SideBar(foldAction_);
    middle->addWidget(sideBar_);
    auto* main = new QVBoxLayout;
    main->setSpacing(0);
    resumeBar_ = new MessageBar;
    resumeBar_->setObjectName(QStringLiteral("resumeBar"));
    messageBar_ = new MessageBar;
    messageBar_->setObjectName(QStringLiteral("messageBar"));
    stack_ = new QStackedWidget;
    stack_->setBackgroundRole(QPalette::Base);
    stack_->setAutoFillBackground(true);
    main->addWidget(resumeBar_);
    main->addWidget(messageBar_);
    main->addWidget(stack_, 1);
    middle->addLayout(main, 1);
    column->addLayout(middle, 1);
    workStrip_ = new WorkStrip;
    column->addWidget(workStrip_);
    setCentralWidget(body);

    connect(sideBar_, &SideBar::placeChosen, this, [this](const QString& id) { navigate(id); });
    connect(sideBar_, &SideBar::runChosen, this, [this](qint64 run) {
        navigate(QLatin1String(place::runs), {{QStringLiteral("run"), run}});
    });
    connect(sideBar_, &SideBar::fileChosen, this, &MainWindow::fileChosen);
    connect(sideBar_, &SideBar::otherFileWanted, this, &MainWindow::otherFileWanted);
}

void MainWindow::registerPlace(const PlaceInfo& info) {
    Q_ASSERT(!infos_.contains(info.number));
    infos_[info.number] = info;
    sideBar_->addPlace(info.id, info.title, info.icon, info.number);
    auto* go = new QAction(icons::get(info.icon), info.title, this);
    go->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(info.number)));
    connect(go, &QAction::triggered, this, [this, id = info.id] { navigate(id); });
    // Kept in the order of the numbers, whatever the order of registering.
    QAction* before = nullptr;
    for (auto it = infos_.upper_bound(info.number); it != infos_.end() && !before; ++it) {
        before = goActions_.value(it->first);
    }
    goActions_[info.number] = go;
    menu(MenuId::go)->insertAction(before ? before : backAction_, go);
    updateGoActions();
}

void MainWindow::setStartPage(QWidget* page) {
    startPage_ = page;
    stack_->addWidget(page);
    if (stack_->count() == 1) {
        showStart();
    }
}

void MainWindow::showStart() {
    if (startPage_) {
        stack_->setCurrentWidget(startPage_);
        startPage_->setFocus();
    }
    sideBar_->setCurrentPlace({});
    applyFold();
    followUndo();
    updateGoActions();
}

void MainWindow::followUndo() {
    Place* place = currentPlace();
    QUndoStack* stack = place ? place->undoStack() : nullptr;
    if (stack && !undo_->stacks().contains(stack)) {
        undo_->addStack(stack);
    }
    undo_->setActiveStack(stack);
}

bool MainWindow::navigate(const QString& placeId, const QVariantMap& target) {
    if (const Place* leaving = currentPlace()) {
        history_.updateCurrent(leaving->location());
    }
    const bool known = std::any_of(infos_.begin(), infos_.end(),
                                   [&](const auto& entry) { return entry.second.id == placeId; });
    if (!known) {
        return false;
    }
    history_.visit({placeId, target});
    showStop({placeId, target});
    return true;
}

bool MainWindow::go(const QString& placeId, const QVariantMap& target, bool beside) {
    return beside ? openBeside(placeId, target) != nullptr : navigate(placeId, target);
}

Place* MainWindow::openBeside(const QString& placeId, const QVariantMap& target) {
    const auto info = std::find_if(infos_.begin(), infos_.end(),
                                   [&](const auto& entry) { return entry.second.id == placeId; });
    if (info == infos_.end()) {
        return nullptr;
    }
    auto* window = new QWidget(this, Qt::Window);
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->setObjectName(QStringLiteral("beside"));
    window->setWindowTitle(tr("%1 – %2").arg(info->second.title, windowTitle()));
    auto* column = new QVBoxLayout(window);
    column->setContentsMargins(0, 0, 0, 0);
    Place* place = info->second.create(window);
    column->addWidget(place);
    connect(place, &Place::navigateRequested, this,
            [this](const QString& id, const QVariantMap& where) { navigate(id, where); });
    auto* close = new QAction(window);
    close->setShortcut(QKeySequence::Close);
    connect(close, &QAction::triggered, window, &QWidget::close);
    window->addAction(close);
    // Right of this window where the screen has room, else over its right half.
    const QRect screen = this->screen()->availableGeometry();
    const QSize size(std::max(860, width() * 3 / 5), height());
    QRect box(QPoint(frameGeometry().right() + 1, y()), size);
    if (box.right() > screen.right()) {
        box.moveRight(std::min(screen.right(), frameGeometry().right()));
    }
    window->setGeometry(box);
    window->show();
    place->activate(target);
    if (QWidget* focus = place->firstFocus()) {
        focus->setFocus(Qt::OtherFocusReason);
    }
    return place;
}

QString MainWindow::titleOf(const QString& placeId) const {
    for (const auto& [number, info] : infos_) {
        if (info.id == placeId) {
            return info.title;
        }
    }
    return {};
}

QList<Place*> MainWindow::allPlaces() {
    QList<Place*> all;
    for (const auto& [number, info] : infos_) {
        all << makePlace(info.id);
    }
    return all;
}

Place* MainWindow::makePlace(const QString& placeId) {
    Place*& place = places_[placeId];
    if (!place) {
        const auto info = std::find_if(infos_.begin(), infos_.end(),
                                       [&](const auto& entry) { return entry.second.id == placeId; });
        place = info->second.create(stack_);
        stack_->addWidget(place);
        connect(place, &Place::navigateRequested, this,
                [this](const QString& id, const QVariantMap& target) { navigate(id, target); });
        connect(place, &Place::undoStackChanged, this, &MainWindow::followUndo);
    }
    return place;
}

void MainWindow::showStop(const History::Stop& stop) {
    Place* place = makePlace(stop.place);
    const bool changed = stack_->currentWidget() != place;
    stack_->setCurrentWidget(place);
    sideBar_->setCurrentPlace(stop.place);
    settings_.set(Settings::Key::lastPlace, stop.place);
    applyFold();
    place->activate(stop.target);
    followUndo();
    if (changed) {
        QWidget* focus = place->firstFocus();
        if (focus) {
            focus->setFocus(Qt::OtherFocusReason);
        }
        emit placeChanged(stop.place);
    }
    updateGoActions();
}

void MainWindow::goBack() {
    if (const Place* leaving = currentPlace()) {
        history_.updateCurrent(leaving->location());
    }
    if (const auto stop = history_.back()) {
        showStop(*stop);
    }
}

void MainWindow::goForward() {
    if (const Place* leaving = currentPlace()) {
        history_.updateCurrent(leaving->location());
    }
    if (const auto stop = history_.forward()) {
        showStop(*stop);
    }
}

Place* MainWindow::currentPlace() const {
    return qobject_cast<Place*>(stack_->currentWidget());
}

Place* MainWindow::findPlace(const QString& placeId) const {
    return places_.value(placeId);
}

void MainWindow::setFile(const QString& path) {
    history_.clear();
    if (!path.isEmpty()) {
        settings_.addRecentFile(path);
    }
    sideBar_->setFiles(path, settings_.get(Settings::Key::recentFiles).toStringList());
    setWindowFilePath(path);
    setWindowTitle(path.isEmpty() ? tr("Tiebreak") : tr("%1 – Tiebreak").arg(QFileInfo(path).fileName()));
    updateGoActions();
}

QString MainWindow::foldKey() const {
    const Place* place = currentPlace();
    return QStringLiteral("sidebar/folded/%1").arg(place ? place->placeId() : QStringLiteral("start"));
}

void MainWindow::applyFold() {
    const Place* place = currentPlace();
    const bool folded = settings_.state(foldKey(), place && place->startsFolded()).toBool();
    sideBar_->setFolded(folded);
    foldAction_->setChecked(folded);
}

void MainWindow::toggleFold() {
    settings_.setState(foldKey(), !sideBar_->isFolded());
    applyFold();
}

void MainWindow::restoreGeometryOrDefault() {
    const QByteArray kept = settings_.get(Settings::Key::windowGeometry).toByteArray();
    if (!kept.isEmpty() && restoreGeometry(kept)) {
        return;
    }
    const QRect screen = QGuiApplication::primaryScreen()->availableGeometry();
    resize(preferred.boundedTo(screen.size()).expandedTo(smallest));
}

void MainWindow::keepState() {
    settings_.set(Settings::Key::windowGeometry, saveGeometry());
    settings_.sync();
}

void MainWindow::openPalette(const QString& typed) {
    palette_->open(menuBar()->height(), typed);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    keepState();
    emit closing();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QStringList paths = localFiles(event->mimeData());
    if (!paths.isEmpty()) {
        event->acceptProposedAction();
        dropOverlay_->showOver(static_cast<int>(paths.size()));
    }
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
    dropOverlay_->hide();
}

void MainWindow::dropEvent(QDropEvent* event) {
    dropOverlay_->hide();
    const QStringList paths = localFiles(event->mimeData());
    if (!paths.isEmpty()) {
        event->acceptProposedAction();
        emit filesDropped(paths);
    }
}

} // namespace tiebreak::ui
