// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/export_chart.h"

#include "app/cli/draw_chart.h"
#include "domain/error.h"
#include "store/judgings.h"
#include "text/nearest.h"
#include "workbench/chart.h"
#include "workbench/charts.h"

#include <fmt/format.h>

#include <algorithm>

namespace tiebreak::cli {

namespace {

domain::JudgingId judging_named(store::Connection& connection, domain::RunId run, const std::string& name) {
    if (name.empty()) {
        return {};
    }
    std::vector<std::string> names;
    for (const store::JudgingRow& judging : store::judgings(connection, run)) {
        if (judging.name == name) {
            return judging.id;
        }
        names.push_back(judging.name);
    }
    throw domain::Error(domain::ErrorKind::usage, "the run has no judging \"" + name + "\"", "--judging",
                        text::did_you_mean(name, names));
}

[[noreturn]] void nothing_to_chart(const std::string& chart, const std::string& what,
                                   const std::string& why) {
    throw domain::Error(domain::ErrorKind::usage, what, "chart " + chart, why);
}

} // namespace

std::string chart_bytes(store::Project& project, domain::RunId run, const ChartOrder& order) {
    const workbench::ChartKind kind = workbench::chart_kind(order.chart);
    if (kind == workbench::ChartKind::loss) {
        const auto chart = project.read([&](store::Connection& c) {
            return workbench::make_loss_score_chart(c, run,
                                                    {judging_named(c, run, order.judging), order.by, {}});
        });
        if (chart.points.size() < 2) {
            nothing_to_chart(order.chart, "fewer than two candidates have both a test loss and a score",
                             chart.caption);
        }
        return order.format == "csv" ? workbench::to_csv(chart) : draw_chart(chart, order.format);
    }
    const workbench::Chart chart = project.read([&](store::Connection& c) {
        return workbench::make_chart(c, run, kind, {judging_named(c, run, order.judging), order.by, {}});
    });
    if (chart.gap.kind != workbench::Chart::Gap::Kind::none) {
        nothing_to_chart(order.chart, chart.gap.what, chart.gap.why);
    }
    if (!order.by.empty() && chart.option.current != order.by) {
        std::vector<std::string> ids;
        for (const auto& choice : chart.option.choices) {
            ids.push_back(choice.id);
        }
        throw domain::Error(
            domain::ErrorKind::usage, fmt::format("the chart is not made by \"{}\"", order.by), "--by",
            ids.empty() ? "leave --by out: this chart has no choice" : text::did_you_mean(order.by, ids));
    }
    return order.format == "csv" ? workbench::to_csv(chart) : draw_chart(chart, order.format);
}

} // namespace tiebreak::cli
