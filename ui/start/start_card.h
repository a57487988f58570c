// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/start/card_pictures.h"

#include <QAbstractButton>

namespace tiebreak::ui {

class Button;

/// One of the three ways in: a picture of what comes of it, a sentence, a button. The whole card is the
/// button; Enter and Space press it.
class StartCard : public QAbstractButton {
    Q_OBJECT

public:
    struct Texts {
        QString icon;
        QString title;
        QString body;
        QString button;
        QString key;  ///< on the button's key cap
        QString hint; ///< how long it takes
    };

    StartCard(const Texts& texts, CardPicture picture, bool main, QWidget* parent = nullptr);

    /// Room the focus ring takes around the card, within the widget.
    static constexpr int ringMargin = 4;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    Texts texts_;
    CardPicture picture_;
};

} // namespace tiebreak::ui
