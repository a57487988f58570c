// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

namespace tiebreak::ui {

enum class BadgeTone { neutral, ok, warn, bad };

QSize badgeSize(const QString& text, bool icon = false);

/// 18 high, a ground without a border. `icon` is a name from the icon set or empty.
void paintBadge(QPainter& painter, const QRect& box, const QString& text, BadgeTone tone,
                const Tokens& tokens, const QString& icon = {});

/// A word on a ground: "baseline", "503 busy 2". Tells, is not pressed.
class Badge : public QWidget {
    Q_OBJECT

public:
    explicit Badge(const QString& text, BadgeTone tone = BadgeTone::neutral, const QString& icon = {},
                   QWidget* parent = nullptr);

    [[nodiscard]] QString text() const { return text_; }
    void setText(const QString& text);
    void setTone(BadgeTone tone);

    [[nodiscard]] QSize sizeHint() const override { return badgeSize(text_, !icon_.isEmpty()); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString text_;
    BadgeTone tone_;
    QString icon_;
};

} // namespace tiebreak::ui
