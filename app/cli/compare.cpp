// SPDX-License-Identifier: GPL-3.0-or-later
// tiebreak-cli compare: two runs on the items both have, or the candidates of one run against its baseline.
#include "app/cli/carry_on.h"
#include "app/cli/command.h"
#include "app/cli/compare_text.h"
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "app/cli/run_choice.h"
#include "client/model_client.h"
#include "domain/error.h"
#include "formats/eval_config.h"
#include "formats/file.h"
#include "secrets/environment.h"
#include "workbench/compare_runs.h"
#include "workbench/run_frame.h"
#include "workbench/run_setup.h"

#include <filesystem>
#include <memory>

namespace tiebreak::cli {

namespace {

struct Options {
    std::string file;
    std::string run_a;
    std::string run_b;
    workbench::CompareChoice choice;
    std::string judge;
    bool all = false;
    CarryOptions carry;
};

/// Every candidate of one run against its baseline.
std::vector<workbench::RunComparison> against_baseline(store::Connection& c, domain::RunId run,
                                                       workbench::CompareChoice choice) {
    const workbench::RunFrame frame = workbench::read_run_frame(c, run);
    if (choice.candidate_a.empty() && frame.baseline()) {
        choice.candidate_a = frame.candidates[*frame.baseline()].candidate.name;
    }
    std::vector<workbench::RunComparison> comparisons;
    for (const store::CandidateRow& row : frame.candidates) {
        const bool wanted = choice.candidate_b.empty() || row.candidate.name == choice.candidate_b;
        if (wanted && row.candidate.name != choice.candidate_a) {
            workbench::CompareChoice one = choice;
            one.candidate_b = row.candidate.name;
            comparisons.push_back(workbench::compare_runs(c, run, run, one));
        }
    }
    if (comparisons.empty()) {
        (void)workbench::compare_runs(c, run, run, choice); // says what is wrong
    }
    return comparisons;
}

int show(Context& context, const Options& options, const std::vector<workbench::RunComparison>& comparisons) {
    if (options.carry.json) {
        context.out.result((options.run_b.empty() ? workbench::to_json(comparisons)
                                                  : workbench::to_json(comparisons.front())) +
                           "\n");
        return ExitCode::done;
    }
    std::string text;
    for (const workbench::RunComparison& comparison : comparisons) {
        text += (text.empty() ? "" : "\n") + comparison_text(comparison);
    }
    context.out.result(text);
    return ExitCode::done;
}

/// Joins both runs' stored answers in a run of its own and has it judged.
int judge_jointly(Context& context, store::Project& project, const Options& options, domain::RunId a,
                  domain::RunId b) {
    workbench::CompareChoice choice;
    if (!options.all) {
        const workbench::RunComparison before = project.read([&](store::Connection& c) {
            return workbench::compare_runs(c, a, b,
                                           {options.choice.candidate_a, options.choice.candidate_b, ""});
        });
        choice = {before.a.candidate, before.b.candidate, ""};
    }
    const std::string bytes = formats::read_file(options.judge);
    const domain::RunId joined = workbench::join_runs(project, a, b, choice);
    const std::vector<std::string> names = project.read([&](store::Connection& c) {
        std::vector<std::string> list;
        for (const store::CandidateRow& row : store::run_candidates(c, joined)) {
            list.push_back(row.candidate.name);
        }
        return list;
    });
    const domain::JudgingSpec spec = formats::read_judging(bytes, names, options.judge);
    secrets::Environment keys;
    client::ModelClient client(keys);
    (void)workbench::add_judgings(project, client, joined, {spec});
    const workbench::FileReader files =
        workbench::files_in(std::filesystem::path(options.judge).parent_path());
    CarryOptions carry = options.carry;
    carry.report = false;
    return carry_on(context, project, client, joined, carry, workbench::recorded_reader(files));
}

int compare(Context& context, const Options& options) {
    store::Project project(options.file, store::Project::Open::existing);
    domain::RunId a;
    domain::RunId b;
    project.read([&](store::Connection& c) {
        a = choose_run(c, options.run_a, options.file);
        b = options.run_b.empty() ? a : choose_run(c, options.run_b, options.file);
    });
    int code = ExitCode::done;
    if (!options.judge.empty()) {
        if (a == b) {
            throw domain::Error(domain::ErrorKind::usage, "one run needs no joint judging with itself",
                                options.file, "use tiebreak-cli judge");
        }
        code = judge_jointly(context, project, options, a, b);
        if (code == ExitCode::wrong_call || code == ExitCode::interrupted) {
            return code; // carry_on said why; the joined run is there and may go on
        }
    }
    const auto comparisons = project.read([&](store::Connection& c) {
        return options.run_b.empty() ? against_baseline(c, a, options.choice)
                                     : std::vector{workbench::compare_runs(c, a, b, options.choice)};
    });
    (void)show(context, options, comparisons);
    return code;
}

} // namespace

void add_compare(CLI::App& program, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "compare", "Two runs on the items both have, or one run's candidates against its baseline");
    command->add_option("FILE", options->file, "Project file")->required()->type_name("");
    command->add_option("RUN_A", options->run_a, "The old run, by name or id")->required()->type_name("");
    command
        ->add_option("RUN_B", options->run_b,
                     "The new one; without it, RUN_A's candidates against its baseline")
        ->type_name("");
    command->add_option("--candidate-a", options->choice.candidate_a, "The old run's candidate")
        ->type_name("NAME");
    command->add_option("--candidate-b", options->choice.candidate_b, "The new run's candidate")
        ->type_name("NAME");
    command->add_option("--judging", options->choice.judging, "By which judging, where there are several")
        ->type_name("NAME");
    command
        ->add_option("--judge", options->judge,
                     "Judge both runs' stored answers in one new judging, written as in an eval config")
        ->type_name("JUDGING.json");
    command->add_flag("--all", options->all,
                      "With --judge: the answers of all candidates, not of the two alone");
    add_carry_options(*command, options->carry);
    command->callback(
        [options, &chosen] { chosen = [options](Context& context) { return compare(context, *options); }; });
}

} // namespace tiebreak::cli
