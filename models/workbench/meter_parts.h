// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of this room: how a meter is made and read.
#pragma once

#include "workbench/meter.h"

namespace tiebreak::workbench {

[[nodiscard]] Meter meter(const char* name, double band_low, double band_high, double scale_low,
                          double scale_high);

/// Sets the state by value and band. `neutral`: the value of a judge without a lean.
void judge_value(Meter& m, double neutral = 0);

} // namespace tiebreak::workbench
