// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/box_grid.h"

#include "ui/charts/chart_geometry.h"

#include <algorithm>
#include <cmath>

namespace tiebreak::ui {

namespace {

constexpr double cell = 24;

} // namespace

BoxGrid::BoxGrid(const QRectF& area)
    : area_(area)
    , columns_(std::max(1, static_cast<int>(std::ceil(area.width() / cell))))
    , rows_(std::max(1, static_cast<int>(std::ceil(area.height() / cell))))
    , cells_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {}

BoxGrid::Cells BoxGrid::cellsOf(const QRectF& box) const {
    const auto column = [&](double x) {
        return static_cast<int>(std::clamp((x - area_.left()) / cell, 0.0, columns_ - 1.0));
    };
    const auto row = [&](double y) {
        return static_cast<int>(std::clamp((y - area_.top()) / cell, 0.0, rows_ - 1.0));
    };
    return {column(box.left()), column(box.right()), row(box.top()), row(box.bottom())};
}

void BoxGrid::add(const QRectF& box) {
    const int index = static_cast<int>(boxes_.size());
    boxes_.push_back(box);
    const Cells c = cellsOf(box);
    for (int y = c.top; y <= c.bottom; ++y) {
        for (int x = c.left; x <= c.right; ++x) {
            cells_[static_cast<std::size_t>(y * columns_ + x)].push_back(index);
        }
    }
}

template <class Hit>
bool BoxGrid::any(const QRectF& within, Hit hit) const {
    const Cells c = cellsOf(within);
    for (int y = c.top; y <= c.bottom; ++y) {
        for (int x = c.left; x <= c.right; ++x) {
            for (const int index : cells_[static_cast<std::size_t>(y * columns_ + x)]) {
                if (hit(boxes_[static_cast<std::size_t>(index)])) {
                    return true;
                }
            }
        }
    }
    return false;
}

bool BoxGrid::touches(const QRectF& box) const {
    return any(box, [&](const QRectF& other) { return other.intersects(box); });
}

bool BoxGrid::crosses(const QLineF& segment, const QPointF& except) const {
    return any(QRectF(segment.p1(), segment.p2()).normalized(), [&](const QRectF& other) {
        return !other.contains(except) && segmentTouches(segment, other);
    });
}

} // namespace tiebreak::ui
