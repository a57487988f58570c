// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QIcon>
#include <QString>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QPainter;
class QRectF;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// The window's own line icons: resources/icons/NAME.svg, 16 px, drawn in `currentColor`.
/// A name without a file is a bug and is reported once on stderr; tests walk all names that the code uses.
namespace icons {

/// An icon that follows the theme: `text2` normally, `accent` when selected or checked, faded when disabled.
QIcon get(const QString& name);

/// The same in one token's colour whatever its state.
QIcon get(const QString& name, QColor Tokens::*colour);

/// Paints one into a rectangle in a given colour.
void paint(QPainter& painter, const QRectF& box, const QString& name, const QColor& colour);

/// Every icon there is.
QStringList names();

} // namespace icons

} // namespace tiebreak::ui
