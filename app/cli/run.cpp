// SPDX-License-Identifier: GPL-3.0-or-later
// tiebreak-cli run: asks, judges and counts what an eval config plans.
#include "app/cli/carry_on.h"
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "client/model_client.h"
#include "formats/eval_config.h"
#include "formats/file.h"
#include "secrets/keys.h"
#include "workbench/run_setup.h"

#include <filesystem>
#include <memory>

namespace tiebreak::cli {

namespace {

struct Options {
    std::string config;
    std::string file;
    bool resume = false;
    bool by_order = false;
    CarryOptions carry;
};

int run(Context& context, const Options& options) {
    const std::filesystem::path path(options.config);
    const formats::EvalConfig config = formats::read_eval_config(formats::read_file(options.config),
                                                                 options.config, path.parent_path().string());
    const workbench::FileReader files = workbench::files_in(path.parent_path());

    store::Project project(options.file, store::Project::Open::any);
    secrets::Keys keys;
    client::ModelClient client(keys);
    const workbench::SetUpRun made = workbench::set_up_run(
        project, client, config, files, {.resume = options.resume, .join_by_order = options.by_order});
    for (const std::string& note : made.notes) {
        context.out.message("note: " + note);
    }
    if (options.resume && made.is_new) {
        context.out.message("note: the file holds no run of this config to go on with; this one begins");
    }
    return carry_on(context, project, client, made.run, options.carry, workbench::recorded_reader(files));
}

} // namespace

void add_run(CLI::App& program, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand("run", "Ask, judge and count what an eval config plans");
    command->add_option("EVAL", options->config, "Eval config")->required()->type_name("");
    command->add_option("-o,--output", options->file, "Project file; made where it is missing")
        ->required()
        ->type_name("FILE");
    command->add_flag("--resume", options->resume,
                      "Go on with a stopped run; refuse where files or weights have changed since");
    command->add_flag("--by-order", options->by_order,
                      "Responses without ids stand in the order of the items");
    add_carry_options(*command, options->carry);
    command->callback(
        [options, &chosen] { chosen = [options](Context& context) { return run(context, *options); }; });
}

} // namespace tiebreak::cli
