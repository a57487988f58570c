// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_ranges.h"

#include <cmath>

namespace tiebreak::ui {

namespace {

/// A step of 1, 2 or 5 times a power of ten that cuts a length into about `parts`.
double roundStep(double length, double parts) {
    const double raw = length / parts;
    const double power = std::pow(10, std::floor(std::log10(raw)));
    const double mantissa = raw / power;
    return power * (mantissa < 1.5 ? 1 : mantissa < 3.5 ? 2 : mantissa < 7.5 ? 5 : 10);
}

} // namespace

std::pair<double, double> roundedRange(const Extent& e, double parts, double padding) {
    if (!e.any()) {
        return {0, 1};
    }
    if (e.low == e.high) {
        const double half = std::max(std::abs(e.low) * 0.05, 0.5);
        return {e.low - half, e.high + half};
    }
    const double pad = (e.high - e.low) * padding;
    const double step = roundStep(e.high - e.low + 2 * pad, parts);
    return {std::floor((e.low - pad) / step) * step, std::ceil((e.high + pad) / step) * step};
}

} // namespace tiebreak::ui
