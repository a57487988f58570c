// SPDX-License-Identifier: GPL-3.0-or-later
// tiebreak-cli export: what a run holds, as files.
#include "app/cli/batches.h"
#include "app/cli/command.h"
#include "app/cli/errors.h"
#include "app/cli/export_chart.h"
#include "app/cli/file_out.h"
#include "app/cli/labels.h"
#include "app/cli/output.h"
#include "app/cli/run_choice.h"
#include "domain/error.h"
#include "text/nearest.h"
#include "workbench/exchange.h"
#include "workbench/export_rows.h"
#include "workbench/export_table.h"
#include "workbench/report_labels.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

namespace tiebreak::cli {

using domain::Error;
using domain::ErrorKind;

namespace {

struct Options {
    std::string file;
    std::string what;
    std::string path;
    std::string run;
    std::string format;
    std::string chart = "loss";
    std::string judging;
    std::string by;
    std::string ask = "pairs";
    std::int64_t cards = 40;
    workbench::ExchangeFilter exchanges;
};

/// The formats of one kind of export; the first unless told. `endings` of file names stand beside them.
struct What {
    const char* name;
    std::vector<std::pair<std::string, std::vector<std::string>>> formats;
};

const std::vector<What>& whats() {
    static const std::vector<What> all{
        {"responses", {{"jsonl", {".jsonl"}}}},
        {"verdicts", {{"jsonl", {".jsonl"}}}},
        {"labels", {{"jsonl", {".jsonl"}}, {"csv", {".csv"}}}},
        {"packet", {{"html", {".html", ".htm"}}}},
        {"exchanges", {{"jsonl", {".jsonl"}}}},
        {"report", {{"text", {".txt"}}, {"json", {".json"}}, {"html", {".html", ".htm"}}}},
        {"table", {{"markdown", {".md"}}, {"csv", {".csv"}}, {"latex", {".tex"}}}},
        {"batch", {{"openai", {}}, {"anthropic", {}}}},
        {"chart", {{"png", {".png"}}, {"svg", {".svg"}}, {"pdf", {".pdf"}}, {"csv", {".csv"}}}}};
    return all;
}

const What& what_of(const std::string& name) {
    const auto found = std::ranges::find_if(whats(), [&](const What& what) { return what.name == name; });
    if (found != whats().end()) {
        return *found;
    }
    std::vector<std::string> names;
    for (const What& what : whats()) {
        names.emplace_back(what.name);
    }
    const std::vector<std::string> later{"preferences", "judge-training"};
    const bool is_later = std::ranges::find(later, name) != later.end();
    throw Error(ErrorKind::usage,
                is_later ? "this version does not export " + name
                         : "\"" + name + "\" is nothing that can be exported",
                "WHAT",
                is_later ? fmt::format("it exports {}", fmt::join(names, ", "))
                         : text::did_you_mean(name, names));
}

/// The format told, else the one of the path's ending, else the first.
std::string format_of(const Options& options, const What& what) {
    std::vector<std::string> names;
    std::string ending = std::filesystem::path(options.path).extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    std::string by_ending;
    for (const auto& [name, endings] : what.formats) {
        names.push_back(name);
        if (std::ranges::find(endings, ending) != endings.end()) {
            by_ending = name;
        }
    }
    if (!options.format.empty()) {
        if (std::ranges::find(names, options.format) == names.end()) {
            throw Error(ErrorKind::usage,
                        fmt::format("{} cannot be written as \"{}\"", what.name, options.format), "--format",
                        text::did_you_mean(options.format, names));
        }
        return options.format;
    }
    return by_ending.empty() ? names.front() : by_ending;
}

std::string written_rows(Context& context, store::Project& project, domain::RunId run,
                         const Options& options) {
    FileOut file(context.out, options.path);
    const std::int64_t rows = project.read([&](store::Connection& c) {
        if (options.what == "exchanges") {
            workbench::ExchangeFilter filter = options.exchanges;
            filter.judging = options.judging;
            return workbench::export_exchanges(c, run, filter,
                                               [&](const std::string& line) { file.write(line); });
        }
        if (options.what == "responses") {
            return workbench::export_responses(
                c, run, [&](const formats::ResponseLine& line) { file.write(formats::to_json_line(line)); });
        }
        return workbench::export_verdicts(
            c, run, [&](const formats::VerdictLine& line) { file.write(formats::to_json_line(line)); });
    });
    file.finish();
    return workbench::thousands(rows) + " rows";
}

void write_report(Context& context, store::Project& project, domain::RunId run, const Options& options,
                  const std::string& format) {
    std::shared_ptr<const workbench::LabelFigures> people;
    const workbench::Report report = project.read([&](store::Connection& c) {
        workbench::Report made = workbench::make_report(c, run);
        people = workbench::read_people(c, made);
        return made;
    });
    constexpr int columns = 100;
    FileOut file(context.out, options.path);
    if (options.what == "table") {
        using workbench::TableFormat;
        file.write(workbench::score_table(report, format == "csv"     ? TableFormat::csv
                                                  : format == "latex" ? TableFormat::latex
                                                                      : TableFormat::markdown));
    } else {
        file.write(format == "json"   ? workbench::to_json(report, people.get()) + "\n"
                   : format == "html" ? workbench::to_html(report, people.get())
                                      : workbench::to_text(report, people.get(), columns));
    }
    file.finish();
}

int export_run(Context& context, const Options& options) {
    const What& what = what_of(options.what);
    const std::string format = format_of(options, what);
    store::Project project(options.file, store::Project::Open::existing);
    const domain::RunId run =
        project.read([&](store::Connection& c) { return choose_run(c, options.run, options.file); });
    if (options.what == "batch") {
        return export_batches(context, project, run, options.judging, options.path, options.format);
    }
    std::string written = format;
    if (options.what == "responses" || options.what == "verdicts" || options.what == "exchanges") {
        written = written_rows(context, project, run, options);
    } else if (options.what == "labels") {
        written = export_labels(context, project, run, options.path, format);
    } else if (options.what == "packet") {
        written =
            export_packet(context, project, run, {options.path, options.judging, options.ask, options.cards});
    } else if (options.what == "chart") {
        FileOut file(context.out, options.path);
        file.write(chart_bytes(project, run, {options.chart, options.judging, options.by, format}));
        file.finish();
    } else {
        write_report(context, project, run, options, format);
    }
    if (options.path != "-") {
        context.out.message(fmt::format("{}: {}, {}", options.path, options.what, written));
    }
    return ExitCode::done;
}

} // namespace

void add_export(CLI::App& program, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand("export", "Write what a run holds as a file");
    command->add_option("FILE", options->file, "Project file")->required()->type_name("");
    command
        ->add_option(
            "WHAT", options->what,
            "responses, verdicts, exchanges (JSON Lines; exchanges are the raw calls), labels (JSON Lines, "
            "CSV), report (text, JSON, HTML), table (Markdown, CSV, LaTeX), chart (PNG, SVG, PDF, CSV), "
            "batch "
            "(request files for openai or anthropic; PATH is a folder) or packet (cards to label for "
            "somebody "
            "without Tiebreak: one offline HTML file)")
        ->required()
        ->type_name("");
    command->add_option("-o,--output", options->path, "File to write; - is standard output")
        ->required()
        ->type_name("PATH");
    command->add_option("--run", options->run, "The run, by name or id; the newest unless told")
        ->type_name("RUN");
    command->add_option("--format", options->format, "Where the ending of PATH does not tell it")
        ->type_name("F");
    command
        ->add_option("--chart", options->chart,
                     "Which chart: loss, checkpoints, wins, position, noise, cost, degeneration, scores; "
                     "loss unless told")
        ->type_name("NAME");
    command
        ->add_option("--judging", options->judging,
                     "batch, exchanges: of this judging's judges, instead of the candidates; chart: the "
                     "judging it shows; packet: whose ties are asked about; the one that decides unless told")
        ->type_name("NAME");
    command
        ->add_option("--by", options->by,
                     "What a chart is made by: parent, loss, config, tag:NAME (checkpoints, degeneration); "
                     "dollars, tokens, seconds (cost); the loss set (loss)")
        ->type_name("CHOICE");
    command
        ->add_option(
            "--ask", options->ask,
            "packet: pairs (tie-breaks first), random (pairs drawn at random), rank (all answers) or "
            "rubric (one answer and a scale); pairs unless told")
        ->type_name("HOW");
    command->add_option("--cards", options->cards, "packet: how many cards at most; 40 unless told")
        ->type_name("N");
    command->add_option("--item", options->exchanges.item, "exchanges: of this item only, by id or number")
        ->type_name("ITEM");
    command->add_flag("--failed", options->exchanges.failed,
                      "exchanges: only those that failed or cannot be read");
    command->callback([options, &chosen] {
        chosen = [options](Context& context) { return export_run(context, *options); };
    });
}

} // namespace tiebreak::cli
