// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/table_means.h"

#include "statistics/checks.h"

#include <algorithm>
#include <map>

namespace tiebreak::statistics {

namespace {

struct Gathered {
    std::vector<double> values;
    std::vector<std::int64_t> clusters;
};

GroupMean estimated(std::vector<std::string> group, const Gathered& rows) {
    GroupMean mean;
    mean.group = std::move(group);
    mean.estimate = rows.clusters.empty() ? mean_estimate(rows.values)
                                          : clustered_mean_estimate(rows.values, rows.clusters);
    if (rows.clusters.empty() && !rows.values.empty() &&
        std::ranges::all_of(rows.values, [](double value) { return value == 0 || value == 1; })) {
        const double n = static_cast<double>(rows.values.size());
        mean.wilson = wilson_interval(static_cast<double>(std::ranges::count(rows.values, 1.0)), n);
    }
    return mean;
}

} // namespace

MeanTable mean_table(const TextColumn& x, std::span<const TextColumn> by,
                     std::span<const std::string> cluster, std::span<const std::size_t> lines) {
    require_same_length(x.cells.size(), lines.size(), "table of means");
    for (const TextColumn& column : by) {
        require_same_length(column.cells.size(), lines.size(), "table of means");
    }
    if (!cluster.empty()) {
        require_same_length(cluster.size(), lines.size(), "table of means");
    }
    MeanTable table;
    Gathered all;
    std::map<std::vector<std::string>, Gathered> groups;
    std::map<std::string_view, std::int64_t> known;
    for (std::size_t row = 0; row < lines.size(); ++row) {
        if (auto why = why_no_number(x, row)) {
            table.skipped.push_back({lines[row], std::move(*why)});
            continue;
        }
        if (!cluster.empty() && trimmed_cell(cluster[row]).empty()) {
            table.skipped.push_back({lines[row], "the cluster is blank"});
            continue;
        }
        std::vector<std::string> key;
        for (const TextColumn& column : by) {
            key.emplace_back(trimmed_cell(column.cells[row]));
        }
        const auto add = [&](Gathered& to) {
            to.values.push_back(*cell_number(x.cells[row]));
            if (!cluster.empty()) {
                to.clusters.push_back(
                    known.try_emplace(trimmed_cell(cluster[row]), static_cast<std::int64_t>(known.size()))
                        .first->second);
            }
        };
        add(all);
        if (!by.empty()) {
            add(groups[std::move(key)]);
        }
    }
    table.all = estimated({}, all);
    for (const auto& [key, rows] : groups) {
        table.groups.push_back(estimated(key, rows));
    }
    std::ranges::stable_sort(table.groups, [](const GroupMean& a, const GroupMean& b) {
        return *a.estimate.mean > *b.estimate.mean;
    });
    const MeanEstimate& estimate = table.all.estimate;
    if (estimate.n == 0) {
        table.warnings.emplace_back("no mean: no row holds a number");
    } else if (!estimate.se) {
        table.warnings.emplace_back(estimate.n < 2 ? "no standard error: only one number"
                                                   : "no standard error: only one cluster");
    }
    return table;
}

} // namespace tiebreak::statistics
