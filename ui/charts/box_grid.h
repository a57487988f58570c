// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineF>
#include <QRectF>

#include <vector>

namespace tiebreak::ui {

/// Many boxes, sorted into cells of an area, to ask what lies in a place without going through all of them.
class BoxGrid {
public:
    explicit BoxGrid(const QRectF& area);

    void add(const QRectF& box);

    /// Whether any box overlaps this one.
    [[nodiscard]] bool touches(const QRectF& box) const;

    /// Whether a segment runs into any box other than those that hold `except`.
    [[nodiscard]] bool crosses(const QLineF& segment, const QPointF& except) const;

private:
    struct Cells {
        int left, right, top, bottom;
    };
    [[nodiscard]] Cells cellsOf(const QRectF& box) const;

    template <class Hit>
    [[nodiscard]] bool any(const QRectF& within, Hit hit) const;

    QRectF area_;
    int columns_;
    int rows_;
    std::vector<QRectF> boxes_;
    std::vector<std::vector<int>> cells_;
};

} // namespace tiebreak::ui
