// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/place.h"

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

} // namespace tiebreak::ui
