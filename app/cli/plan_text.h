// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/plan.h"

#include <string>

namespace tiebreak::cli {

/// A plan for people: a line a candidate and a judging, then what it comes to, and what to know before.
[[nodiscard]] std::string to_text(const workbench::RunPlan& plan);

} // namespace tiebreak::cli
