// SPDX-License-Identifier: GPL-3.0-or-later
// What the answer page and a comparison of two runs say of paired scores, in one place.
#pragma once

#include "statistics/paired.h"
#include "workbench/answer.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// Better or worse where the interval leaves 0 out. Imported scores carry no items: nothing can be told.
[[nodiscard]] Outcome outcome_of(const statistics::PairedComparison& difference, bool imported);

/// How many items more it takes; only where it is not told already, and a number of items would do.
[[nodiscard]] std::optional<std::int64_t> items_missing(const statistics::PairedComparison& difference);

/// The difference within each category, weakest first, those of one item last. Empty where there is one
/// category only: it says what the whole says. One category a pair of scores.
[[nodiscard]] std::vector<CategoryDifference> category_differences(std::span<const std::string> categories,
                                                                   std::span<const double> a,
                                                                   std::span<const double> b);

} // namespace tiebreak::workbench
