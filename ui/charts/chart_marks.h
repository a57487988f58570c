// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QPointF>
#include <QRectF>

class QPainter;

namespace tiebreak::ui {

inline constexpr double chartMarkSize = 10;
inline constexpr double chartMarkHalo = 1;

/// A candidate's mark on a chart, with a halo in the ground colour; `faded` for what is left out.
void paintChartMark(QPainter& painter, const QPointF& at, int slot, bool faded, const Tokens& tokens);

/// A mark that stands for no candidate: a round dot in the accent colour.
void paintAccentMark(QPainter& painter, const QPointF& at, const Tokens& tokens);

/// The mark of a legend's line in `box`; `accentSlot` for the dot in the accent.
void paintLegendMark(QPainter& painter, const QRectF& box, int slot, const Tokens& tokens);

} // namespace tiebreak::ui
