// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/verdict_glyph.h"
#include "ui/widgets/dot_whisker.h"

#include <QWidget>

namespace tiebreak::ui {

/// A difference with its interval against 0 and the margin within which it does not matter.
class IntervalAxis : public QWidget {
    Q_OBJECT

public:
    explicit IntervalAxis(QWidget* parent = nullptr);

    /// `margin` in the unit of the scores; no interval where `low` and `high` are absent.
    void setInterval(double value, std::optional<double> low, std::optional<double> high, double margin,
                     VerdictTone tone);

    /// Where the axis begins and ends, and its ticks.
    [[nodiscard]] const DotAxis& axis() const { return axis_; }

    [[nodiscard]] QSize sizeHint() const override { return {640, 50}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {280, 50}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    DotWhisker dot_;
    DotAxis axis_;
    VerdictTone tone_ = VerdictTone::cannotTell;
    QString marginText_;
    int tickDecimals_ = 0;
};

} // namespace tiebreak::ui
