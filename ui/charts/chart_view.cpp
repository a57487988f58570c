// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_view.h"

#include "ui/charts/chart_ranges.h"
#include "ui/widgets/wording.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <map>
#include <set>

namespace tiebreak::ui {

namespace {

using workbench::Chart;
using workbench::ChartItem;

constexpr std::size_t distinctMarks = 16; // eight shapes, full and hollow

QString say(const char* text) {
    return QCoreApplication::translate("Chart", text);
}

std::string tagOf(const ChartItem& item, const std::string& tag) {
    const auto at = item.tags.find(tag);
    return at == item.tags.end() ? std::string() : at->second;
}

/// Each value of the tag with its mark, most frequent first.
std::vector<std::pair<std::string, int>> tagCounts(const ChartView& view) {
    std::map<std::string, std::set<std::string>> names;
    for (const ChartItem& item : view.chart->items) {
        if (!item.accent) {
            names[tagOf(item, view.colourBy)].insert(item.target.candidate);
        }
    }
    std::vector<std::pair<std::string, int>> counts;
    for (const auto& [value, candidates] : names) {
        counts.emplace_back(value, static_cast<int>(candidates.size()));
    }
    std::ranges::stable_sort(counts, [](const auto& a, const auto& b) {
        return std::make_tuple(a.first.empty(), -a.second) < std::make_tuple(b.first.empty(), -b.second);
    });
    return counts;
}

std::map<std::string, int> tagSlots(const ChartView& view) {
    std::map<std::string, int> slotOf;
    int next = 0;
    for (const auto& [value, count] : tagCounts(view)) {
        slotOf[value] = value.empty() || next >= static_cast<int>(distinctMarks) ? -1 : next++;
    }
    return slotOf;
}

bool byTag(const ChartView& view) {
    return !view.colourBy.empty() && view.chart->by_candidate;
}

std::pair<double, double> rangeOf(const workbench::ChartAxis& axis, const Extent& held, double parts) {
    if (!axis.categories.empty()) {
        return {-0.6, static_cast<double>(axis.categories.size()) - 0.4};
    }
    auto range = roundedRange(held, parts, 0.06);
    if (axis.low) {
        range.first = *axis.low;
    }
    if (axis.high) {
        range.second = *axis.high;
    }
    return range;
}

} // namespace

std::vector<int> chartSlots(const ChartView& view) {
    const std::map<std::string, int> slotOf = byTag(view) ? tagSlots(view) : std::map<std::string, int>();
    std::vector<int> result;
    result.reserve(view.chart->items.size());
    for (const ChartItem& item : view.chart->items) {
        result.push_back(byTag(view) && !item.accent ? slotOf.at(tagOf(item, view.colourBy)) : item.slot);
    }
    return result;
}

std::vector<LegendEntry> legendOf(const ChartView& view) {
    std::vector<LegendEntry> result;
    for (const Chart::Key& key : view.chart->legend) {
        result.push_back({shownName(key.name), key.accent ? accentSlot : key.slot, 1});
    }
    if (!view.chart->by_candidate) {
        return result;
    }
    if (byTag(view)) {
        const std::map<std::string, int> slotOf = tagSlots(view);
        for (const auto& [value, count] : tagCounts(view)) {
            result.push_back({value.empty() ? say("no value") : shownName(value), slotOf.at(value), count});
        }
        return result;
    }
    std::set<std::string> seen;
    for (const ChartItem& item : view.chart->items) {
        if (!item.accent && !item.target.candidate.empty() && seen.insert(item.target.candidate).second) {
            result.push_back({shownName(item.target.candidate), item.slot, 1});
        }
    }
    return result;
}

PlainRanges homeRanges(const ChartView& view) {
    const Chart& chart = *view.chart;
    Extent x;
    Extent y;
    for (const ChartItem& item : chart.items) {
        x.hold(item.x);
        y.hold(item.y);
        if (view.bars) {
            for (const auto& value : {item.x_low, item.x_high}) {
                x.hold(value.value_or(item.x));
            }
            for (const auto& value : {item.y_low, item.y_high}) {
                y.hold(value.value_or(item.y));
            }
        }
    }
    for (const workbench::ChartLevel& level : chart.levels) {
        y.hold(level.y);
    }
    PlainRanges ranges{rangeOf(chart.x, x, 10), rangeOf(chart.y, y, 8)};
    if (chart.x.categories.empty() && x.low >= 0) {
        ranges.x.first = std::max(0.0, ranges.x.first);
    }
    if (chart.y.categories.empty() && y.low >= 0) {
        ranges.y.first = std::max(0.0, ranges.y.first);
    }
    return ranges;
}

bool isMovable(const workbench::Chart& chart) {
    return chart.x.categories.empty() && chart.y.categories.empty();
}

QString chartTitle(const Chart& chart) {
    return QString::fromStdString(chart.title);
}

QString chartSubtitle(const Chart& chart) {
    return shownName(chart.subtitle);
}

QString chartCaption(const Chart& chart) {
    return shownName(chart.caption);
}

std::vector<std::pair<QString, QString>> itemFacts(const ChartItem& item) {
    std::vector<std::pair<QString, QString>> facts;
    for (const auto& [label, value] : item.facts) {
        facts.emplace_back(shownName(label), shownName(value));
    }
    return facts;
}

QString itemSentence(const ChartItem& item) {
    QStringList parts{shownName(item.name)};
    for (const auto& [label, value] : itemFacts(item)) {
        parts << QStringLiteral("%1 %2").arg(label, value);
    }
    return parts.join(QStringLiteral("; "));
}

QString chartInWords(const ChartView& view) {
    const Chart& chart = *view.chart;
    QString words = QStringLiteral("%1, %2.").arg(chartTitle(chart), chartSubtitle(chart));
    for (const auto& [label, value] : chart.figures) {
        words += QStringLiteral(" %1 %2.").arg(shownName(label), shownName(value));
    }
    constexpr std::size_t mostSaid = 30;
    for (std::size_t i = 0; i < chart.items.size() && i < mostSaid; ++i) {
        if (chart.items[i].shape == ChartItem::Shape::mark) {
            words += QLatin1Char(' ') + itemSentence(chart.items[i]) + QLatin1Char('.');
        }
    }
    return words;
}

} // namespace tiebreak::ui
