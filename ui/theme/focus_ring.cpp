// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/focus_ring.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QComboBox>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTextEdit>

namespace tiebreak::ui {

FocusRing::FocusRing(QObject* parent)
    : QObject(parent) {
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { follow(now); });
}

QWidget* FocusRing::ringed(QWidget* focused) {
    if (!focused || focused->isWindow() || focused->property("ownFocusRing").toBool()) {
        return nullptr;
    }
    const bool text = qobject_cast<QPlainTextEdit*>(focused) || qobject_cast<QTextEdit*>(focused);
    if ((qobject_cast<QAbstractScrollArea*>(focused) && !text) || qobject_cast<QMenuBar*>(focused) ||
        qobject_cast<QMenu*>(focused) || qobject_cast<QTabBar*>(focused)) {
        return nullptr;
    }
    // An input inside a combo, a spin box or a search field: the ring belongs to the whole control.
    QWidget* control = focused;
    for (QWidget* up = focused->parentWidget(); up && !up->isWindow(); up = up->parentWidget()) {
        if (qobject_cast<QAbstractItemView*>(up)) {
            return nullptr;
        }
        if (up->focusProxy() == focused) {
            control = up;
        }
    }
    return control->property("ownFocusRing").toBool() ? nullptr : control;
}

void FocusRing::follow(QWidget* focused) {
    QWidget* control = ringed(focused);
    if (!frame_) {
        // The frame is a sibling of what it surrounds and dies with that parent.
        if (!control) {
            return;
        }
        frame_ = new QFocusFrame;
        frame_->setObjectName(QStringLiteral("focusRing"));
    }
    frame_->setWidget(control);
}

} // namespace tiebreak::ui
