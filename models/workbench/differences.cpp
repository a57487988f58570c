// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/differences.h"

#include "statistics/sample_size.h"

#include <algorithm>
#include <map>

namespace tiebreak::workbench {

Outcome outcome_of(const statistics::PairedComparison& difference, bool imported) {
    if (imported || !difference.ci_low) {
        return Outcome::cannot_tell;
    }
    return *difference.ci_low > 0    ? Outcome::better
           : *difference.ci_high < 0 ? Outcome::worse
                                     : Outcome::cannot_tell;
}

std::optional<std::int64_t> items_missing(const statistics::PairedComparison& difference) {
    const auto more = difference.n >= 2 ? statistics::more_items_needed(difference) : std::nullopt;
    return more && *more > 0 ? more : std::nullopt;
}

std::vector<CategoryDifference> category_differences(std::span<const std::string> categories,
                                                     std::span<const double> a, std::span<const double> b) {
    std::map<std::string, std::pair<std::vector<double>, std::vector<double>>> groups;
    bool any_named = false;
    for (std::size_t k = 0; k < categories.size(); ++k) {
        any_named = any_named || !categories[k].empty();
        auto& [group_a, group_b] = groups[categories[k]];
        group_a.push_back(a[k]);
        group_b.push_back(b[k]);
    }
    std::vector<CategoryDifference> result;
    if (!any_named || groups.size() < 2) {
        return result;
    }
    for (const auto& [category, columns] : groups) {
        CategoryDifference entry;
        entry.category = category.empty() ? "no category" : category;
        entry.difference = statistics::compare_paired(columns.first, columns.second);
        entry.more_items = items_missing(entry.difference);
        result.push_back(std::move(entry));
    }
    // A single item is no category's strength or weakness.
    std::ranges::stable_sort(result, [](const CategoryDifference& one, const CategoryDifference& other) {
        const bool one_item = one.difference.n < 2;
        const bool other_item = other.difference.n < 2;
        return one_item != other_item ? other_item
                                      : *one.difference.difference < *other.difference.difference;
    });
    return result;
}

} // namespace tiebreak::workbench
