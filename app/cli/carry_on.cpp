// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/carry_on.h"

#include "app/cli/errors.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/plan_text.h"
#include "app/cli/progress_line.h"
#include "domain/error.h"
#include "runs/execution.h"
#include "store/runs.h"
#include "workbench/report_labels.h"
#include "workbench/wording.h"

#include <fmt/format.h>

namespace tiebreak::cli {

using domain::Error;
using domain::ErrorKind;

namespace {

/// A cap can only hold where every call to another machine has a price.
void check_cap(const workbench::RunPlan& plan) {
    if (const std::string name = plan.unpriced(); !name.empty()) {
        throw Error(ErrorKind::usage, "--max-cost cannot hold: no price is given", name,
                    "write its price into the config: \"price\": {\"input\": …, \"output\": …}, in "
                    "US dollars a million tokens");
    }
}

/// Whether to start: a person says so where it costs or text leaves the machine, by --yes or when asked.
bool may_start(Context& context, const workbench::RunPlan& plan, bool yes, const std::string& file) {
    if (yes || !plan.costs_or_leaves()) {
        return true;
    }
    if (!context.out.can_ask()) {
        if (!plan.may_cost()) {
            return true;
        }
        throw Error(ErrorKind::usage, "this may cost money, and nobody is here to be asked",
                    "run " + plan.name, "say --yes to start, with --max-cost USD to limit what it may cost");
    }
    if (context.out.confirmed("start?")) {
        return true;
    }
    context.out.message("nothing was asked; the run stands in " + file + " and may start later");
    return false;
}

void tell_failures(Output& out, const runs::Progress& progress) {
    for (const runs::Progress::Candidate& candidate : progress.candidates) {
        if (candidate.failed > 0) {
            std::vector<std::string> kinds;
            for (const auto& [kind, n] : candidate.failures) {
                kinds.push_back(fmt::format("{} {}", workbench::thousands(n), kind));
            }
            out.message(
                fmt::format("failed: {} of {} answers of {} ({})", workbench::thousands(candidate.failed),
                            workbench::thousands(candidate.total), candidate.name, workbench::joined(kinds)));
        }
    }
    for (const runs::Progress::Judging& judging : progress.judgings) {
        if (judging.failed > 0) {
            out.message(fmt::format("failed: {} of {} replies of judging {}",
                                    workbench::thousands(judging.failed), workbench::thousands(judging.total),
                                    judging.name));
        }
        if (judging.parse_failures > 0) {
            out.message(fmt::format("not read: {} of {} replies of judging {}; they count as no score",
                                    workbench::thousands(judging.parse_failures),
                                    workbench::thousands(judging.total), judging.name));
        }
    }
}

std::string ending(const runs::Progress& progress) {
    std::string text = fmt::format("{} of {} done", workbench::thousands(progress.done),
                                   workbench::thousands(progress.total));
    if (progress.cost) {
        text += fmt::format(", ${:.4f} spent in this session", *progress.cost);
        if (progress.run_cost > *progress.cost) {
            text += fmt::format(" and ${:.4f} in all", progress.run_cost);
        }
    }
    return text;
}

void write_report(Context& context, store::Project& project, domain::RunId run, bool json) {
    std::shared_ptr<const workbench::LabelFigures> people;
    const workbench::Report report = project.read([&](store::Connection& c) {
        workbench::Report made = workbench::make_report(c, run);
        people = workbench::read_people(c, made);
        return made;
    });
    context.out.result(json ? workbench::to_json(report, people.get()) + "\n"
                            : workbench::to_text(report, people.get(), context.out.result_columns()));
}

} // namespace

void add_carry_options(CLI::App& command, CarryOptions& options) {
    command.add_flag("--yes", options.yes, "Start without asking, whatever it costs");
    command.add_flag("--same-weights", options.same_weights,
                     "A server that cannot name its weights still serves those of the stored answers");
    command
        .add_option("--max-cost", options.max_cost,
                    "Spending cap of the run: it pauses before a call would pass it")
        ->type_name("USD")
        ->check(CLI::NonNegativeNumber);
    command.add_flag("--json", options.json, "The report as one JSON document");
}

int carry_on(Context& context, store::Project& project, client::ModelClient& client, domain::RunId run,
             const CarryOptions& options, const runs::RecordedReader& recorded) {
    if (options.max_cost) {
        project.writer().run(
            [&](store::Connection& c) { store::set_run_max_cost(c, run, options.max_cost); });
    }
    const workbench::RunPlan plan =
        project.read([&](store::Connection& c) { return workbench::plan_run(c, run); });
    context.out.message(to_text(plan));
    if (plan.max_cost) {
        check_cap(plan);
    }
    if (!may_start(context, plan, options.yes, project.file().string())) {
        return ExitCode::done;
    }

    Interrupt::Stoppable work(context.interrupt);
    ProgressLine line(context.out);
    runs::ExecutionOptions execution;
    execution.same_weights = options.same_weights;
    execution.recorded = recorded;
    execution.selection = options.selection;
    execution.patience = runs::patient();
    execution.on_progress = [&](const runs::Progress& progress) { line.show(progress); };
    const runs::Progress end = runs::execute(project, client, run, execution, work.token());
    line.finish(end);
    tell_failures(context.out, end);

    if (end.phase == runs::Progress::Phase::failed) {
        context.out.message("tiebreak-cli: " + end.message);
        return ExitCode::wrong_call;
    }
    const std::string go_on = "nothing is lost; the same call with --resume goes on";
    if (context.interrupt.happened()) {
        context.out.message(fmt::format("stopped: {}; {}", ending(end), go_on));
        return ExitCode::interrupted;
    }
    if (end.paused_by_cap) {
        context.out.message(fmt::format("stopped at the spending cap of ${:g}: {}; nothing is lost: a higher "
                                        "--max-cost with --resume goes on",
                                        *end.max_cost, ending(end)));
        return ExitCode::work_failed;
    }
    if (end.phase == runs::Progress::Phase::stopped) {
        context.out.message(fmt::format("{}; the rest was not chosen: {}", ending(end), go_on));
        return end.failed > 0 ? ExitCode::work_failed : ExitCode::done;
    }
    context.out.message(ending(end));
    if (options.report) {
        write_report(context, project, run, options.json);
    }
    return end.failed > 0 ? ExitCode::work_failed : ExitCode::done;
}

} // namespace tiebreak::cli
