// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QString>

QT_BEGIN_NAMESPACE
class QPainter;
class QRectF;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// What a comparison says. Always shown as glyph and word, never as colour alone.
enum class VerdictTone { better, worse, cannotTell };

/// ▲ in `ok`, ▼ in `bad`, ? in `text3`, filling `box`; drawn, so that it does not depend on a font.
void paintVerdictGlyph(QPainter& painter, const QRectF& box, VerdictTone tone, const Tokens& tokens);

QColor verdictColour(VerdictTone tone, const Tokens& tokens);

/// "better", "worse", "cannot tell".
QString verdictWord(VerdictTone tone);

} // namespace tiebreak::ui
