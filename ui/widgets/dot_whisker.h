// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QStyledItemDelegate>
#include <QVector>
#include <QWidget>

#include <optional>

namespace tiebreak::ui {

/// A value with its interval, in the units of the axis.
struct DotWhisker {
    double value = 0;
    std::optional<double> low = {};
    std::optional<double> high = {};
    int slot = -1;                 ///< a candidate's shape and colour; -1 a small circle
    QColor Tokens::*ink = nullptr; ///< overrides the candidate's colour
    bool hollowIfHoldsZero = false;
    QColor colour = {}; ///< where valid, overrides both
};

/// Where the axis of a dot-and-whisker column begins and ends, and where its grid lines are.
struct DotAxis {
    double from = 0;
    double to = 1;
    QVector<double> ticks;
    std::optional<double> zero;                    ///< a line in `strong` here
    std::optional<std::pair<double, double>> band; ///< the harmless margin

    /// Position of a value between `left` and `left + width`, pixels; clamped to the axis.
    [[nodiscard]] double at(double value, double left, double width) const;

    /// Round ticks, 3 to 6 of them, around all the values with their intervals.
    static DotAxis around(const QVector<DotWhisker>& values);
};

/// Grid, band, line 1.5 px and dot of one row.
void paintDotWhisker(QPainter& painter, const QRect& box, const DotWhisker& dot, const DotAxis& axis,
                     const Tokens& tokens);

/// The numbers of an axis over its column, leaving out those that would touch.
void paintAxisTicks(QPainter& painter, const QRect& box, const DotAxis& axis, const Tokens& tokens);

/// Paints valueRole, lowRole, highRole and slotRole of items/roles.h along one axis for the whole column.
/// For differences: `setAsDifference` takes the colour from toneRole and draws the dot hollow where the
/// interval holds 0.
class DotWhiskerDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit DotWhiskerDelegate(QObject* parent = nullptr)
        : QStyledItemDelegate(parent) {}

    void setAxis(const DotAxis& axis) { axis_ = axis; }
    [[nodiscard]] const DotAxis& axis() const { return axis_; }
    void setAsDifference(bool on) { difference_ = on; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    DotAxis axis_;
    bool difference_ = false;
};

} // namespace tiebreak::ui
