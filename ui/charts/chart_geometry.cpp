// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_geometry.h"

#include <cmath>
#include <utility>

namespace tiebreak::ui {

std::optional<QLineF> clippedSegment(const QLineF& segment, const QRectF& rect) {
    if (!std::isfinite(segment.x1()) || !std::isfinite(segment.y1()) || !std::isfinite(segment.x2()) ||
        !std::isfinite(segment.y2())) {
        return std::nullopt;
    }
    double from = 0;
    double to = 1;
    // Each side: how far along the segment the half-plane begins or ends.
    for (const auto& [slope, room] : {std::pair(-segment.dx(), segment.x1() - rect.left()),
                                      std::pair(segment.dx(), rect.right() - segment.x1()),
                                      std::pair(-segment.dy(), segment.y1() - rect.top()),
                                      std::pair(segment.dy(), rect.bottom() - segment.y1())}) {
        if (slope == 0) {
            if (room < 0) {
                return std::nullopt;
            }
        } else if (slope < 0) {
            from = std::max(from, room / slope);
        } else {
            to = std::min(to, room / slope);
        }
    }
    if (from > to) {
        return std::nullopt;
    }
    return QLineF(segment.pointAt(from), segment.pointAt(to));
}

bool segmentTouches(const QLineF& segment, const QRectF& rect) {
    return clippedSegment(segment, rect).has_value();
}

QPolygonF clippedPolygon(const QPolygonF& polygon, const QRectF& rect) {
    const auto cut = [](const QPolygonF& in, auto inside, auto crossing) {
        QPolygonF out;
        for (qsizetype i = 0; i < in.size(); ++i) {
            const QPointF& a = in[(i + in.size() - 1) % in.size()];
            const QPointF& b = in[i];
            if (inside(a) != inside(b)) {
                out << crossing(a, b);
            }
            if (inside(b)) {
                out << b;
            }
        }
        return out;
    };
    const auto atX = [](double x) {
        return [x](const QPointF& a, const QPointF& b) {
            return QPointF(x, a.y() + (x - a.x()) / (b.x() - a.x()) * (b.y() - a.y()));
        };
    };
    const auto atY = [](double y) {
        return [y](const QPointF& a, const QPointF& b) {
            return QPointF(a.x() + (y - a.y()) / (b.y() - a.y()) * (b.x() - a.x()), y);
        };
    };
    QPolygonF p = polygon;
    p = cut(
        p, [&](const QPointF& q) { return q.x() >= rect.left(); }, atX(rect.left()));
    p = cut(
        p, [&](const QPointF& q) { return q.x() <= rect.right(); }, atX(rect.right()));
    p = cut(
        p, [&](const QPointF& q) { return q.y() >= rect.top(); }, atY(rect.top()));
    return cut(
        p, [&](const QPointF& q) { return q.y() <= rect.bottom(); }, atY(rect.bottom()));
}

} // namespace tiebreak::ui
