// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineF>
#include <QPolygonF>
#include <QRectF>

#include <optional>

namespace tiebreak::ui {

// Charts cut what they draw to the axes themselves: SVG by Qt 6.4 carries no clipping.

/// The part of a segment within a rectangle (Liang and Barsky 1984); absent where there is none, or where an
/// end is not finite.
[[nodiscard]] std::optional<QLineF> clippedSegment(const QLineF& segment, const QRectF& rect);

[[nodiscard]] bool segmentTouches(const QLineF& segment, const QRectF& rect);

/// The part of a polygon within a rectangle (Sutherland and Hodgman 1974), for filling: parts that the
/// rectangle separates stay joined along its edge.
[[nodiscard]] QPolygonF clippedPolygon(const QPolygonF& polygon, const QRectF& rect);

} // namespace tiebreak::ui
