// SPDX-License-Identifier: GPL-3.0-or-later
// Does the place in the judge's prompt change the score?
#include "statistics/mean.h"
#include "store/passes.h"
#include "workbench/chart_parts.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace tiebreak::workbench {

namespace {

void add_mark(Chart& chart, int position, std::optional<double> value, std::optional<double> low,
              std::optional<double> high, std::int64_t n, int decimals, const std::string& what) {
    ChartItem item;
    item.name = fmt::format("Position {}", position);
    item.accent = true;
    item.x = static_cast<double>(chart.items.size());
    item.y = *value;
    item.y_low = low;
    item.y_high = high;
    item.n = n;
    item.row = static_cast<int>(chart.rows.size());
    item.facts.emplace_back(what, with_interval(value, low, high, decimals));
    item.facts.emplace_back("n", thousands(n));
    chart.x.categories.push_back(std::to_string(position));
    chart.rows.push_back({ChartValue::of(static_cast<double>(position), 0), ChartValue::of(value, decimals),
                          ChartValue::of(low, decimals), ChartValue::of(high, decimals),
                          ChartValue::of(static_cast<double>(n), 0)});
    if (!chart.items.empty()) {
        const int last = static_cast<int>(chart.items.size());
        chart.edges.push_back({last - 1, last, -1, true, false});
    }
    chart.items.push_back(std::move(item));
}

/// Of two shown, which was preferred: no scores, but a share.
bool draw_preferred(const ChartSource& source, Chart& chart) {
    std::set<domain::UnitId> seen;
    std::map<int, std::int64_t> won;
    std::int64_t decided = 0;
    std::int64_t ties = 0;
    store::each_judged(source.connection, source.judged().id, [&](const store::JudgedRow& row) {
        const bool win = row.winner == "win";
        if ((!win && row.winner != "loss" && row.winner != "tie") || row.position > 2 ||
            !seen.insert(row.unit).second) {
            return;
        }
        if (row.winner == "tie") {
            ++ties;
            return;
        }
        ++decided;
        ++won[win ? row.position : 3 - row.position];
    });
    if (decided == 0) {
        return false;
    }
    chart.y.label = "Share preferred, %";
    chart.columns = {"position", "preferred_percent", "ci_low", "ci_high", "n"};
    for (const int position : {1, 2}) {
        const auto wilson =
            statistics::wilson_interval(static_cast<double>(won[position]), static_cast<double>(decided));
        add_mark(chart, position, 100.0 * static_cast<double>(won[position]) / static_cast<double>(decided),
                 100 * wilson->low, 100 * wilson->high, decided, 1, "Preferred");
    }
    chart.levels.push_back({50, "no preference for a place"});
    chart.caption = fmt::format(
        "n = {} showings with a winner, {} ties left out. Bars: Wilson, 95 %, over showings taken "
        "as independent; two orders of one item are not, so they are a little too narrow. They "
        "leave out other judges and prompts.",
        thousands(decided), thousands(ties));
    return true;
}

} // namespace

void draw_position(const ChartSource& source, Chart& chart) {
    chart.by_candidate = false;
    chart.x.label = "Position in the judge's prompt";
    chart.figures.clear();
    const JudgedScores& scores = *source.scores;
    // Of two shown, the share preferred says more than points of 0, 50 and 100.
    if (compares_pairs(source.judged()) && draw_preferred(source, chart)) {
        return;
    }
    if (scores.shown.empty()) {
        chart.gap = {Chart::Gap::Kind::no_data, "There is no order to look at",
                     is_imported(source.judged())
                         ? "Imported scores do not say in which order answers were shown."
                         : "This judging shows one answer a prompt."};
        return;
    }
    std::map<std::size_t, std::vector<double>> of_candidate;
    const std::set<std::size_t> shown(source.candidates.begin(), source.candidates.end());
    for (const ShownScore& score : scores.shown) {
        if (shown.contains(score.candidate)) {
            of_candidate[score.candidate].push_back(score.score);
        }
    }
    std::map<std::size_t, double> mean;
    double grand = 0;
    for (const auto& [candidate, values] : of_candidate) {
        mean[candidate] = *statistics::mean_of(values);
        grand += mean[candidate] / static_cast<double>(of_candidate.size());
    }
    std::map<int, std::pair<std::vector<double>, std::vector<std::int64_t>>> places;
    for (const ShownScore& score : scores.shown) {
        if (shown.contains(score.candidate)) {
            places[score.position].first.push_back(score.score - mean[score.candidate]);
            places[score.position].second.push_back(static_cast<std::int64_t>(score.item));
        }
    }
    const int decimals = score_decimals(source);
    chart.y.label = score_axis(source) + ", candidates evened out";
    chart.columns = {"position", "score", "ci_low", "ci_high", "n"};
    std::int64_t all = 0;
    for (const auto& [position, values] : places) {
        const statistics::MeanEstimate e = statistics::clustered_mean_estimate(values.first, values.second);
        const auto at = [&](std::optional<double> value) {
            return value ? std::optional(grand + *value) : std::nullopt;
        };
        add_mark(chart, position, at(e.mean), at(e.ci_low), at(e.ci_high),
                 static_cast<std::int64_t>(values.first.size()), decimals, "Score");
        all += static_cast<std::int64_t>(values.first.size());
    }
    chart.levels.push_back({grand, "no effect of place"});
    chart.caption = fmt::format("n = {} scores over {} positions; each score is held against its candidate's "
                                "own mean, so that who happened to "
                                "stand there does not count. Bars: 95 % t interval over items (reruns of one "
                                "item count as one cluster). They "
                                "leave out other judges and prompts.",
                                thousands(all), places.size());
}

} // namespace tiebreak::workbench
