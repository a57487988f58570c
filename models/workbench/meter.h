// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

namespace tiebreak::workbench {

/// One line of "What could mislead": a meter with a harmless band.
struct Meter {
    std::string name;            ///< "Position", "Length", "Judge reruns", "Parse failures", …
    std::optional<double> value; ///< in the meter's own unit
    std::optional<double> low;   ///< 95 % interval
    std::optional<double> high;
    double band_low = 0; ///< harmless from … to
    double band_high = 0;
    double scale_low = 0; ///< what the strip shows
    double scale_high = 1;
    std::string text; ///< the figure in words
    enum class State { fine, watch, unknown } state = State::unknown;
};

} // namespace tiebreak::workbench
