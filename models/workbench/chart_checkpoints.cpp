// SPDX-License-Identifier: GPL-3.0-or-later
// Score over checkpoints: did training on help?
#include "statistics/paired.h"
#include "workbench/chart_parts.h"
#include "workbench/wording.h"

#include <algorithm>
#include <map>

namespace tiebreak::workbench {

void draw_checkpoints(const ChartSource& source, Chart& chart) {
    const ScoreTable& table = source.scores->table;
    std::vector<statistics::MeanEstimate> estimates;
    std::vector<bool> usable;
    for (std::size_t c = 0; c < source.frame.candidates.size(); ++c) {
        estimates.push_back(table.estimate(c));
        usable.push_back(estimates.back().mean.has_value());
    }
    CheckpointOrder order = order_checkpoints(source, usable, true);
    chart.option = order.option;
    chart.left_out = order.left_out;
    if (order.candidates.empty()) {
        chart.gap = {Chart::Gap::Kind::no_data, "No candidate has a score here",
                     "The judging scored nobody that is shown."};
        return;
    }
    const int decimals = score_decimals(source);
    chart.x = order.axis;
    chart.y.label = score_axis(source);
    chart.columns = {"candidate", "place",  "score",      "ci_low",      "ci_high",
                     "n",         "change", "change_low", "change_high", "change_n"};
    std::map<std::size_t, std::size_t> before; // place -> the place it follows
    for (const auto& [from, to] : order.steps) {
        before[to] = from;
        chart.edges.push_back({static_cast<int>(from), static_cast<int>(to), -1, true, false});
    }
    std::int64_t fewest = 0;
    std::int64_t most = 0;
    bool untold = false;
    for (std::size_t k = 0; k < order.candidates.size(); ++k) {
        const std::size_t c = order.candidates[k];
        const statistics::MeanEstimate& e = estimates[c];
        ChartItem item = item_of(source, c);
        item.x = order.x[k];
        item.y = *e.mean;
        item.y_low = e.ci_low;
        item.y_high = e.ci_high;
        item.n = static_cast<std::int64_t>(e.n);
        item.row = static_cast<int>(k);
        fewest = k == 0 ? item.n : std::min(fewest, item.n);
        most = std::max(most, item.n);
        const std::string of = table.imported() ? " judge runs" : " items";
        item.facts.emplace_back("Score", with_interval(e.mean, e.ci_low, e.ci_high, decimals));
        item.facts.emplace_back("n", thousands(item.n) + of);
        if (source.candidate(c).test_loss.value) {
            item.facts.emplace_back("Test loss", number(source.candidate(c).test_loss.value, 4));
        }
        std::vector<ChartValue> row{ChartValue::of(item.name),
                                    order.axis.categories.empty() ? ChartValue::of(order.x[k], 4)
                                                                  : ChartValue::of(std::to_string(k + 1)),
                                    ChartValue::of(e.mean, decimals),
                                    ChartValue::of(e.ci_low, decimals),
                                    ChartValue::of(e.ci_high, decimals),
                                    ChartValue::of(static_cast<double>(item.n), 0)};
        statistics::PairedComparison change;
        if (const auto step = before.find(k); step != before.end() && !table.imported()) {
            const std::size_t former = order.candidates[step->second];
            const ScoreTable::Pairs pairs = table.pairs(c, former);
            change = statistics::compare_paired(pairs.a, pairs.b);
            item.target.against = source.candidate(former).name;
            if (change.difference) {
                untold = untold || (change.ci_low && *change.ci_low <= 0 && *change.ci_high >= 0);
                item.facts.emplace_back(
                    "Against " + item.target.against,
                    signed_number(change.difference, decimals) +
                        (change.ci_low ? " (" + signed_interval(change.ci_low, change.ci_high, decimals) + ")"
                                       : "") +
                        ", n = " + thousands(static_cast<std::int64_t>(change.n)));
            }
        }
        row.push_back(ChartValue::of(change.difference, decimals));
        row.push_back(ChartValue::of(change.ci_low, decimals));
        row.push_back(ChartValue::of(change.ci_high, decimals));
        row.push_back(
            ChartValue::of(change.n > 0 ? std::optional(static_cast<double>(change.n)) : std::nullopt, 0));
        chart.rows.push_back(std::move(row));
        chart.items.push_back(std::move(item));
    }
    chart.caption = "n = " + std::to_string(order.candidates.size()) +
                    " checkpoints, mean over items of the mean over "
                    "reruns. " +
                    interval_words(source, fewest, most) + order.words;
    if (untold) {
        chart.caption +=
            " Changes are paired, on the items both answered; those whose interval holds 0 cannot be told "
            "from none.";
    }
}

} // namespace tiebreak::workbench
