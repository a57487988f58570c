// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "app/cli/stats.h"
#include "statistics/sample_size.h"

#include <fmt/format.h>

#include <memory>

namespace tiebreak::cli {

namespace {

struct Options {
    statistics::SampleSizePlan plan;
    bool json = false;
};

int sample_size(Context& context, const Options& options) {
    const std::int64_t n = statistics::sample_size(options.plan);
    if (options.json) {
        context.out.result_json(Json{{"n", n}});
    } else {
        context.out.result(fmt::format(
            "{} items find a difference of {} with a chance of {:g} % (two-sided test at {:g} %)\n", n,
            figure(options.plan.delta), options.plan.power * 100, options.plan.alpha * 100));
    }
    return ExitCode::done;
}

} // namespace

void add_sample_size(CLI::App& stats, Action& chosen) {
    auto options = std::make_shared<Options>();
    statistics::SampleSizePlan& plan = options->plan;
    CLI::App* command = stats.add_subcommand("sample-size", "How many items it takes to find a difference");
    command->add_option("--delta", plan.delta, "The difference to be found, in the unit of the scores")
        ->required()
        ->type_name("D");
    command
        ->add_option("--omega2", plan.omega2,
                     "Variance over items of the difference of expected scores; 1/9 unless told")
        ->type_name("W");
    command
        ->add_option("--sigma-a", plan.sigma_a, "SD of A's score on one item over its samples; 0 unless told")
        ->type_name("S");
    command->add_option("--sigma-b", plan.sigma_b, "The same of B")->type_name("S");
    command->add_option("--k-a", plan.k_a, "Samples an item of A; 1 unless told")->type_name("K");
    command->add_option("--k-b", plan.k_b, "Samples an item of B; 1 unless told")->type_name("K");
    command->add_option("--alpha", plan.alpha, "Chance of a false alarm; 0.05 unless told")->type_name("P");
    command->add_option("--power", plan.power, "Chance of finding it; 0.8 unless told")->type_name("P");
    command->add_flag("--json", options->json, "One JSON document");
    command->callback([options, &chosen] {
        chosen = [options](Context& context) { return sample_size(context, *options); };
    });
}

} // namespace tiebreak::cli
