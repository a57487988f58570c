// SPDX-License-Identifier: GPL-3.0-or-later
// tiebreak-cli gate: may the new run take the old one's place? Exit 0 no worse, 3 worse, 4 cannot tell.
#include "app/cli/command.h"
#include "app/cli/compare_text.h"
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "app/cli/run_choice.h"
#include "workbench/compare_runs.h"

#include <memory>

namespace tiebreak::cli {

namespace {

struct Options {
    std::string file;
    std::string run;
    std::string baseline;
    workbench::CompareChoice choice;
    double margin = 0;
    bool json = false;
};

int gate(Context& context, const Options& options) {
    store::Project project(options.file, store::Project::Open::existing);
    const workbench::GateResult result = project.read([&](store::Connection& c) {
        return workbench::gate(workbench::compare_runs(c, choose_run(c, options.baseline, options.file),
                                                       choose_run(c, options.run, options.file),
                                                       options.choice),
                               options.margin);
    });
    if (options.json) {
        context.out.result(workbench::to_json(result) + "\n");
    } else {
        context.out.result(result.words + "\n\n" + comparison_text(result.comparison));
    }
    switch (result.outcome) {
    case workbench::GateOutcome::no_worse:
        return ExitCode::done;
    case workbench::GateOutcome::worse:
        return ExitCode::worse;
    case workbench::GateOutcome::cannot_tell:
        break;
    }
    return ExitCode::cannot_tell;
}

} // namespace

void add_gate(CLI::App& program, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "gate", "Whether a run is worse than a baseline: exit 0 no worse, 3 worse, 4 cannot tell");
    command->add_option("FILE", options->file, "Project file")->required()->type_name("");
    command->add_option("--run", options->run, "The new run, by name or id")->required()->type_name("RUN");
    command
        ->add_option("--baseline", options->baseline, "The run it must not fall behind; may be the same run")
        ->required()
        ->type_name("RUN");
    command
        ->add_option("--margin", options->margin, "Points that it may fall behind without being called worse")
        ->required()
        ->check(CLI::NonNegativeNumber)
        ->type_name("M");
    command
        ->add_option("--candidate", options->choice.candidate_b,
                     "The new run's candidate, where it has several")
        ->type_name("NAME");
    command
        ->add_option("--baseline-candidate", options->choice.candidate_a,
                     "The baseline run's candidate, where it has several")
        ->type_name("NAME");
    command->add_option("--judging", options->choice.judging, "By which judging, where there are several")
        ->type_name("NAME");
    command->add_flag("--json", options->json, "One JSON document");
    command->callback(
        [options, &chosen] { chosen = [options](Context& context) { return gate(context, *options); }; });
}

} // namespace tiebreak::cli
