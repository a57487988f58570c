// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/columns.h"
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "app/cli/stats.h"
#include "statistics/table_means.h"

#include <fmt/format.h>

#include <memory>

namespace tiebreak::cli {

namespace {

struct Options {
    TableOptions table;
    std::string x;
    std::vector<std::string> by;
    std::string cluster;
};

Json as_json(const statistics::GroupMean& mean) {
    const statistics::MeanEstimate& e = mean.estimate;
    return {{"n", e.n},
            {"mean", or_null(e.mean)},
            {"sd", or_null(e.sd)},
            {"se", or_null(e.se)},
            {"ci_low", or_null(e.ci_low)},
            {"ci_high", or_null(e.ci_high)},
            {"clusters", e.clusters},
            {"wilson_low", mean.wilson ? Json(mean.wilson->low) : Json(nullptr)},
            {"wilson_high", mean.wilson ? Json(mean.wilson->high) : Json(nullptr)}};
}

int mean(Context& context, const Options& options) {
    std::vector<std::string> columns = options.by;
    columns.insert(columns.end(), {options.x, options.cluster});
    const formats::TextTable table = read_table(options.table, columns);
    std::vector<statistics::TextColumn> by;
    for (const std::string& name : options.by) {
        by.push_back(column_of(table, name, options.table));
    }
    std::vector<std::string> cluster;
    if (!options.cluster.empty()) {
        cluster = table.column(options.cluster, options.table.path).cells;
    }
    statistics::MeanTable result =
        statistics::mean_table(column_of(table, options.x, options.table), by, cluster, table.lines);
    result.skipped = all_skipped(table, std::move(result.skipped));
    if (options.table.json) {
        Json document = as_json(result.all);
        document["groups"] = Json::array();
        for (const statistics::GroupMean& group : result.groups) {
            Json row{{"group", Json::object()}};
            for (std::size_t i = 0; i < options.by.size(); ++i) {
                row["group"][options.by[i]] = group.group[i];
            }
            row.update(as_json(group));
            document["groups"].push_back(std::move(row));
        }
        document["skipped"] = skipped_json(result.skipped);
        document["warnings"] = result.warnings;
        context.out.result_json(document);
        return ExitCode::done;
    }
    std::vector<std::string> titles = options.by;
    if (titles.empty()) {
        titles.emplace_back("");
    }
    titles.insert(titles.end(), {">n", ">mean", ">SE", ">95 % from", ">to"});
    Columns rows(titles);
    const auto add = [&](const statistics::GroupMean& group, const char* name) {
        std::vector<std::string> cells = group.group;
        cells.resize(titles.size() - 5);
        if (group.group.empty()) {
            cells.front() = name;
        }
        const statistics::MeanEstimate& e = group.estimate;
        cells.insert(cells.end(), {std::to_string(e.n), figure(e.mean), figure(e.se), figure(e.ci_low),
                                   figure(e.ci_high)});
        rows.add(std::move(cells));
    };
    for (const statistics::GroupMean& group : result.groups) {
        add(group, "");
    }
    add(result.all, "all rows");
    context.out.result(rows.text() + remarks(result.skipped, result.warnings));
    return ExitCode::done;
}

} // namespace

void add_mean(CLI::App& stats, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        stats.add_subcommand("mean", "Mean and interval of a column, of all rows and by group");
    add_table_options(*command, options->table);
    command->add_option("--x", options->x, "Column of numbers")->required()->type_name("COL");
    command->add_option("--by", options->by, "Column to group by; may be repeated")
        ->type_name("COL")
        ->allow_extra_args(false);
    command->add_option("--cluster", options->cluster, "Column of groups whose rows are not independent")
        ->type_name("COL");
    command->callback(
        [options, &chosen] { chosen = [options](Context& context) { return mean(context, *options); }; });
}

} // namespace tiebreak::cli
