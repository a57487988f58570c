// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "app/cli/stats.h"
#include "statistics/table_battles.h"

#include <fmt/format.h>

#include <memory>

namespace tiebreak::cli {

namespace {

struct Options {
    TableOptions table;
    std::string preference;
};

Json as_json(const statistics::WinRateTable& table) {
    const statistics::PreferenceWinRate& rate = table.win_rate;
    return {{"win_rate", or_null(rate.win_rate)},
            {"se", or_null(rate.se)},
            {"wins", rate.wins},
            {"ties", rate.ties},
            {"losses", rate.losses},
            {"n", rate.n},
            {"dropped", rate.dropped},
            {"discrete", or_null(rate.discrete)},
            {"ci_low", or_null(rate.ci_low)},
            {"ci_high", or_null(rate.ci_high)},
            {"skipped", skipped_json(table.skipped)},
            {"warnings", table.warnings}};
}

std::string as_text(const statistics::WinRateTable& table) {
    const statistics::PreferenceWinRate& rate = table.win_rate;
    return fmt::format("win rate {} % (SE {}, 95 % {} to {}), n = {}, {} dropped\n"
                       "{} wins, {} ties, {} losses: {} % counted whole\n",
                       figure(rate.win_rate), figure(rate.se), figure(rate.ci_low), figure(rate.ci_high),
                       rate.n, rate.dropped, rate.wins, rate.ties, rate.losses, figure(rate.discrete)) +
           remarks(table.skipped, table.warnings);
}

int win_rate(Context& context, const Options& options) {
    const formats::TextTable table = read_table(options.table);
    statistics::WinRateTable result =
        statistics::win_rate_table(column_of(table, options.preference, options.table), table.lines);
    result.win_rate.dropped += table.bad.size();
    result.skipped = all_skipped(table, std::move(result.skipped));
    if (options.table.json) {
        context.out.result_json(as_json(result));
    } else {
        context.out.result(as_text(result));
    }
    return ExitCode::done;
}

} // namespace

void add_win_rate(CLI::App& stats, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = stats.add_subcommand(
        "win-rate", "From preferences in [1, 2]: 1 the baseline, 2 the model, 1.5 or 0 a draw");
    add_table_options(*command, options->table);
    command->add_option("--preference", options->preference, "Column of the preference")
        ->required()
        ->type_name("COL");
    command->callback(
        [options, &chosen] { chosen = [options](Context& context) { return win_rate(context, *options); }; });
}

} // namespace tiebreak::cli
