// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/compare_runs.h"

#include <string>

namespace tiebreak::cli {

/// A comparison for reading in a terminal: the sentence, what it rests on, categories, what changed most.
[[nodiscard]] std::string comparison_text(const workbench::RunComparison& comparison);

} // namespace tiebreak::cli
