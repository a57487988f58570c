// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/rank.h"

#include <algorithm>

namespace tiebreak::statistics {

std::vector<std::optional<int>> interval_ranks(std::span<const std::optional<Interval>> intervals) {
    std::vector<double> lows;
    for (const auto& interval : intervals) {
        if (interval) {
            lows.push_back(interval->low);
        }
    }
    std::sort(lows.begin(), lows.end());
    std::vector<std::optional<int>> ranks;
    ranks.reserve(intervals.size());
    for (const auto& interval : intervals) {
        if (!interval) {
            ranks.push_back(std::nullopt);
            continue;
        }
        const auto above = lows.end() - std::upper_bound(lows.begin(), lows.end(), interval->high);
        ranks.push_back(1 + static_cast<int>(above));
    }
    return ranks;
}

} // namespace tiebreak::statistics
