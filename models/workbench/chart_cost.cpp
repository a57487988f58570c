// SPDX-License-Identifier: GPL-3.0-or-later
// What a point of score costs: dollars, tokens or seconds an answer.
#include "workbench/chart_parts.h"
#include "workbench/report_parts.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>

namespace tiebreak::workbench {

namespace {

struct Measure {
    const char* id;
    const char* title;
    const char* axis;
    const char* fact;
    const char* missing;
    int decimals;
};
constexpr Measure measures[] = {
    {"dollars", "dollars", "US dollars a thousand answers", "A thousand answers", "cost unknown", 4},
    {"tokens", "tokens", "Tokens an answer, as the endpoint counted them", "Tokens an answer",
     "tokens not told", 1},
    {"seconds", "seconds", "Seconds an answer, without time in a queue", "Seconds an answer", "time not told",
     3}};

std::optional<double> value_of(const CandidateReport& report, const std::string& measure) {
    if (report.responses == 0) {
        return std::nullopt;
    }
    const auto n = static_cast<double>(report.responses);
    if (measure == "dollars") {
        return report.cost ? std::optional(1000 * *report.cost / n) : std::nullopt;
    }
    if (measure == "tokens") {
        return report.completion_tokens ? std::optional(static_cast<double>(*report.completion_tokens) / n)
                                        : std::nullopt;
    }
    return report.latency_ms ? std::optional(report.latency_ms->mean / 1000) : std::nullopt;
}

} // namespace

void draw_cost(const ChartSource& source, Chart& chart) {
    const RunResponses responses = read_responses(source.connection, source.frame);
    const std::vector<CandidateReport> reports = report_candidates(source.frame, responses);
    chart.option.title = "Cost in";
    for (const Measure& measure : measures) {
        const bool any = std::ranges::any_of(
            source.candidates, [&](std::size_t c) { return value_of(reports[c], measure.id).has_value(); });
        if (any) {
            chart.option.choices.push_back({measure.id, measure.title});
        }
    }
    if (chart.option.choices.empty()) {
        chart.gap = {
            Chart::Gap::Kind::no_data, "Nothing is known of what answers cost",
            "A price beside a model, or answers asked through Tiebreak, tell dollars, tokens and seconds. "
            "Imported answers carry none of them unless their file does."};
        return;
    }
    const bool offered = std::ranges::any_of(
        chart.option.choices, [&](const auto& choice) { return choice.id == source.wish.option; });
    chart.option.current = offered ? source.wish.option : chart.option.choices.front().id;
    const Measure& measure =
        *std::ranges::find_if(measures, [&](const Measure& each) { return chart.option.current == each.id; });
    const int decimals = score_decimals(source);
    chart.x.label = measure.axis;
    chart.y.label = score_axis(source);
    chart.columns = {"candidate", chart.option.current, "score", "ci_low", "ci_high", "n", "undominated"};
    std::vector<std::size_t> order;
    for (const std::size_t c : source.candidates) {
        if (!value_of(reports[c], measure.id)) {
            chart.left_out.push_back(source.candidate(c).name + ": " + measure.missing);
        } else if (!source.scores->table.estimate(c).mean) {
            chart.left_out.push_back(source.candidate(c).name + ": no score");
        } else {
            order.push_back(c);
        }
    }
    std::ranges::stable_sort(order, {}, [&](std::size_t c) { return *value_of(reports[c], measure.id); });
    if (order.empty()) {
        chart.gap = {Chart::Gap::Kind::no_data, "No candidate has both a score and a cost",
                     chart.left_out.empty() ? std::string() : list_of(chart.left_out)};
        return;
    }
    std::int64_t fewest = 0;
    std::int64_t most = 0;
    std::optional<double> best;
    int last = -1;
    for (std::size_t k = 0; k < order.size(); ++k) {
        const std::size_t c = order[k];
        const statistics::MeanEstimate e = source.scores->table.estimate(c);
        ChartItem item = item_of(source, c);
        item.x = *value_of(reports[c], measure.id);
        item.y = *e.mean;
        item.y_low = e.ci_low;
        item.y_high = e.ci_high;
        item.n = static_cast<std::int64_t>(e.n);
        item.row = static_cast<int>(k);
        fewest = k == 0 ? item.n : std::min(fewest, item.n);
        most = std::max(most, item.n);
        item.facts.emplace_back("Score", with_interval(e.mean, e.ci_low, e.ci_high, decimals));
        item.facts.emplace_back(measure.fact, (chart.option.current == "dollars" ? "$" : "") +
                                                  number(item.x, measure.decimals));
        item.facts.emplace_back("Answers", thousands(reports[c].responses));
        const bool front = !best || *e.mean > *best;
        if (front) {
            best = e.mean;
            item.facts.emplace_back("Nobody shown", "is both cheaper and better");
            if (last >= 0) {
                chart.edges.push_back({last, static_cast<int>(k), -1, true, false});
            }
            last = static_cast<int>(k);
        }
        chart.rows.push_back({ChartValue::of(item.name), ChartValue::of(item.x, measure.decimals),
                              ChartValue::of(e.mean, decimals), ChartValue::of(e.ci_low, decimals),
                              ChartValue::of(e.ci_high, decimals),
                              ChartValue::of(static_cast<double>(item.n), 0),
                              ChartValue::of(front ? "yes" : "no")});
        chart.items.push_back(std::move(item));
    }
    chart.caption = fmt::format(
        "n = {} models{}. {}Line: those that nobody shown beats in both, by their means alone.", order.size(),
        chart.left_out.empty() ? "" : fmt::format(", {} left out", chart.left_out.size()),
        interval_words(source, fewest, most));
    if (chart.option.current == "dollars") {
        chart.caption += " Dollars at the price known when each answer was asked; judging is not in them.";
    }
}

} // namespace tiebreak::workbench
