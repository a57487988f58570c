// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "app/cli/stats.h"
#include "statistics/table_stats.h"

#include <fmt/format.h>

#include <memory>

namespace tiebreak::cli {

namespace {

struct Options {
    TableOptions table;
    std::string a;
    std::string b;
    std::string cluster;
};

Json as_json(const statistics::PairedTable& table) {
    const statistics::PairedComparison& c = table.comparison;
    return {{"n", c.n},
            {"difference", or_null(c.difference)},
            {"se", or_null(c.se)},
            {"t", or_null(c.t)},
            {"p", or_null(c.p)},
            {"correlation", or_null(c.correlation)},
            {"wins", c.wins},
            {"ties", c.ties},
            {"losses", c.losses},
            {"sign_p", c.n == 0 ? Json(nullptr) : Json(c.sign_p)},
            {"ci_low", or_null(c.ci_low)},
            {"ci_high", or_null(c.ci_high)},
            {"clusters", c.clusters},
            {"skipped", skipped_json(table.skipped)},
            {"warnings", c.warnings}};
}

std::string as_text(const statistics::PairedTable& table, const Options& options) {
    const statistics::PairedComparison& c = table.comparison;
    const std::string clusters = c.clusters > 0 ? fmt::format(" in {} clusters", c.clusters) : "";
    return fmt::format("{} − {}: difference {} (SE {}, 95 % {} to {}), n = {}{}\n"
                       "t {}, p {}; correlation {}\n"
                       "{} wins, {} ties, {} losses; exact sign test p {}\n",
                       options.a, options.b, figure(c.difference), figure(c.se), figure(c.ci_low),
                       figure(c.ci_high), c.n, clusters, figure(c.t), figure(c.p), figure(c.correlation),
                       c.wins, c.ties, c.losses, c.n == 0 ? "undefined" : figure(c.sign_p)) +
           remarks(table.skipped, c.warnings);
}

int paired(Context& context, const Options& options) {
    const formats::TextTable table = read_table(options.table);
    std::vector<std::string> cluster;
    if (!options.cluster.empty()) {
        cluster = table.column(options.cluster, options.table.path).cells;
    }
    statistics::PairedTable result =
        statistics::paired_table(column_of(table, options.a, options.table),
                                 column_of(table, options.b, options.table), cluster, table.lines);
    result.skipped = all_skipped(table, std::move(result.skipped));
    if (options.table.json) {
        context.out.result_json(as_json(result));
    } else {
        context.out.result(as_text(result, options));
    }
    return ExitCode::done;
}

} // namespace

void add_paired(CLI::App& stats, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = stats.add_subcommand("paired", "The difference of two columns on the same items");
    add_table_options(*command, options->table);
    command->add_option("--a", options->a, "Column of one candidate's scores")->required()->type_name("COL");
    command->add_option("--b", options->b, "Column of the other's")->required()->type_name("COL");
    command->add_option("--cluster", options->cluster, "Column of groups that items stand in together")
        ->type_name("COL");
    command->callback(
        [options, &chosen] { chosen = [options](Context& context) { return paired(context, *options); }; });
}

} // namespace tiebreak::cli
