// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/place.h"

#include "ui/shell/locator_sources.h"

#include <QAction>

namespace tiebreak::ui {

Place::Place(QWidget* parent)
    : QWidget(parent) {
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

void Place::activate(const QVariantMap&) {}

QVariantMap Place::location() const {
    return {};
}

bool Place::focusFilter() {
    return false;
}

QWidget* Place::firstFocus() {
    return nullptr;
}

QUndoStack* Place::undoStack() {
    return nullptr;
}

bool Place::startsFolded() const {
    return false;
}

QList<KeyEntry> Place::keys() const {
    QList<KeyEntry> entries;
    const QList<QAction*> actions = findChildren<QAction*>();
    for (const QAction* action : actions) {
        const QList<QKeySequence> shortcuts = action->shortcuts();
        for (const QKeySequence& keys : shortcuts) {
            // What a text field does with Ctrl+C everybody knows.
            if (!keys.isEmpty() && !action->text().isEmpty()) {
                entries << KeyEntry{keys, withoutMnemonic(action->text())};
            }
        }
    }
    return entries;
}

} // namespace tiebreak::ui
