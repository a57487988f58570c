// SPDX-License-Identifier: GPL-3.0-or-later
// tiebreak-cli import: eval sets, recorded responses and published scores.
#include "workbench/import.h"

#include "app/cli/batches.h"
#include "app/cli/columns.h"
#include "app/cli/command.h"
#include "app/cli/errors.h"
#include "app/cli/interrupt.h"
#include "app/cli/labels.h"
#include "app/cli/output.h"
#include "client/model_client.h"
#include "domain/error.h"
#include "formats/rows.h"
#include "runs/execution.h"
#include "secrets/keys.h"
#include "store/evalsets.h"
#include "store/runs.h"
#include "text/nearest.h"
#include "workbench/import_pairs.h"
#include "workbench/import_training.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <memory>

namespace tiebreak::cli {

using domain::Error;
using domain::ErrorKind;
using workbench::ImportPreview;

namespace {

struct Options {
    std::string file;
    std::string kind;
    std::vector<std::string> paths;
    std::string format;
    std::vector<std::string> map;
    std::string name;
    std::optional<double> test_loss;
    std::optional<double> test_loss_se;
    std::string loss_set;
    std::string tokenizer;
    std::string eval_set;
    std::string slice;
    std::string run;
    bool by_order = false;
    bool preview = false;

    [[nodiscard]] bool has_loss() const {
        return test_loss || test_loss_se || !loss_set.empty() || !tokenizer.empty();
    }
};

std::map<std::string, std::string> mapping_of(const Options& options) {
    std::map<std::string, std::string> mapping;
    for (const std::string& pair : options.map) {
        mapping.insert(formats::parse_mapping(pair));
    }
    return mapping;
}

/// "935:1045", rows from 0, the second left out.
std::optional<std::pair<std::int64_t, std::int64_t>> slice_of(const std::string& text) {
    if (text.empty()) {
        return std::nullopt;
    }
    std::pair<std::int64_t, std::int64_t> slice;
    const char* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, slice.first);
    if (first.ec == std::errc() && first.ptr != end && *first.ptr == ':') {
        const auto second = std::from_chars(first.ptr + 1, end, slice.second);
        if (second.ec == std::errc() && second.ptr == end && slice.first >= 0 && slice.first < slice.second) {
            return slice;
        }
    }
    throw Error(ErrorKind::usage, "\"" + text + "\" is no slice", "--slice",
                "write FROM:TO with rows counted from 0, as 935:1045");
}

/// An option that means nothing for this kind is a misunderstanding, never passed over.
void refuse(bool given, const char* option, const Options& options, const char* mend = "leave it out") {
    if (given) {
        throw Error(ErrorKind::usage, fmt::format("{} means nothing for {}", option, options.kind), option,
                    mend);
    }
}

void check_format(const Options& options, const ImportPreview& preview) {
    if (!options.format.empty() && options.format != preview.format) {
        throw Error(ErrorKind::usage,
                    fmt::format("the content is {}, not {}", preview.format, options.format),
                    options.paths.front(), "check the file, or leave --format out");
    }
}

void tell(Output& out, const ImportPreview& preview) {
    for (const std::string& note : preview.notes) {
        out.message("note: " + note);
    }
    for (const ImportPreview::Bad& bad : preview.bad) {
        out.message(fmt::format("line {} left out: {}", bad.line, bad.why));
    }
}

void show(Output& out, const ImportPreview& preview) {
    std::string text = fmt::format("{}, {} rows\n", preview.format, workbench::thousands(preview.rows));
    for (const auto& [field, column] : preview.mapping) {
        text += fmt::format("  {} is read from \"{}\"\n", field, column);
    }
    Columns table(preview.columns);
    for (const std::vector<std::string>& row : preview.first_rows) {
        table.add(row);
    }
    out.result(text + "\n" + table.text(32) + "\nnothing was stored\n");
}

int import_eval_set(Context& context, const Options& options) {
    refuse(options.paths.size() > 1, "a second PATH", options, "import one file a call");
    refuse(options.has_loss(), "a test loss", options);
    refuse(!options.eval_set.empty(), "--eval-set", options, "name it by --name");
    refuse(options.by_order, "--by-order", options);
    const workbench::ImportEvalSet import{options.paths.front(), options.name, slice_of(options.slice),
                                          mapping_of(options)};
    const ImportPreview preview = workbench::preview_eval_set(import);
    check_format(options, preview);
    tell(context.out, preview);
    if (options.preview) {
        show(context.out, preview);
        return ExitCode::done;
    }
    store::Project project(options.file, store::Project::Open::any);
    const auto revision = workbench::import_eval_set(project, import);
    const std::string name =
        project.read([&](store::Connection& c) { return store::eval_set_name(c, revision); });
    context.out.result(fmt::format("eval set {}: {} items\n", name, workbench::thousands(preview.rows)));
    return ExitCode::done;
}

workbench::ImportResponses responses_of(const Options& options) {
    refuse(!options.slice.empty(), "--slice", options,
           "slice the eval set; answers to other items are left out");
    if (options.has_loss() && options.paths.size() > 1) {
        throw Error(ErrorKind::usage, "a test loss belongs to one candidate, and several files are named",
                    "--test-loss", "import them by a manifest CSV: name,path,test_loss,test_loss_se");
    }
    workbench::ImportResponses import;
    import.paths.assign(options.paths.begin(), options.paths.end());
    import.eval_set = options.eval_set;
    import.run_name = options.name;
    import.mapping = mapping_of(options);
    import.join_by_order = options.by_order;
    if (options.paths.size() == 1) {
        domain::Candidate candidate;
        candidate.name = options.name;
        candidate.test_loss = {options.test_loss, options.test_loss_se, options.loss_set, options.tokenizer};
        import.candidates.push_back(candidate);
    }
    return import;
}

int import_responses(Context& context, const Options& options) {
    const workbench::ImportResponses import = responses_of(options);
    store::Project project(options.file, store::Project::Open::existing);
    const ImportPreview preview = workbench::preview_responses(project, import);
    check_format(options, preview);
    tell(context.out, preview);
    if (options.preview) {
        show(context.out, preview);
        return ExitCode::done;
    }
    const domain::RunId id = workbench::import_responses(project, import);
    const store::RunRow run = project.read([&](store::Connection& c) { return store::run(c, id); });
    // Scoring against the items' references costs nothing and calls nobody.
    secrets::Keys keys;
    client::ModelClient client(keys);
    Interrupt::Stoppable work(context.interrupt);
    const runs::Progress end = runs::execute(project, client, id, {}, work.token());
    if (end.phase == runs::Progress::Phase::failed) {
        throw Error(ErrorKind::file, end.message, options.file,
                    "the answers are stored; run the scoring again");
    }
    context.out.result(fmt::format("run {}: {} answers of {} candidate{}\n", run.name,
                                   workbench::thousands(preview.rows), end.candidates.size(),
                                   end.candidates.size() == 1 ? "" : "s"));
    return context.interrupt.happened() ? ExitCode::interrupted : ExitCode::done;
}

/// A file that becomes a run of its own: looked at, or stored. `says` what was stored, with {} for the rows.
int import_run(Context& context, const Options& options, const ImportPreview& preview,
               const std::function<domain::RunId(store::Project&)>& store_it, std::string_view says) {
    check_format(options, preview);
    tell(context.out, preview);
    if (options.preview) {
        show(context.out, preview);
        return ExitCode::done;
    }
    store::Project project(options.file, store::Project::Open::any);
    const domain::RunId id = store_it(project);
    const store::RunRow run = project.read([&](store::Connection& c) { return store::run(c, id); });
    context.out.result(fmt::format("run {}: {}\n", run.name,
                                   fmt::format(fmt::runtime(says), workbench::thousands(preview.rows))));
    return ExitCode::done;
}

int import_scores(Context& context, const Options& options) {
    refuse(options.paths.size() > 2, "a third PATH", options, "one CSV of scores, and one of judge runs");
    refuse(options.has_loss(), "a test loss", options, "the table's column test_loss has it");
    refuse(!options.eval_set.empty(), "--eval-set", options);
    refuse(!options.slice.empty(), "--slice", options);
    refuse(options.by_order, "--by-order", options);
    refuse(!options.map.empty(), "--map", options,
           "name the columns model, test_loss and score, or run1, run2, …");
    workbench::ImportScores import;
    import.scores = options.paths.front();
    import.name = options.name;
    if (options.paths.size() == 2) {
        import.judge_runs = options.paths[1];
    }
    return import_run(
        context, options, workbench::preview_scores(import),
        [&](store::Project& project) { return workbench::import_scores(project, import); },
        "scores of {} candidates");
}

int import_pairs(Context& context, const Options& options) {
    refuse(options.paths.size() > 1, "a second PATH", options, "import one file a call");
    refuse(options.has_loss(), "a test loss", options);
    refuse(!options.eval_set.empty(), "--eval-set", options, "name it by --name");
    refuse(!options.slice.empty(), "--slice", options);
    refuse(options.by_order, "--by-order", options);
    refuse(!options.map.empty(), "--map", options, "a set of labelled pairs is told by its keys");
    const workbench::ImportPairs import{options.paths.front(), options.name};
    return import_run(
        context, options, workbench::preview_pairs(import),
        [&](store::Project& project) { return workbench::import_pairs(project, import); },
        "{} labelled pairs; judge it pairwise with the baseline \"answer 1\", then look at bench");
}

int import_labels(Context& context, const Options& options) {
    refuse(options.has_loss(), "a test loss", options);
    refuse(!options.eval_set.empty(), "--eval-set", options);
    refuse(!options.slice.empty(), "--slice", options);
    refuse(options.by_order, "--by-order", options);
    refuse(!options.map.empty(), "--map", options,
           "name the columns item, annotator, first, second and winner");
    refuse(!options.format.empty(), "--format", options, "labels are told by their content");
    refuse(!options.name.empty(), "--name", options, "labels name their run; --run is for those that do not");
    return take_in_labels(context, options.file, options.paths, options.run, options.preview);
}

int import_training(Context& context, const Options& options) {
    refuse(options.has_loss(), "a test loss", options);
    refuse(!options.eval_set.empty(), "--eval-set", options, "the items of all eval sets are looked up");
    refuse(!options.slice.empty(), "--slice", options);
    refuse(options.by_order, "--by-order", options);
    refuse(!options.map.empty(), "--map", options);
    refuse(options.paths.size() > 1 && !options.name.empty(), "--name", options, "several files are named");
    store::Project project(options.file, store::Project::Open::existing);
    Interrupt::Stoppable work(context.interrupt);
    for (const std::string& path : options.paths) {
        std::uint64_t told = 0;
        const workbench::TrainingFound found = workbench::import_training(
            project, {path, options.name}, !options.preview,
            [&](std::uint64_t read, std::uint64_t bytes) {
                constexpr std::uint64_t step = 256U << 20U;
                if (read / step > told) {
                    told = read / step;
                    context.out.message(
                        fmt::format("{}: {} of {} MB looked through", path, read >> 20U, bytes >> 20U));
                }
            },
            work.token());
        if (context.interrupt.happened()) {
            return ExitCode::interrupted;
        }
        if (!options.format.empty() && options.format != found.format) {
            context.out.message(fmt::format("note: {} is {}", path, found.format));
        }
        if (found.bad > 0) {
            context.out.message(fmt::format("note: {} rows of {} could not be read", found.bad, path));
        }
        std::string text =
            fmt::format("{}: {} rows; of {} items {} stand in it word for word, {} nearly", found.name,
                        workbench::thousands(found.rows), workbench::thousands(found.items),
                        workbench::thousands(found.exact), workbench::thousands(found.near));
        if (found.answers > 0) {
            text += fmt::format("; of {} answers {} copy a row", workbench::thousands(found.answers),
                                workbench::thousands(found.copied));
        }
        Columns table({"Item", "Row", "", "What stands there"});
        for (const workbench::TrainingFound::Match& match : found.matches) {
            table.add({match.item, std::to_string(match.row),
                       match.exact ? "exact" : fmt::format("near, {:.2f}", match.similarity), match.excerpt});
        }
        context.out.result(text + "\n" + (found.matches.empty() ? "" : "\n" + table.text(40)) +
                           (options.preview ? "\nnothing was stored\n" : ""));
    }
    return ExitCode::done;
}

int import_file(Context& context, const Options& options) {
    refuse(!options.run.empty() && options.kind != "labels", "--run", options);
    if (options.kind == "labels") {
        return import_labels(context, options);
    }
    if (options.kind == "pairs") {
        return import_pairs(context, options);
    }
    if (options.kind == "eval-set") {
        return import_eval_set(context, options);
    }
    if (options.kind == "responses" && are_batch_results(options.paths, options.format)) {
        refuse(options.has_loss() || !options.name.empty() || options.preview || !options.map.empty(),
               "an option beside --format", options, "batch results belong to the calls that they answer");
        return import_batches(context, options.file, options.paths, options.format);
    }
    if (options.kind == "responses") {
        return import_responses(context, options);
    }
    if (options.kind == "scores") {
        return import_scores(context, options);
    }
    if (options.kind == "training-data") {
        return import_training(context, options);
    }
    const std::vector<std::string> known{"eval-set", "responses", "scores",
                                         "pairs",    "labels",    "training-data"};
    const std::vector<std::string> later{"verdicts", "rubric"};
    const bool is_later = std::ranges::find(later, options.kind) != later.end();
    throw Error(ErrorKind::usage,
                is_later ? "this version does not import " + options.kind
                         : "\"" + options.kind + "\" is nothing that can be imported",
                "KIND",
                is_later ? "it imports eval-set, responses, scores, pairs, labels and training-data"
                         : text::did_you_mean(options.kind, known));
}

} // namespace

