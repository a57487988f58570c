// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QKeySequence;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// "Ctrl K" for Ctrl+K: how key caps name keys.
QString keyCapText(const QKeySequence& keys);

/// Width and height of a cap with this text.
QSize keyCapSize(const QString& text);

/// Whether buttons and filter fields show their keys; hint lines and Label's answer keys always do.
[[nodiscard]] bool keyCapsShown();
void setKeyCapsShown(bool shown);

/// On which ground a cap stands: a plain control, a filled main button, or an answer key in accent.
enum class KeyCapGround { plain, main, accent };

void paintKeyCap(QPainter& painter, const QRect& box, const QString& text, const Tokens& tokens,
                 KeyCapGround ground = KeyCapGround::plain);

/// A key cap standing by itself, such as in a hint line. It tells, it is not pressed.
class KeyCap : public QWidget {
    Q_OBJECT

public:
    explicit KeyCap(const QString& text, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return keyCapSize(text_); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString text_;
};

} // namespace tiebreak::ui
