// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/charts.h"

#include "domain/error.h"
#include "store/rubrics.h"
#include "text/csv.h"
#include "text/nearest.h"
#include "text/utf8.h"
#include "workbench/chart_parts.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

namespace tiebreak::workbench {

namespace {

constexpr std::array<ChartKindInfo, 8> kinds{
    {{ChartKind::loss, "loss", "Test loss against score"},
     {ChartKind::checkpoints, "checkpoints", "Score over checkpoints"},
     {ChartKind::wins, "wins", "Wins between candidates"},
     {ChartKind::position, "position", "Score by position in the prompt"},
     {ChartKind::noise, "noise", "Judge noise over reruns"},
     {ChartKind::cost, "cost", "Cost against score"},
     {ChartKind::degeneration, "degeneration", "Degenerate answers by checkpoint"},
     {ChartKind::scores, "scores", "Distribution of scores"}}};

bool holds_words(const domain::Candidate& candidate, const std::string& filter) {
    std::string all = text::casefold(candidate.name);
    for (const auto& [tag, value] : candidate.tags) {
        all += '\n' + text::casefold(tag + " " + value);
    }
    std::istringstream words(text::casefold(filter));
    for (std::string word; words >> word;) {
        if (all.find(word) == std::string::npos) {
            return false;
        }
    }
    return true;
}

/// The judging that decides, with its scores. `pairs`: verdicts between two count as well as scores.
void read_deciding(ChartSource& source, bool pairs) {
    const RunFrame& frame = source.frame;
    const auto take = [&](std::size_t j) {
        source.judging = j;
        source.scores = read_scores(source.connection, frame, frame.judgings[j]);
        return source.scores->table.any() || (pairs && compares_pairs(frame.judgings[j]));
    };
    if (source.wish.judging.stored()) {
        take(*deciding_judging(frame, source.wish.judging));
        return;
    }
    for (const bool scorers : {false, true}) {
        for (std::size_t j = 0; j < frame.judgings.size(); ++j) {
            if (is_scorer(frame.judgings[j]) == scorers && take(j)) {
                return;
            }
        }
    }
    source.judging.reset();
    source.scores.reset();
}

void read_scale(ChartSource& source) {
    if (source.judging && source.judged().rubric.stored()) {
        const domain::Rubric rubric = store::rubric(source.connection, source.judged().rubric);
        if (rubric.scale_max > rubric.scale_min) {
            source.scale_low = rubric.scale_min;
            source.scale_high = rubric.scale_max;
        }
    }
}

bool needs_scores(ChartKind kind) {
    return kind != ChartKind::degeneration;
}

} // namespace

std::span<const ChartKindInfo> chart_kinds() {
    return kinds;
}

const ChartKindInfo& info_of(ChartKind kind) {
    return *std::ranges::find(kinds, kind, &ChartKindInfo::kind);
}

ChartKind chart_kind(const std::string& name) {
    const auto found =
        std::ranges::find_if(kinds, [&](const ChartKindInfo& info) { return name == info.name; });
    if (found != kinds.end()) {
        return found->kind;
    }
    std::vector<std::string> names;
    for (const ChartKindInfo& info : kinds) {
        names.emplace_back(info.name);
    }
    throw domain::Error(domain::ErrorKind::usage, "there is no chart \"" + name + "\"", "chart",
                        text::did_you_mean(name, names));
}

std::string shown(const ChartValue& value) {
    return value.is_number ? number(value.number, value.decimals) : value.text;
}

ChartItem item_of(const ChartSource& source, std::size_t c) {
    ChartItem item;
    item.name = source.candidate(c).name;
    item.slot = source.frame.candidates[c].slot;
    item.tags = source.candidate(c).tags;
    item.target.candidate = item.name;
    return item;
}

std::string with_interval(std::optional<double> value, std::optional<double> low, std::optional<double> high,
                          int decimals) {
    return low && high ? number(value, decimals) + " (" + interval(low, high, decimals) + ")"
                       : number(value, decimals);
}

std::string score_axis(const ChartSource& source) {
    const store::JudgingRow& judging = source.judged();
    const bool ift = judging.protocol == domain::Protocol::joint || is_imported(judging);
    return fmt::format("{}, {:g}\u2013{:g}", ift ? "IFT score" : judging.name, source.scale_low,
                       source.scale_high);
}

int score_decimals(const ChartSource& source) {
    return source.scale_high - source.scale_low > 10 ? 1 : 2;
}

std::string interval_words(const ChartSource& source, std::int64_t fewest, std::int64_t most) {
    const std::string n = fewest == most ? count_word(most) : fmt::format("{} to {}", fewest, most);
    if (is_imported(source.judged())) {
        return most < 2
                   ? "The table gives one score a model, so there are no bars. "
                   : fmt::format("Bars: 95 % t interval over {} judge reruns of the same answers; they leave "
                                 "out which items were drawn (wider by far), decoding and training seeds. ",
                                 n);
    }
    return fmt::format(
        "Bars: 95 % t interval over {} items; they leave out decoding, training seeds and other "
        "judges. ",
        n);
}

Chart make_chart(store::Connection& connection, domain::RunId run, ChartKind kind, const ChartWish& wish) {
    ChartSource source{connection, wish, read_run_frame(connection, run), {}, {}, {}, 0, 100};
    Chart chart;
    chart.kind = kind;
    chart.run = run;
    chart.run_name = source.frame.run.name;
    chart.title = info_of(kind).title;
    read_deciding(source, kind == ChartKind::wins || kind == ChartKind::position);
    read_scale(source);
    if (source.judging) {
        chart.judging = source.judged().id;
        chart.judging_name = source.judged().name;
    }
    std::set<std::string> tags;
    for (std::size_t c = 0; c < source.frame.candidates.size(); ++c) {
        if (holds_words(source.candidate(c), wish.filter)) {
            source.candidates.push_back(c);
            for (const auto& [tag, value] : source.candidate(c).tags) {
                tags.insert(tag);
            }
        }
    }
    chart.tag_names.assign(tags.begin(), tags.end());
    chart.candidates = static_cast<int>(source.frame.candidates.size());
    chart.candidates_shown = static_cast<int>(source.candidates.size());
    chart.subtitle = fmt::format("{} {}, {}", chart.candidates_shown,
                                 chart.candidates_shown == 1 ? "model" : "models", chart.run_name);
    if (source.candidates.empty() && chart.candidates > 0) {
        chart.gap = {Chart::Gap::Kind::filtered, "No candidate passes the filter",
                     fmt::format("None of {} names or tags holds \"{}\".", chart.candidates, wish.filter)};
        return chart;
    }
    if (needs_scores(kind) && !source.judging) {
        chart.gap = {Chart::Gap::Kind::no_data, "Nothing was scored yet",
                     "Judge the run's answers, or import scores."};
        return chart;
    }
    switch (kind) {
    case ChartKind::loss:
        throw domain::Error(domain::ErrorKind::internal, "loss against score is a chart of its own", "chart",
                            "");
    case ChartKind::checkpoints:
        draw_checkpoints(source, chart);
        break;
    case ChartKind::wins:
        draw_wins(source, chart);
        break;
    case ChartKind::position:
        draw_position(source, chart);
        break;
    case ChartKind::noise:
        draw_noise(source, chart);
        break;
    case ChartKind::cost:
        draw_cost(source, chart);
        break;
    case ChartKind::degeneration:
        draw_degeneration(source, chart);
        break;
    case ChartKind::scores:
        draw_scores(source, chart);
        break;
    }
    if (chart.gap.kind == Chart::Gap::Kind::none) {
        if (chart.candidates_shown < chart.candidates) {
            chart.caption +=
                fmt::format(" Filtered: {} of {} candidates.", chart.candidates_shown, chart.candidates);
        }
        if (chart.judging.stored() && needs_scores(kind)) {
            chart.caption += " Judging: " + chart.judging_name + ".";
        }
    }
    return chart;
}

std::string to_csv(const Chart& chart) {
    // A person opens this in a spreadsheet, and names and tags are other people's text.
    constexpr auto formulas = text::FormulaCells::neutralised;
    std::string csv = text::csv_record(chart.columns, formulas);
    for (const auto& row : chart.rows) {
        std::vector<std::string> cells;
        for (const ChartValue& value : row) {
            cells.push_back(!value.is_number ? value.text
                            : value.number   ? fmt::format("{}", *value.number)
                                             : std::string());
        }
        csv += text::csv_record(cells, formulas);
    }
    return csv;
}

} // namespace tiebreak::workbench
