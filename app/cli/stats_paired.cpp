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
    std::vector<std::string> a;
    std::string b;
    std::string cluster;
    statistics::PairedOptions how;
};

Json as_json(const statistics::PairedTable& table) {
    const statistics::PairedComparison& c = table.comparison;
    Json mcnemar = nullptr;
    if (table.mcnemar) {
        mcnemar = {{"both", table.mcnemar->both},
                   {"only_a", table.mcnemar->only_a},
                   {"only_b", table.mcnemar->only_b},
                   {"neither", table.mcnemar->neither},
                   {"p", table.mcnemar->p}};
    }
    Json bootstrap = nullptr;
    if (table.bootstrap) {
        bootstrap = {{"ci_low", table.bootstrap->ci_low},
                     {"ci_high", table.bootstrap->ci_high},
                     {"share_positive", table.bootstrap->share_positive},
                     {"draws", table.bootstrap->draws},
                     {"seed", table.bootstrap->seed}};
    }
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
            {"sd", or_null(c.sd)},
            {"clusters", c.clusters},
            {"more_items", table.more_items ? Json(*table.more_items) : Json(nullptr)},
            {"mcnemar", mcnemar},
            {"bootstrap", bootstrap},
            {"skipped", skipped_json(table.skipped)},
            {"warnings", c.warnings}};
}

std::string as_text(const statistics::PairedTable& table, const std::string& a, const std::string& b) {
    const statistics::PairedComparison& c = table.comparison;
    const std::string clusters = c.clusters > 0 ? fmt::format(" in {} clusters", c.clusters) : "";
    std::string text =
        fmt::format("{} − {}: difference {} (SE {}, 95 % {} to {}), n = {}{}\n"
                    "t {}, p {}; correlation {}\n"
                    "{} wins, {} ties, {} losses; exact sign test p {}\n",
                    a, b, figure(c.difference), figure(c.se), figure(c.ci_low), figure(c.ci_high), c.n,
                    clusters, figure(c.t), figure(c.p), figure(c.correlation), c.wins, c.ties, c.losses,
                    c.n == 0 ? "undefined" : figure(c.sign_p));
    if (table.bootstrap) {
        text += fmt::format("bootstrap 95 % {} to {} ({} draws, seed {})\n", figure(table.bootstrap->ci_low),
                            figure(table.bootstrap->ci_high), table.bootstrap->draws, table.bootstrap->seed);
    }
    if (table.mcnemar) {
        text += fmt::format("McNemar: both pass {}, {} only {}, {} only {}, neither {}; exact p {}\n",
                            table.mcnemar->both, a, table.mcnemar->only_a, b, table.mcnemar->only_b,
                            table.mcnemar->neither, figure(table.mcnemar->p));
    }
    if (table.more_items.value_or(0) > 0) {
        text +=
            fmt::format("about {} more items like these would tell them apart (80 %)\n", *table.more_items);
    }
    return text + remarks(table.skipped, c.warnings);
}

int paired(Context& context, const Options& options) {
    std::vector<std::string> columns = options.a;
    columns.insert(columns.end(), {options.b, options.cluster});
    const formats::TextTable table = read_table(options.table, columns);
    std::vector<std::string> cluster;
    if (!options.cluster.empty()) {
        cluster = table.column(options.cluster, options.table.path).cells;
    }
    std::vector<statistics::PairedTable> results;
    std::vector<double> p;
    for (const std::string& a : options.a) {
        results.push_back(statistics::paired_table(column_of(table, a, options.table),
                                                   column_of(table, options.b, options.table), cluster,
                                                   table.lines, options.how));
        results.back().skipped = all_skipped(table, std::move(results.back().skipped));
        if (results.back().comparison.p) {
            p.push_back(*results.back().comparison.p);
        }
    }
    const std::vector<double> adjusted = statistics::holm(p);
    if (results.size() == 1) {
        if (options.table.json) {
            context.out.result_json(as_json(results.front()));
        } else {
            context.out.result(as_text(results.front(), options.a.front(), options.b));
        }
        return ExitCode::done;
    }
    Json comparisons = Json::array();
    std::string text;
    std::size_t next = 0;
    for (std::size_t i = 0; i < results.size(); ++i) {
        Json one{{"a", options.a[i]}, {"b", options.b}};
        one.update(as_json(results[i]));
        text += as_text(results[i], options.a[i], options.b);
        if (results[i].comparison.p) {
            one["holm_p"] = adjusted[next];
            text += fmt::format("p after Holm, {} comparisons: {}\n\n", p.size(), figure(adjusted[next]));
            ++next;
        } else {
            one["holm_p"] = nullptr;
            text += "\n";
        }
        comparisons.push_back(std::move(one));
    }
    if (options.table.json) {
        context.out.result_json(Json{{"comparisons", comparisons}});
    } else {
        context.out.result(text);
    }
    return ExitCode::done;
}

} // namespace

void add_paired(CLI::App& stats, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = stats.add_subcommand("paired", "The difference of two columns on the same items");
    add_table_options(*command, options->table);
    command
        ->add_option("--a", options->a,
                     "Column of one candidate's scores; may be repeated, with p values after Holm")
        ->required()
        ->type_name("COL")
        ->allow_extra_args(false);
    command->add_option("--b", options->b, "Column of the other's")->required()->type_name("COL");
    command->add_option("--cluster", options->cluster, "Column of groups that items stand in together")
        ->type_name("COL");
    command->add_flag("--pass-fail", options->how.pass_fail,
                      "Read pass, true and 1 as 1; fail, false and 0 as 0");
    command
        ->add_option("--bootstrap", options->how.draws, "Draws for a percentile interval; none unless told")
        ->type_name("N")
        ->check(CLI::Range(0, 1'000'000));
    command->add_option("--seed", options->how.seed, "Of the draws")->type_name("S");
    command->callback(
        [options, &chosen] { chosen = [options](Context& context) { return paired(context, *options); }; });
}

} // namespace tiebreak::cli
