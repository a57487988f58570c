// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filter_field.h"

#include "ui/theme/icon_set.h"
#include "ui/theme/theme.h"
#include "ui/widgets/key_cap.h"

#include <QKeyEvent>
#include <QPainter>
#include <QTimer>

namespace tiebreak::ui {

FilterField::FilterField(const QString& hint, QWidget* parent)
    : QLineEdit(parent)
    , keyCap_(QStringLiteral("Ctrl F")) {
    setPlaceholderText(hint);
    setAccessibleName(hint);
    setClearButtonEnabled(true);
    setTextMargins(20, 0, 0, 0);
    rest_ = new QTimer(this);
    rest_->setSingleShot(true);
    setDelay(150);
    connect(this, &QLineEdit::textChanged, rest_, qOverload<>(&QTimer::start));
    connect(rest_, &QTimer::timeout, this, [this] { emit filterChanged(text()); });
}

void FilterField::setKeyCap(const QString& text) {
    keyCap_ = text;
    update();
}

void FilterField::setDelay(int milliseconds) {
    rest_->setInterval(milliseconds);
}

QSize FilterField::sizeHint() const {
    return {224, QLineEdit::sizeHint().height()};
}

void FilterField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    icons::paint(painter, QRect(8, (height() - 14) / 2, 14, 14), QStringLiteral("search"), tokens().text2);
    if (text().isEmpty() && !keyCap_.isEmpty() && keyCapsShown()) {
        const QSize cap = keyCapSize(keyCap_);
        paintKeyCap(painter, QRect(QPoint(width() - cap.width() - 5, (height() - cap.height()) / 2), cap),
                    keyCap_, tokens());
    }
}

void FilterField::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    }
    if (event->key() == Qt::Key_Down) {
        emit leftDownwards();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace tiebreak::ui
