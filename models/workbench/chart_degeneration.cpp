// SPDX-License-Identifier: GPL-3.0-or-later
// Small-model failures that need no judge, checkpoint by checkpoint.
#include "statistics/mean.h"
#include "workbench/chart_parts.h"
#include "workbench/item_marks.h"
#include "workbench/report_parts.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>

namespace tiebreak::workbench {

namespace {

std::string words_of(judging::Degeneration kind) {
    switch (kind) {
    case judging::Degeneration::empty:
        return "empty";
    case judging::Degeneration::prompt_echo:
        return "prompt echo";
    case judging::Degeneration::repetition_loop:
        return "repetition loop";
    case judging::Degeneration::never_stopped:
        return "never stopped";
    case judging::Degeneration::leaked_template:
        return "leaked template";
    case judging::Degeneration::wrong_script:
        return "wrong script";
    case judging::Degeneration::training_copy:
        return "copy of training data";
    }
    return {};
}

unsigned mark_of(judging::Degeneration kind) {
    switch (kind) {
    case judging::Degeneration::empty:
        return static_cast<unsigned>(ItemMark::empty);
    case judging::Degeneration::repetition_loop:
        return static_cast<unsigned>(ItemMark::loop);
    case judging::Degeneration::leaked_template:
        return static_cast<unsigned>(ItemMark::leaked_template);
    default:
        return 0;
    }
}

} // namespace

void draw_degeneration(const ChartSource& source, Chart& chart) {
    const RunResponses responses = read_responses(source.connection, source.frame);
    const std::vector<CandidateReport> reports = report_candidates(source.frame, responses);
    std::vector<bool> usable;
    for (const CandidateReport& report : reports) {
        usable.push_back(report.responses > 0);
    }
    CheckpointOrder order = order_checkpoints(source, usable, false);
    chart.option = order.option;
    for (std::string& reason : order.left_out) {
        const std::string none = ": no score";
        if (reason.ends_with(none)) {
            reason.replace(reason.size() - none.size(), none.size(), ": no answers");
        }
    }
    chart.left_out = order.left_out;
    if (order.candidates.empty()) {
        chart.gap = {Chart::Gap::Kind::no_data, "There are no answers to look at",
                     "Empty answers, loops and the like are counted once a run has answers."};
        return;
    }
    chart.by_candidate = false;
    chart.x = order.axis;
    chart.y.label = "Answers with the failure, %";
    chart.y.low = 0;
    chart.columns = {"candidate", "answers"};
    std::vector<std::string> never;
    std::vector<judging::Degeneration> seen;
    for (const judging::Degeneration kind : judging::all_degenerations()) {
        const std::string key{judging::name_of(kind)};
        const bool any = std::ranges::any_of(order.candidates, [&](std::size_t c) {
            const auto found = reports[c].degenerate.find(key);
            return found != reports[c].degenerate.end() && found->second > 0;
        });
        if (any) {
            seen.push_back(kind);
        } else {
            never.push_back(words_of(kind));
        }
        chart.columns.push_back(key);
    }
    for (std::size_t s = 0; s < seen.size(); ++s) {
        const std::string key{judging::name_of(seen[s])};
        chart.legend.push_back({words_of(seen[s]), static_cast<int>(s), false});
        for (std::size_t k = 0; k < order.candidates.size(); ++k) {
            const CandidateReport& report = reports[order.candidates[k]];
            const std::int64_t count = report.degenerate.at(key);
            const auto wilson = statistics::wilson_interval(static_cast<double>(count),
                                                            static_cast<double>(report.responses));
            ChartItem item = item_of(source, order.candidates[k]);
            item.name += ", " + words_of(seen[s]);
            item.slot = static_cast<int>(s);
            // Side by side, so that no bar hides another.
            item.x =
                order.x[k] + 0.09 * (static_cast<double>(s) - (static_cast<double>(seen.size()) - 1) / 2);
            item.y = 100 * static_cast<double>(count) / static_cast<double>(report.responses);
            item.y_low = 100 * wilson->low;
            item.y_high = 100 * wilson->high;
            item.n = report.responses;
            item.row = static_cast<int>(k);
            item.target.marks = mark_of(seen[s]);
            item.facts.emplace_back("Answers",
                                    fmt::format("{} of {}", thousands(count), thousands(report.responses)));
            item.facts.emplace_back("Share", with_interval(item.y, item.y_low, item.y_high, 1) + " %");
            for (const auto& [from, to] : order.steps) {
                if (to == k) {
                    const int first = static_cast<int>(chart.items.size() - k);
                    chart.edges.push_back({first + static_cast<int>(from),
                                           static_cast<int>(chart.items.size()), static_cast<int>(s), false,
                                           false});
                }
            }
            chart.items.push_back(std::move(item));
        }
    }
    for (const std::size_t c : order.candidates) {
        std::vector<ChartValue> row{ChartValue::of(source.candidate(c).name),
                                    ChartValue::of(static_cast<double>(reports[c].responses), 0)};
        for (const judging::Degeneration kind : judging::all_degenerations()) {
            const auto found = reports[c].degenerate.find(std::string(judging::name_of(kind)));
            row.push_back(ChartValue::of(found == reports[c].degenerate.end()
                                             ? std::nullopt
                                             : std::optional(static_cast<double>(found->second)),
                                         0));
        }
        chart.rows.push_back(std::move(row));
    }
    if (seen.empty()) {
        chart.gap = {Chart::Gap::Kind::no_data, "No answer is degenerate",
                     fmt::format("{} were looked for in the answers of {} models.", joined(never),
                                 order.candidates.size())};
        return;
    }
    chart.caption =
        fmt::format("n = {} checkpoints; found by rules, without a judge; one answer may have several. Bars: "
                    "Wilson, 95 %, over "
                    "answers taken as independent; they leave out decoding and training seeds. {}{}",
                    order.candidates.size(), order.words,
                    never.empty() ? "" : " Not found in any: " + joined(never) + ".");
}

} // namespace tiebreak::workbench
