// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

namespace tiebreak::ui {

/// A plain area in one of the ground colours, with hairlines along the edges that are asked for.
class Pane : public QWidget {
    Q_OBJECT

public:
    explicit Pane(QColor Tokens::*ground = &Tokens::content, Qt::Edges hairlines = {},
                  QWidget* parent = nullptr);

    void setGround(QColor Tokens::*ground);
    void setHairlines(Qt::Edges edges);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QColor Tokens::*ground_;
    Qt::Edges hairlines_;
};

/// A hairline that takes one pixel of a layout.
class Hairline : public QWidget {
    Q_OBJECT

public:
    explicit Hairline(Qt::Orientation orientation = Qt::Horizontal, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace tiebreak::ui
