// SPDX-License-Identifier: GPL-3.0-or-later
// tiebreak-cli bench: how good the judges are, as one league table.
#include "app/cli/columns.h"
#include "app/cli/command.h"
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "app/cli/run_choice.h"
#include "domain/error.h"
#include "store/judgings.h"
#include "text/nearest.h"
#include "text/utf8.h"
#include "workbench/judge_bench.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <memory>

namespace tiebreak::cli {

namespace {

using workbench::BenchFigure;

struct Options {
    std::string file;
    std::string run;
    std::string against;
    std::size_t examples = 5;
    bool json = false;
};

std::string percent(const BenchFigure& figure) {
    return figure.value
               ? workbench::number(100 * *figure.value, 1) +
                     (figure.low ? " (" + workbench::interval(100 * *figure.low, 100 * *figure.high, 0) + ")"
                                 : "")
               : "\u2013";
}

std::string plain(const BenchFigure& figure, int decimals) {
    return workbench::number(figure.value, decimals);
}

std::string confusion_text(const workbench::BenchRow& row) {
    if (row.confusion.empty()) {
        return "";
    }
    Columns cells{"truth", ">first", ">tie", ">second", ">unread"};
    for (std::size_t truth = 0; truth < 3; ++truth) {
        std::vector<std::string> line{workbench::to_string(row.confusion[4 * truth].truth)};
        for (std::size_t verdict = 0; verdict < 4; ++verdict) {
            line.push_back(workbench::thousands(row.confusion[4 * truth + verdict].n));
        }
        cells.add(std::move(line));
    }
    return "\n" + text::for_display(row.judge) + ", " + text::for_display(row.name) +
           ": what it said (across) where the truth is (down)\n" + cells.text();
}

std::string as_text(const workbench::JudgeBench& bench) {
    std::string text = "judges against " + text::for_display(bench.truth) + "\n";
    if (bench.people.comparisons > 0) {
        text += fmt::format(
            "{} labels of {} people on {} pairs; among them: Krippendorff's alpha {} (n {}), Fleiss' "
            "kappa {} (n {})\n",
            bench.people.labels, bench.people.annotators, bench.people.comparisons,
            plain(bench.people.alpha, 3), bench.people.alpha.n, plain(bench.people.fleiss, 3),
            bench.people.fleiss.n);
    }
    Columns right{"judge",  "judging",   "protocol",          ">pairs", ">right %", ">kappa",
                  ">alpha", ">Spearman", ">swap-consistent %"};
    Columns lean{"judge",        "judging",   ">first shown wins %", ">longer wins %",
                 ">lists win %", ">length r", ">own family",         ">rerun SD",
                 ">run shift",   ">unread %", ">$ a thousand",       ">s a reply"};
    for (const workbench::BenchRow& row : bench.judges) {
        right.add({row.judge, row.name, row.protocol, std::to_string(row.accuracy.n), percent(row.accuracy),
                   plain(row.kappa, 3), plain(row.alpha, 3), plain(row.spearman, 3),
                   percent(row.swap_consistency)});
        lean.add({row.judge, row.name, percent(row.first_position_rate), percent(row.prefers_longer),
                  percent(row.prefers_lists), plain(row.length_correlation, 2),
                  row.own_family_lift.value ? workbench::signed_number(100 * *row.own_family_lift.value, 1)
                                            : "\u2013",
                  plain(row.rerun_sd, 2), plain(row.run_shift_sd, 2), percent(row.parse_failure_rate),
                  row.price_per_1000 ? fmt::format("{:.2f}", *row.price_per_1000) : "\u2013",
                  row.seconds_per_1000 ? fmt::format("{:.2f}", *row.seconds_per_1000 / 1000) : "\u2013"});
    }
    text += "\n" + right.text(28) + "\n" + lean.text(28);
    for (const workbench::BenchRow& row : bench.judges) {
        text += confusion_text(row);
    }
    for (const std::string& warning : bench.warnings) {
        text += "! " + text::for_display(warning) + "\n";
    }
    return text;
}

domain::JudgingId judging_named(store::Connection& c, domain::RunId run, const std::string& name,
                                const std::string& file) {
    std::vector<std::string> names;
    for (const store::JudgingRow& row : store::judgings(c, run)) {
        if (row.name == name) {
            return row.id;
        }
        names.push_back(row.name);
    }
    throw domain::Error(domain::ErrorKind::usage, "the run has no judging \"" + name + "\"", file,
                        text::did_you_mean(name, names));
}

int bench(Context& context, const Options& options) {
    store::Project project(options.file, store::Project::Open::existing);
    const workbench::JudgeBench result = project.read([&](store::Connection& c) {
        workbench::BenchChoice choice;
        choice.examples = options.examples;
        if (!options.run.empty() || !options.against.empty()) {
            choice.run = choose_run(c, options.run, options.file);
        }
        if (!options.against.empty()) {
            choice.against = judging_named(c, choice.run, options.against, options.file);
        }
        return workbench::make_judge_bench(c, choice);
    });
    context.out.result(options.json ? workbench::to_json(result) + "\n" : as_text(result));
    return ExitCode::done;
}

} // namespace

void add_bench(CLI::App& program, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "bench", "How good the judges are: against people's labels or another judging, and how they lean");
    command->add_option("FILE", options->file, "Project file")->required()->type_name("");
    command->add_option("--run", options->run, "Of one run only, by name or id; of all runs unless told")
        ->type_name("RUN");
    command
        ->add_option("--against", options->against, "A judging that is held to be right, instead of people")
        ->type_name("NAME");
    command->add_option("--examples", options->examples, "With --json: kept for each cell; 5 unless told")
        ->type_name("N");
    command->add_flag("--json", options->json, "One JSON document");
    command->callback(
        [options, &chosen] { chosen = [options](Context& context) { return bench(context, *options); }; });
}

} // namespace tiebreak::cli
