// SPDX-License-Identifier: GPL-3.0-or-later
// tiebreak-cli report: everything that is known of a run.
#include "app/cli/command.h"
#include "app/cli/errors.h"
#include "app/cli/file_out.h"
#include "app/cli/output.h"
#include "app/cli/run_choice.h"
#include "workbench/report_labels.h"

#include <memory>

namespace tiebreak::cli {

namespace {

struct Options {
    std::string file;
    std::string run;
    std::string html;
    bool json = false;
};

int report(Context& context, const Options& options) {
    store::Project project(options.file, store::Project::Open::existing);
    std::shared_ptr<const workbench::LabelFigures> people;
    const workbench::Report report = project.read([&](store::Connection& c) {
        workbench::Report made = workbench::make_report(c, choose_run(c, options.run, options.file));
        people = workbench::read_people(c, made);
        return made;
    });
    if (!options.html.empty()) {
        FileOut file(context.out, options.html);
        file.write(workbench::to_html(report, people.get()));
        file.finish();
        context.out.message("written: " + options.html);
    }
    if (options.json) {
        context.out.result(workbench::to_json(report, people.get()) + "\n");
    } else if (options.html.empty()) {
        context.out.result(workbench::to_text(report, people.get(), context.out.result_columns()));
    }
    return ExitCode::done;
}

} // namespace

void add_report(CLI::App& program, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand("report", "Everything that is known of a run");
    command->add_option("FILE", options->file, "Project file")->required()->type_name("");
    command->add_option("--run", options->run, "The run, by name or id; the newest unless told")
        ->type_name("RUN");
    command->add_flag("--json", options->json, "One JSON document; its keys are stable");
    command->add_option("--html", options->html, "Write one HTML file that needs nothing beside it")
        ->type_name("PATH");
    command->callback(
        [options, &chosen] { chosen = [options](Context& context) { return report(context, *options); }; });
}

} // namespace tiebreak::cli
