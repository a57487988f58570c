// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

QT_BEGIN_NAMESPACE
class QPainter;
class QRectF;
QT_END_NAMESPACE

namespace tiebreak::ui {

/// What comes of each way in, as a small drawing: a chart, answers side by side, endpoints nobody has asked
/// yet.
enum class CardPicture { chart, answers, endpoints };

void paintCardPicture(QPainter& painter, const QRectF& area, CardPicture picture, const Tokens& tokens);

} // namespace tiebreak::ui
