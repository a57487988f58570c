// SPDX-License-Identifier: GPL-3.0-or-later
// How much the same answers' scores move when they are judged again.
#include "statistics/noise.h"
#include "workbench/chart_parts.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>

namespace tiebreak::workbench {

void draw_noise(const ChartSource& source, Chart& chart) {
    const ScoreTable& table = source.scores->table;
    if (is_scorer(source.judged())) {
        chart.gap = {Chart::Gap::Kind::no_data, "A scorer has no noise",
                     "It gives the same score to the same answer each time."};
        return;
    }
    const RerunMeans means = rerun_means(table);
    std::vector<std::size_t> usable;
    for (const std::size_t c : source.candidates) {
        const auto& runs = means.means[c];
        const bool whole = std::ranges::all_of(runs, [](const auto& run) { return run.has_value(); });
        if (whole && runs.size() >= 2) {
            usable.push_back(c);
        } else {
            chart.left_out.push_back(source.candidate(c).name + ": not judged in every rerun");
        }
    }
    if (usable.empty()) {
        chart.left_out.clear();
        chart.gap = {Chart::Gap::Kind::no_data, "Judged once, so judge noise is unknown",
                     "Two reruns or more of the same answers show how much scores move by themselves."};
        return;
    }
    const std::size_t runs = means.means[usable.front()].size();
    std::vector<std::vector<std::optional<double>>> kept;
    for (const std::size_t c : usable) {
        kept.push_back(means.means[c]);
    }
    const statistics::JudgeNoise noise = statistics::judge_noise(kept);
    chart.x.label = table.imported() ? "Judge run" : "Rerun of the judge";
    chart.y.label = "Points from the candidate's own mean over reruns";
    chart.levels.push_back({0, ""});
    chart.columns = {"candidate"};
    for (std::size_t r = 0; r < runs; ++r) {
        chart.x.categories.push_back(std::to_string(r + 1));
        chart.columns.push_back("run_" + std::to_string(r + 1));
    }
    chart.columns.insert(chart.columns.end(), {"mean", "sd"});
    std::vector<double> shift(runs);
    for (std::size_t k = 0; k < usable.size(); ++k) {
        const std::size_t c = usable[k];
        std::vector<double> values;
        for (const auto& value : means.means[c]) {
            values.push_back(*value);
        }
        const double mean = *statistics::mean_of(values);
        const auto sd = statistics::sd_of(values);
        std::vector<ChartValue> row{ChartValue::of(source.candidate(c).name)};
        for (std::size_t r = 0; r < runs; ++r) {
            ChartItem item = item_of(source, c);
            item.quiet = usable.size() > 8;
            item.x = static_cast<double>(r);
            item.y = values[r] - mean;
            item.row = static_cast<int>(k);
            item.target.by_reruns = true;
            item.facts.emplace_back("Run " + std::to_string(r + 1), number(values[r], 2));
            item.facts.emplace_back("From its mean", signed_number(item.y, 2));
            item.facts.emplace_back("SD over reruns", number(sd, 2));
            shift[r] += item.y / static_cast<double>(usable.size());
            if (r > 0) {
                const int last = static_cast<int>(chart.items.size());
                chart.edges.push_back({last - 1, last, item.slot, false, false});
            }
            row.push_back(ChartValue::of(values[r], 2));
            chart.items.push_back(std::move(item));
        }
        row.push_back(ChartValue::of(mean, 2));
        row.push_back(ChartValue::of(sd, 3));
        chart.rows.push_back(std::move(row));
    }
    for (std::size_t r = 0; usable.size() >= 2 && r < runs; ++r) {
        ChartItem item;
        item.name = fmt::format("All candidates, run {}", r + 1);
        item.accent = true;
        item.x = static_cast<double>(r);
        item.y = shift[r];
        item.n = static_cast<std::int64_t>(usable.size());
        item.target.by_reruns = true;
        item.facts.emplace_back("Whole-run shift", signed_number(shift[r], 2));
        item.facts.emplace_back("n", std::to_string(usable.size()) + " candidates");
        if (r > 0) {
            const int last = static_cast<int>(chart.items.size());
            chart.edges.push_back({last - 1, last, -1, true, true});
        }
        chart.items.push_back(std::move(item));
    }
    chart.legend.push_back({"whole-run shift", -1, true});
    chart.figures = {{"SD of a candidate's mean", number(noise.per_candidate_sd, 3)},
                     {"after the run's shift", number(noise.within_run_sd, 3)},
                     {"residual, two-way", number(noise.residual_sd, 3)},
                     {"SD of whole-run shifts", number(noise.run_shift_sd, 3)}};
    chart.caption = fmt::format("n = {} candidates, {} reruns over the same answers{}. Each dot is a "
                                "candidate's mean in one rerun, less its own "
                                "mean over reruns; the thick line is the mean of all, the shift of the whole "
                                "run. Judge reruns only: the interval "
                                "over items is wider by far.",
                                usable.size(), count_word(static_cast<std::int64_t>(runs)),
                                table.imported() ? "" : ", over items judged in every rerun");
}

} // namespace tiebreak::workbench
