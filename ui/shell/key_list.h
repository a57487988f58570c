// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

namespace tiebreak::ui {

class MainWindow;
class Place;

/// One key and what it does.
struct KeyEntry {
    QKeySequence keys;
    QString does;
};

/// Keys that work in one part of the window.
struct KeyGroup {
    QString title;
    QString placeId; ///< empty: everywhere
    QList<KeyEntry> entries;
};

/// Every key that works, from the actions themselves: the menus' first, then each place's own. Makes the
/// places that were not gone to yet.
[[nodiscard]] QList<KeyGroup> allKeys(MainWindow& window);

/// Two actions on one key where both are reachable at once, a sentence each; empty where there are none.
[[nodiscard]] QStringList keyConflicts(const QList<KeyGroup>& groups);

} // namespace tiebreak::ui