void add_import(CLI::App& program, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "import", "Bring in an eval set, recorded responses, scores, or look items up in training data");
    command->add_option("FILE", options->file, "Project file; made where it is missing")
        ->required()
        ->type_name("");
    command
        ->add_option("KIND", options->kind,
                     "eval-set, responses, scores, pairs (a public set of labelled pairs), labels, or "
                     "training-data")
        ->required()
        ->type_name("");
    command
        ->add_option(
            "PATH", options->paths,
            "responses: one file a candidate, one manifest CSV, or a batch service's results; "
            "scores: a CSV, and one of judge runs; labels: what export labels wrote, a packet's answers, or "
            "another copy of the project; training-data: files to look items up in")
        ->required()
        ->type_name("");
    command->add_option("--format", options->format, "Refuse the file unless its content is of this format")
        ->type_name("F");
    command->add_option("--map", options->map, "Read our field a from the file's column b; may be repeated")
        ->type_name("a=b")
        ->allow_extra_args(false);
    command
        ->add_option("--name", options->name,
                     "Name of the eval set, candidate or run; the file's unless told")
        ->type_name("N");
    command->add_option("--test-loss", options->test_loss, "The candidate's measured test loss, nats a token")
        ->type_name("X");
    command->add_option("--test-loss-se", options->test_loss_se, "Its standard error")->type_name("X");
    command->add_option("--loss-set", options->loss_set, "The text it was measured on")->type_name("NAME");
    command->add_option("--tokenizer", options->tokenizer, "What its tokens are")->type_name("NAME");
    command->add_option("--eval-set", options->eval_set, "The eval set that the responses answer")
        ->type_name("NAME");
    command->add_option("--slice", options->slice, "Rows of the eval set from A, before B, counted from 0")
        ->type_name("A:B");
    command
        ->add_option("--run", options->run, "labels: the run of those that name none; the newest unless told")
        ->type_name("RUN");
    command->add_flag("--by-order", options->by_order,
                      "Responses without ids stand in the order of the items");
    command->add_flag("--preview", options->preview, "Show what would come in, and store nothing");
    command->callback([options, &chosen] {
        chosen = [options](Context& context) { return import_file(context, *options); };
    });
}

} // namespace tiebreak::cli
