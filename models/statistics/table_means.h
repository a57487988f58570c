// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/mean.h"
#include "statistics/table.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::statistics {

/// The mean of one group of rows.
struct GroupMean {
    std::vector<std::string> group; ///< its cell in each column grouped by; empty for all rows
    MeanEstimate estimate;
    std::optional<Interval> wilson; ///< where every value is 0 or 1
};

/// What `stats mean` says of a column.
struct MeanTable {
    GroupMean all;
    std::vector<GroupMean> groups; ///< best first; empty where nothing is grouped by
    std::vector<SkippedRow> skipped;
    std::vector<std::string> warnings;
};

/// Mean, standard error and interval of a column of numbers, of all rows and of each group. `cluster`, where
/// not empty, holds a group name a row whose rows are not independent. Blank cells of the columns grouped by
/// are a group of their own.
[[nodiscard]] MeanTable mean_table(const TextColumn& x, std::span<const TextColumn> by,
                                   std::span<const std::string> cluster, std::span<const std::size_t> lines);

} // namespace tiebreak::statistics
