// SPDX-License-Identifier: GPL-3.0-or-later
// tiebreak-cli judge: judges a stored run again. Old scores stay; scores of two judgings never mix.
#include "app/cli/carry_on.h"
#include "app/cli/command.h"
#include "app/cli/run_choice.h"
#include "client/model_client.h"
#include "formats/eval_config.h"
#include "formats/file.h"
#include "secrets/keys.h"
#include "workbench/run_frame.h"
#include "workbench/run_setup.h"

#include <filesystem>
#include <memory>

namespace tiebreak::cli {

namespace {

struct Options {
    std::string file;
    std::string run;
    std::string judging;
    CarryOptions carry;
};

int judge(Context& context, const Options& options) {
    store::Project project(options.file, store::Project::Open::existing);
    std::vector<std::string> names;
    const domain::RunId run = project.read([&](store::Connection& c) {
        const domain::RunId id = choose_run(c, options.run, options.file);
        for (const store::CandidateRow& row : store::run_candidates(c, id)) {
            names.push_back(row.candidate.name);
        }
        return id;
    });
    const domain::JudgingSpec spec =
        formats::read_judging(formats::read_file(options.judging), names, options.judging);

    secrets::Keys keys;
    client::ModelClient client(keys);
    const workbench::FileReader files =
        workbench::files_in(std::filesystem::path(options.judging).parent_path());
    (void)workbench::add_judgings(project, client, run, {spec}, files);
    return carry_on(context, project, client, run, options.carry, workbench::recorded_reader(files));
}

} // namespace

void add_judge(CLI::App& program, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand("judge", "Judge a stored run again; old scores stay");
    command->add_option("FILE", options->file, "Project file")->required()->type_name("");
    command->add_option("--run", options->run, "The run, by name or id")->required()->type_name("RUN");
    command->add_option("--judging", options->judging, "One judging, written as in an eval config")
        ->required()
        ->type_name("JUDGING.json");
    add_carry_options(*command, options->carry);
    command->callback(
        [options, &chosen] { chosen = [options](Context& context) { return judge(context, *options); }; });
}

} // namespace tiebreak::cli
