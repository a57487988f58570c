// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineF>
#include <QPointF>
#include <QRectF>

#include <optional>
#include <vector>

namespace tiebreak::ui {

// All in pixels, y downward.

/// What labels have to get along with.
struct LabelScene {
    QRectF area;                   ///< no label leaves it
    std::vector<QRectF> obstacles; ///< no label and no leader touches one: marks, labels that stand already
    std::vector<QRectF> bars;      ///< no label touches one, a leader may: error bars
    std::vector<QLineF> lines;     ///< crossed only where there is no other place
};

/// One text that belongs to a point.
struct LabelRequest {
    QPointF point;
    QSizeF size;
    double clearance = 7; ///< from the point's centre to the nearest text
};

struct LabelPlace {
    QRectF box;
    std::optional<QLineF> leader; ///< from the point's edge to a text that stands further off
};

/// A place for each label so that none touches another, another's leader or an obstacle; absent where there
/// is no such place. Near places are preferred, right of the point before left, above and below.
/// Deterministic. A label whose place is taken may push the other one on, as in breakout local search (each
/// push makes the pushed label dearer to push again).
[[nodiscard]] std::vector<std::optional<LabelPlace>> placeLabels(const LabelScene& scene,
                                                                 const std::vector<LabelRequest>& labels);

/// A place for a line's own label, along it and clear of it, as near to its right end (or left) as can be,
/// below it before above. Absent where there is none.
[[nodiscard]] std::optional<QRectF> placeAlongLine(const LabelScene& scene, const QLineF& line,
                                                   const QSizeF& size, bool fromRight);

} // namespace tiebreak::ui
