// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/key_list.h"

#include "ui/shell/locator_sources.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/key_cap.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QSet>

namespace tiebreak::ui {

namespace {

void collect(const QMenu* menu, QList<KeyEntry>& entries) {
    const QList<QAction*> actions = menu->actions();
    for (const QAction* action : actions) {
        if (action->menu()) {
            collect(action->menu(), entries);
        }
        const QList<QKeySequence> shortcuts = action->shortcuts();
        for (const QKeySequence& keys : shortcuts) {
            entries << KeyEntry{keys, withoutMnemonic(action->text())};
        }
    }
}

} // namespace

QList<KeyGroup> allKeys(MainWindow& window) {
    QList<KeyGroup> groups;
    KeyGroup everywhere{MainWindow::tr("Everywhere"), {}, {}};
    const QList<QAction*> menus = window.menuBar()->actions();
    for (const QAction* action : menus) {
        if (action->menu()) {
            collect(action->menu(), everywhere.entries);
        }
    }
    groups << everywhere;
    groups << KeyGroup{
        MainWindow::tr("Find anything"),
        QStringLiteral("palette"),
        {{QKeySequence(Qt::Key_Return), MainWindow::tr("Open")},
         {QKeySequence(Qt::ALT | Qt::Key_Return), MainWindow::tr("Open beside, in a window of its own")},
         {QKeySequence(Qt::Key_Greater), MainWindow::tr("Only actions, typed first")},
         {QKeySequence(Qt::Key_NumberSign), MainWindow::tr("Only items, typed first")},
         {QKeySequence(Qt::Key_At), MainWindow::tr("Only models, typed first")}}};
    const QList<Place*> places = window.allPlaces();
    for (const Place* place : places) {
        KeyGroup group{window.titleOf(place->placeId()), place->placeId(), place->keys()};
        if (!group.entries.isEmpty()) {
            groups << group;
        }
    }
    return groups;
}

QStringList keyConflicts(const QList<KeyGroup>& groups) {
    QStringList conflicts;
    const auto clash = [&](const KeyEntry& a, const KeyEntry& b, const QString& where) {
        conflicts
            << QStringLiteral("%1 in %2: \"%3\" and \"%4\"").arg(a.keys.toString(), where, a.does, b.does);
    };
    for (const KeyGroup& group : groups) {
        for (qsizetype i = 0; i < group.entries.size(); ++i) {
            for (qsizetype j = i + 1; j < group.entries.size(); ++j) {
                // One thing may be reached from two menus.
                if (group.entries[i].keys == group.entries[j].keys &&
                    group.entries[i].does != group.entries[j].does) {
                    clash(group.entries[i], group.entries[j], group.title);
                }
            }
            const bool inPlace = !group.placeId.isEmpty() && group.placeId != QLatin1String("palette");
            for (const KeyEntry& global : groups.front().entries) {
                if (inPlace && global.keys == group.entries[i].keys && global.does != group.entries[i].does) {
                    clash(global, group.entries[i], group.title);
                }
            }
        }
    }
    return conflicts;
}

} // namespace tiebreak::ui
