// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/loss_score_view.h"

#include "text/utf8.h"
#include "ui/charts/chart_ranges.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace tiebreak::ui {

namespace {

constexpr std::size_t distinctMarks = 16; // eight shapes, full and hollow

std::string tagOf(const workbench::LossScorePoint& point, const std::string& tag) {
    const auto at = point.tags.find(tag);
    return at == point.tags.end() ? std::string() : at->second;
}

/// The tag's values, most frequent first, those without one last.
std::vector<std::pair<std::string, int>> tagCounts(const LossScoreView& view) {
    std::map<std::string, int> counts;
    for (const auto& p : view.chart->points) {
        ++counts[tagOf(p, view.colourBy)];
    }
    std::vector<std::pair<std::string, int>> result(counts.begin(), counts.end());
    std::stable_sort(result.begin(), result.end(), [](const auto& a, const auto& b) {
        return std::make_tuple(a.first.empty(), -a.second) < std::make_tuple(b.first.empty(), -b.second);
    });
    return result;
}

std::map<std::string, int> tagSlots(const LossScoreView& view) {
    std::map<std::string, int> markOf;
    int next = 0;
    for (const auto& [value, count] : tagCounts(view)) {
        markOf[value] = value.empty() || next >= static_cast<int>(distinctMarks) ? -1 : next++;
    }
    return markOf;
}

} // namespace

QString shownName(const std::string& name) {
    return QString::fromStdString(text::for_display(name)).simplified();
}

std::string defaultColour(const workbench::LossScoreChart& chart) {
    return chart.tag_names.size() == 1 && chart.points.size() > distinctMarks ? chart.tag_names.front()
                                                                              : std::string();
}

LossScoreView viewForPicture(std::shared_ptr<const workbench::LossScoreChart> chart) {
    constexpr std::size_t readable = 30;
    LossScoreView view;
    view.colourBy = defaultColour(*chart);
    view.allNames = chart->points.size() <= readable;
    view.chart = std::move(chart);
    return view;
}

std::vector<PlotPoint> plotPoints(const LossScoreView& view) {
    const bool byTag = !view.colourBy.empty();
    const std::map<std::string, int> markOf = byTag ? tagSlots(view) : std::map<std::string, int>();
    std::vector<PlotPoint> result;
    result.reserve(view.chart->points.size());
    for (const auto& p : view.chart->points) {
        PlotPoint q;
        q.candidate = p.candidate;
        q.name = shownName(p.name);
        q.loss = p.loss;
        q.lossSe = p.loss_se;
        if (p.loss_se) {
            q.lossReach = 1.959964 * *p.loss_se;
        }
        q.score = p.score;
        q.scoreLow = p.ci_low;
        q.scoreHigh = p.ci_high;
        q.n = p.n;
        q.residual = p.residual;
        q.leftOut = p.excluded;
        q.outlier = p.outlier;
        q.slot = byTag ? markOf.at(tagOf(p, view.colourBy)) : p.slot;
        result.push_back(std::move(q));
    }
    std::stable_sort(result.begin(), result.end(), [](const PlotPoint& a, const PlotPoint& b) {
        return std::tie(a.loss, a.score) < std::tie(b.loss, b.score);
    });
    return result;
}

std::vector<LegendEntry> legendOf(const LossScoreView& view) {
    std::vector<LegendEntry> result;
    if (view.colourBy.empty()) {
        for (const auto& p : view.chart->points) {
            result.push_back({shownName(p.name), p.slot, 1});
        }
        std::stable_sort(result.begin(), result.end(), [](const LegendEntry& a, const LegendEntry& b) {
            return static_cast<unsigned>(a.slot) < static_cast<unsigned>(b.slot);
        });
        return result;
    }
    const std::map<std::string, int> markOf = tagSlots(view);
    LegendEntry rest{QStringLiteral("other values"), -1, 0};
    for (const auto& [value, count] : tagCounts(view)) {
        if (value.empty()) {
            result.push_back({QStringLiteral("no value"), -1, count});
        } else if (markOf.at(value) < 0) {
            rest.count += count;
        } else {
            result.push_back({shownName(value), markOf.at(value), count});
        }
    }
    if (rest.count > 0) {
        result.push_back(rest);
    }
    return result;
}

ChartRanges homeRanges(const LossScoreView& view) {
    Extent loss;
    Extent score;
    for (const PlotPoint& p : plotPoints(view)) {
        loss.hold(p.loss);
        score.hold(p.score);
        if (view.lossBars && p.lossReach) {
            loss.hold(p.loss - *p.lossReach);
            loss.hold(p.loss + *p.lossReach);
        }
        if (view.scoreBars && p.scoreLow && p.scoreHigh) {
            score.hold(*p.scoreLow);
            score.hold(*p.scoreHigh);
        }
    }
    ChartRanges result{roundedRange(loss, 20, 0.06), roundedRange(score, 8, 0.05)};
    if (score.low >= 0) {
        result.score.first = std::max(0.0, result.score.first);
    }
    if (score.low >= 0 && score.high <= 100) {
        result.score.second = std::min(result.score.second, 102.0);
    }
    return result;
}

} // namespace tiebreak::ui
