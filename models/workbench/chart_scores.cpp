// SPDX-License-Identifier: GPL-3.0-or-later
// How each candidate's scores lie on the scale.
#include "statistics/summary.h"
#include "workbench/chart_parts.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace tiebreak::workbench {

namespace {

/// Bins of a scale: whole numbers on a short one, twentieths of a long one, each holding its lower end.
struct Bins {
    double low = 0;
    double width = 5;
    int count = 20;
};
Bins bins_of(double low, double high) {
    const double span = high - low;
    const bool whole = span <= 20 && span >= 1 && std::floor(span) == span;
    return whole ? Bins{low - 0.5, 1, static_cast<int>(span) + 1} : Bins{low, span / 20, 20};
}

} // namespace

void draw_scores(const ChartSource& source, Chart& chart) {
    const ScoreTable& table = source.scores->table;
    if (table.imported()) {
        chart.gap = {Chart::Gap::Kind::no_data, "Imported scores carry no items",
                     "Only each model's mean came with the table, so there is nothing to spread out."};
        return;
    }
    std::vector<std::size_t> order;
    std::map<std::size_t, std::vector<double>> scores;
    double low = source.scale_low;
    double high = source.scale_high;
    for (const std::size_t c : source.candidates) {
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if (const auto score = table.mean(c, row)) {
                scores[c].push_back(*score);
                low = std::min(low, *score);
                high = std::max(high, *score);
            }
        }
        if (scores[c].empty()) {
            chart.left_out.push_back(source.candidate(c).name + ": no score");
        } else {
            std::ranges::sort(scores[c]);
            order.push_back(c);
        }
    }
    if (order.empty()) {
        chart.gap = {Chart::Gap::Kind::no_data, "No candidate has a score here",
                     "The judging scored nobody that is shown."};
        return;
    }
    std::ranges::stable_sort(order, std::greater(),
                             [&](std::size_t c) { return *statistics::mean_of(scores[c]); });
    const Bins bins = bins_of(low, high);
    const int decimals = score_decimals(source);
    chart.x.label = score_axis(source);
    chart.x.low = bins.low;
    chart.x.high = bins.low + bins.width * bins.count;
    chart.y.reversed = true;
    chart.columns = {"candidate",      "n",      "mean",       "sd",      "lowest",
                     "quartile_1",     "median", "quartile_3", "highest", "most_frequent",
                     "most_frequent_n"};
    std::vector<std::vector<int>> counts;
    int tallest = 1;
    for (const std::size_t c : order) {
        std::vector<int> of(static_cast<std::size_t>(bins.count));
        for (const double score : scores[c]) {
            const int bin = std::clamp(static_cast<int>((score - bins.low) / bins.width), 0, bins.count - 1);
            tallest = std::max(tallest, ++of[static_cast<std::size_t>(bin)]);
        }
        counts.push_back(std::move(of));
    }
    std::int64_t fewest = 0;
    std::int64_t most = 0;
    for (std::size_t k = 0; k < order.size(); ++k) {
        const std::size_t c = order[k];
        const std::vector<double>& s = scores[c];
        const auto n = static_cast<std::int64_t>(s.size());
        fewest = k == 0 ? n : std::min(fewest, n);
        most = std::max(most, n);
        chart.y.categories.push_back(source.candidate(c).name);
        std::map<double, int> frequent;
        for (const double score : s) {
            ++frequent[score];
        }
        const auto mode =
            std::ranges::max_element(frequent, {}, [](const auto& each) { return each.second; });
        chart.rows.push_back(
            {ChartValue::of(source.candidate(c).name), ChartValue::of(static_cast<double>(n), 0),
             ChartValue::of(statistics::mean_of(s), decimals), ChartValue::of(statistics::sd_of(s), decimals),
             ChartValue::of(s.front(), decimals),
             ChartValue::of(statistics::quantile_of_sorted(s, 0.25), decimals),
             ChartValue::of(statistics::quantile_of_sorted(s, 0.5), decimals),
             ChartValue::of(statistics::quantile_of_sorted(s, 0.75), decimals),
             ChartValue::of(s.back(), decimals), ChartValue::of(mode->first, decimals),
             ChartValue::of(static_cast<double>(mode->second), 0)});
        for (int b = 0; b < bins.count; ++b) {
            const int count = counts[k][static_cast<std::size_t>(b)];
            if (count == 0) {
                continue;
            }
            ChartItem bar = item_of(source, c);
            bar.shape = ChartItem::Shape::bar;
            bar.x_low = bins.low + bins.width * b;
            bar.x_high = bins.low + bins.width * (b + 1);
            bar.y = static_cast<double>(k);
            bar.y_low = bar.y + 0.4;
            bar.y_high = bar.y + 0.4 - 0.78 * count / tallest;
            bar.x = (*bar.x_low + *bar.x_high) / 2;
            bar.n = count;
            bar.row = static_cast<int>(k);
            bar.target.score_low = bar.x_low;
            // A bin holds its lower end and not its upper, but the last one holds the end of the scale.
            bar.target.score_high =
                b + 1 == bins.count ? *bar.x_high : std::nextafter(*bar.x_high, *bar.x_low);
            const bool whole = bins.width == 1;
            bar.facts.emplace_back("Score",
                                   whole ? number(bar.x, 0)
                                         : number(bar.x_low, 0) + " to below " + number(bar.x_high, 0));
            bar.facts.emplace_back("Items", fmt::format("{} of {}", count, n));
            chart.items.push_back(std::move(bar));
        }
        ChartItem mean = item_of(source, c);
        const statistics::MeanEstimate e = table.estimate(c);
        mean.x = *e.mean;
        mean.y = static_cast<double>(k) + 0.4;
        mean.x_low = e.ci_low;
        mean.x_high = e.ci_high;
        mean.n = n;
        mean.row = static_cast<int>(k);
        mean.facts.emplace_back("Mean", with_interval(e.mean, e.ci_low, e.ci_high, decimals));
        mean.facts.emplace_back("Median", number(statistics::quantile_of_sorted(s, 0.5), decimals));
        mean.facts.emplace_back("SD over items", number(statistics::sd_of(s), decimals));
        chart.items.push_back(std::move(mean));
    }
    const std::string n = fewest == most ? thousands(most) : thousands(fewest) + " to " + thousands(most);
    chart.caption = fmt::format("n = {} items a model, each item's mean over reruns, in bins of {:g} points; "
                                "the tallest bar holds {} items. Mark: "
                                "mean with its 95 % t interval over items, which leaves out judge reruns, "
                                "decoding and training seeds.",
                                n, bins.width, tallest);
}

} // namespace tiebreak::workbench
