// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <limits>
#include <utility>

namespace tiebreak::ui {

/// The stretch that holds some values; empty until the first.
struct Extent {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void hold(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    [[nodiscard]] bool any() const { return low <= high; }
};

/// A range around an extent, widened by a share of its length and ending at round numbers that cut it into
/// about `parts`. Something even where nothing or one value is held.
[[nodiscard]] std::pair<double, double> roundedRange(const Extent& extent, double parts, double padding);

} // namespace tiebreak::ui
