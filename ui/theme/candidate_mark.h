// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QIcon>
#include <QPainterPath>
#include <QString>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// The outline of a candidate's shape centred on (0, 0), sized to look like `size` pixels beside the others.
/// Slots count from 0; from 8 on the same shapes are drawn hollow. Below 0: a small circle.
QPainterPath candidateShape(int slot, qreal size);

/// True where the shape is drawn as an outline.
bool candidateHollow(int slot);

/// Paints a candidate's mark centred in `box`, in its colour.
void paintCandidateMark(QPainter& painter, const QRectF& box, int slot, const Tokens& tokens);

/// The mark as an icon that follows the theme; for combos, menus and tree nodes.
QIcon candidateIcon(int slot);

/// "blue circle", "hollow green triangle"; "reference model" below 0. For accessible names.
QString candidateMarkName(int slot);

} // namespace tiebreak::ui
