// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFocusFrame>
#include <QObject>
#include <QPointer>

namespace tiebreak::ui {

/// Draws the 2 px accent ring 1 px outside whichever control has the focus, whatever gave it the focus.
/// Views draw their ring inside and are left alone, and so is any widget with the property
/// "ownFocusRing".
class FocusRing : public QObject {
    Q_OBJECT

public:
    explicit FocusRing(QObject* parent);

    /// The control a ring is drawn around for a focused widget; null where none is.
    static QWidget* ringed(QWidget* focused);

private:
    void follow(QWidget* focused);

    QPointer<QFocusFrame> frame_;
};

} // namespace tiebreak::ui
