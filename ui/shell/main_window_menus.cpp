// SPDX-License-Identifier: GPL-3.0-or-later
// Menu bar and actions of MainWindow.
#include "ui/settings/settings.h"
#include "ui/shell/find_button.h"
#include "ui/shell/locator_sources.h"
#include "ui/shell/main_window.h"
#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_cap.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QMenuBar>
#include <QMessageBox>
#include <QUndoGroup>

namespace tiebreak::ui {

QMenu* MainWindow::menu(MenuId id) {
    const int key = static_cast<int>(id);
    if (QMenu* there = menus_.value(key)) {
        return there;
    }
    QString title;
    switch (id) {
    case MenuId::file:
        title = tr("&File");
        break;
    case MenuId::edit:
        title = tr("&Edit");
        break;
    case MenuId::view:
        title = tr("&View");
        break;
    case MenuId::go:
        title = tr("&Go");
        break;
    case MenuId::run:
        title = tr("&Run");
        break;
    case MenuId::label:
        title = tr("&Label");
        break;
    case MenuId::help:
        title = tr("&Help");
        break;
    }
    auto* made = new QMenu(title, this);
    QAction* before = nullptr;
    for (int later = key + 1; later <= static_cast<int>(MenuId::help) && !before; ++later) {
        if (const QMenu* next = menus_.value(later)) {
            before = next->menuAction();
        }
    }
    menus_.insert(key, made);
    menuBar()->insertMenu(before, made);
    return made;
}

void MainWindow::buildMenus() {
    menuBar()->setFixedHeight(metric::menuBar - 1); // the hairline under it is the body's first
    menuBar()->setNativeMenuBar(false);
    auto* find = new FindButton;
    find->setObjectName(QStringLiteral("findButton"));
    menuBar()->setCornerWidget(find, Qt::TopRightCorner);
    connect(find, &QAbstractButton::clicked, this, [this] { openPalette(); });

    QAction* quit =
        menu(MenuId::file)->addAction(tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), this, &QWidget::close);
    quit->setMenuRole(QAction::QuitRole);
    quit->setObjectName(QStringLiteral("quitAction"));

    QMenu* edit = menu(MenuId::edit);
    QAction* undo = undo_->createUndoAction(this, tr("&Undo"));
    undo->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Z));
    undo->setIcon(icons::get(QStringLiteral("undo")));
    undo->setObjectName(QStringLiteral("undoAction"));
    QAction* redo = undo_->createRedoAction(this, tr("&Redo"));
    redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    redo->setIcon(icons::get(QStringLiteral("redo")));
    redo->setObjectName(QStringLiteral("redoAction"));
    edit->addActions({undo, redo});
    edit->addSeparator();
    QAction* palette = edit->addAction(icons::get(QStringLiteral("search")), tr("&Find anything…"),
                                       QKeySequence(Qt::CTRL | Qt::Key_K), this, [this] { openPalette(); });
    palette->setObjectName(QStringLiteral("findAction"));
    filterAction_ = edit->addAction(icons::get(QStringLiteral("filter")), tr("Fi&lter this list"),
                                    QKeySequence(Qt::CTRL | Qt::Key_F), this, [this] {
                                        if (Place* place = currentPlace()) {
                                            place->focusFilter();
                                        }
                                    });

    edit->addSeparator();
    QAction* settings =
        edit->addAction(icons::get(QStringLiteral("settings")), tr("&Settings…"),
                        QKeySequence(Qt::CTRL | Qt::Key_Comma), this, &MainWindow::settingsWanted);
    settings->setMenuRole(QAction::PreferencesRole);
    settings->setObjectName(QStringLiteral("settingsAction"));

    QMenu* view = menu(MenuId::view);
    foldAction_ = view->addAction(tr("&Fold the sidebar"), QKeySequence(Qt::CTRL | Qt::Key_B), this,
                                  &MainWindow::toggleFold);
    foldAction_->setCheckable(true);
    foldAction_->setObjectName(QStringLiteral("foldAction"));
    QAction* full = view->addAction(tr("Full &screen"), QKeySequence(Qt::Key_F11), this, [this](bool on) {
        setWindowState(windowState().setFlag(Qt::WindowFullScreen, on));
    });
    full->setCheckable(true);
    view->addSeparator();
    QMenu* look = view->addMenu(tr("&Appearance"));
    auto* modes = new QActionGroup(this);
    const QString chosen = settings_.get(Settings::Key::themeMode).toString();
    const QList<std::pair<QString, QString>> choices = {{QStringLiteral("system"), tr("As the &system")},
                                                        {QStringLiteral("light"), tr("&Light")},
                                                        {QStringLiteral("dark"), tr("&Dark")}};
    for (const auto& [mode, title] : choices) {
        QAction* action = modes->addAction(title);
        action->setCheckable(true);
        action->setChecked(mode == chosen);
        connect(action, &QAction::triggered, this, [this, mode = mode] { chooseTheme(mode); });
        look->addAction(action);
    }
    chooseTheme(chosen);

    QMenu* go = menu(MenuId::go);
    backAction_ = go->addAction(icons::get(QStringLiteral("arrow-left")), tr("&Back"),
                                QKeySequence(Qt::ALT | Qt::Key_Left), this, &MainWindow::goBack);
    forwardAction_ = go->addAction(icons::get(QStringLiteral("arrow-right")), tr("&Forward"),
                                   QKeySequence(Qt::ALT | Qt::Key_Right), this, &MainWindow::goForward);
    go->insertSeparator(backAction_);

    QAction* keys =
        menu(MenuId::help)
            ->addAction(tr("&Shortcuts"), QKeySequence(Qt::Key_F1), this, &MainWindow::shortcutsWanted);
    keys->setObjectName(QStringLiteral("shortcutsAction"));
    QAction* about = menu(MenuId::help)->addAction(tr("&About Tiebreak"), this, [this] {
        QMessageBox box(this);
        box.setTextFormat(Qt::PlainText);
        box.setWindowTitle(tr("About Tiebreak"));
        box.setText(tr("Tiebreak %1").arg(QApplication::applicationVersion()));
        box.setInformativeText(
            tr("Compares fine-tuned language models on your own items and says how sure you may be.\n\n"
               "Free software under the GNU General Public License, version 3 or later."));
        box.exec();
    });
    about->setMenuRole(QAction::AboutRole);

    locator_->addSource(std::make_shared<ListSource>(tr("Places"), [this] {
        QList<LocatorEntry> entries;
        for (const auto& [number, info] : infos_) {
            LocatorEntry entry;
            entry.icon = icons::get(info.icon);
            entry.title = info.title;
            entry.shortcut = keyCapText(QKeySequence(QStringLiteral("Ctrl+%1").arg(number)));
            entry.activate = [this, id = info.id](bool) { navigate(id); };
            entries << entry;
        }
        return entries;
    }));
    locator_->addSource(std::make_shared<ActionSource>(menuBar()));
    updateGoActions();
}

void MainWindow::updateGoActions() {
    backAction_->setEnabled(history_.canGoBack());
    forwardAction_->setEnabled(history_.canGoForward());
    filterAction_->setEnabled(stack_ && currentPlace());
}

void MainWindow::chooseTheme(const QString& mode) {
    settings_.set(Settings::Key::themeMode, mode);
    Theme::instance().setMode(mode == QLatin1String("dark")    ? Theme::Mode::dark
                              : mode == QLatin1String("light") ? Theme::Mode::light
                                                               : Theme::Mode::system);
}

} // namespace tiebreak::ui
