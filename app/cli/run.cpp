// SPDX-License-Identifier: GPL-3.0-or-later
// tiebreak-cli run: asks, judges and counts what an eval config plans.
#include "app/cli/carry_on.h"
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "client/model_client.h"
#include "domain/error.h"
#include "formats/eval_config.h"
#include "formats/file.h"
#include "secrets/environment.h"
#include "text/nearest.h"
#include "workbench/run_setup.h"

#include <algorithm>
#include <filesystem>
#include <memory>

namespace tiebreak::cli {

namespace {

struct Options {
    std::string config;
    std::string file;
    bool resume = false;
    bool by_order = false;
    std::vector<std::string> failures;
    CarryOptions carry;
};

/// The kinds of failure, by the names that tables show.
std::vector<domain::FailureKind> kinds_of(const std::vector<std::string>& names) {
    std::vector<domain::FailureKind> kinds;
    for (const std::string& name : names) {
        const auto kind = domain::failure_from_string(name);
        if (!kind || *kind == domain::FailureKind::none) {
            const std::vector<std::string> known{"no connection",     "timeout",         "connection reset",
                                                 "refused by server", "rate limit",      "server error",
                                                 "unreadable reply",  "reply too large", "redirect",
                                                 "not sent",          "no key",          "weights changed"};
            throw domain::Error(domain::ErrorKind::usage, "there is no failure \"" + name + "\"", "--failure",
                                text::did_you_mean(name, known));
        }
        kinds.push_back(*kind);
    }
    return kinds;
}

/// What of the missing answers is to be asked for; names are checked against the config.
runs::Selection selection_of(const Options& options, const formats::EvalConfig& config) {
    runs::Selection selection = options.carry.selection;
    selection.kinds = kinds_of(options.failures);
    selection.only_failed = selection.only_failed || !selection.kinds.empty();
    std::vector<std::string> names;
    for (const domain::Candidate& candidate : config.candidates) {
        names.push_back(candidate.name);
    }
    for (const std::string& name : selection.candidates) {
        if (std::ranges::find(names, name) == names.end()) {
            throw domain::Error(domain::ErrorKind::usage, "the config has no candidate \"" + name + "\"",
                                "--candidate", text::did_you_mean(name, names));
        }
    }
    return selection;
}

int run(Context& context, const Options& options) {
    const std::filesystem::path path(options.config);
    const formats::EvalConfig config = formats::read_eval_config(formats::read_file(options.config),
                                                                 options.config, path.parent_path().string());
    const workbench::FileReader files = workbench::files_in(path.parent_path());

    store::Project project(options.file, store::Project::Open::any);
    secrets::Environment keys;
    client::ModelClient client(keys);
    const workbench::SetUpRun made = workbench::set_up_run(
        project, client, config, files, {.resume = options.resume, .join_by_order = options.by_order});
    for (const std::string& note : made.notes) {
        context.out.message("note: " + note);
    }
    if (options.resume && made.is_new) {
        context.out.message("note: the file holds no run of this config to go on with; this one begins");
    }
    CarryOptions carry = options.carry;
    carry.selection = selection_of(options, config);
    return carry_on(context, project, client, made.run, carry, workbench::recorded_reader(files));
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
    command->add_flag("--retry-failed", options->carry.selection.only_failed,
                      "Ask only for answers that were asked for before and failed");
    command
        ->add_option("--candidate", options->carry.selection.candidates,
                     "Ask only this candidate now; may be repeated")
        ->type_name("NAME")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command
        ->add_option("--failure", options->failures,
                     "Ask only for what failed this way, as \"timeout\"; may be repeated")
        ->type_name("KIND")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    add_carry_options(*command, options->carry);
    command->callback(
        [options, &chosen] { chosen = [options](Context& context) { return run(context, *options); }; });
}

} // namespace tiebreak::cli
