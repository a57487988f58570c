// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "app/cli/stats.h"
#include "domain/error.h"
#include "statistics/table_battles.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <memory>

namespace tiebreak::cli {

namespace {

struct Options {
    TableOptions table;
    std::string preference;
    std::string length;
    std::string baseline_length;
    std::string text;
    std::string baseline_text;
};

/// Length of the model's answer minus the baseline's, a row; nothing where it cannot be told.
std::vector<std::optional<double>> length_gaps(const formats::TextTable& table, const Options& options) {
    std::vector<std::optional<double>> gaps;
    const bool texts = !options.text.empty();
    const statistics::TextColumn of_model =
        column_of(table, texts ? options.text : options.length, options.table);
    const statistics::TextColumn of_baseline =
        column_of(table, texts ? options.baseline_text : options.baseline_length, options.table);
    for (std::size_t row = 0; row < table.lines.size(); ++row) {
        if (texts) {
            gaps.emplace_back(static_cast<double>(text::character_count(of_model.cells[row])) -
                              static_cast<double>(text::character_count(of_baseline.cells[row])));
            continue;
        }
        const auto one = statistics::cell_number(of_model.cells[row]);
        const auto other = statistics::cell_number(of_baseline.cells[row]);
        gaps.push_back(one && other ? std::optional(*one - *other) : std::nullopt);
    }
    return gaps;
}

/// The length-controlled rate over the rows that have a preference and two lengths.
statistics::LengthControlled controlled(const formats::TextTable& table, const Options& options,
                                        const statistics::WinRateTable& rates,
                                        std::vector<std::string>& warnings) {
    const auto gaps = length_gaps(table, options);
    std::vector<std::optional<double>> preferences;
    std::vector<double> lengths;
    std::size_t without = 0;
    for (std::size_t row = 0; row < gaps.size(); ++row) {
        if (gaps[row]) {
            preferences.push_back(rates.preferences[row]);
            lengths.push_back(*gaps[row]);
        } else {
            without += rates.preferences[row] ? 1 : 0;
        }
    }
    if (without > 0) {
        warnings.push_back(fmt::format(
            "{} preferences have no length beside them and are not in the length-controlled rate", without));
    }
    return statistics::length_controlled_win_rate(preferences, lengths);
}

Json as_json(const statistics::WinRateTable& table, const std::optional<statistics::LengthControlled>& lc) {
    const statistics::PreferenceWinRate& rate = table.win_rate;
    Json json{{"win_rate", or_null(rate.win_rate)},
              {"se", or_null(rate.se)},
              {"wins", rate.wins},
              {"ties", rate.ties},
              {"losses", rate.losses},
              {"n", rate.n},
              {"dropped", rate.dropped},
              {"discrete", or_null(rate.discrete)},
              {"ci_low", or_null(rate.ci_low)},
              {"ci_high", or_null(rate.ci_high)}};
    if (lc) {
        json["length_controlled"] = or_null(lc->win_rate);
        json["length_controlled_se"] = or_null(lc->se);
        json["length_controlled_ci_low"] = or_null(lc->ci_low);
        json["length_controlled_ci_high"] = or_null(lc->ci_high);
        json["length_effect"] = or_null(lc->length_effect);
        json["length_controlled_n"] = lc->n;
    }
    json["skipped"] = skipped_json(table.skipped);
    json["warnings"] = table.warnings;
    return json;
}

std::string as_text(const statistics::WinRateTable& table,
                    const std::optional<statistics::LengthControlled>& lc) {
    const statistics::PreferenceWinRate& rate = table.win_rate;
    std::string text =
        fmt::format("win rate {} % (SE {}, 95 % {} to {}), n = {}, {} dropped\n"
                    "{} wins, {} ties, {} losses: {} % counted whole\n",
                    figure(rate.win_rate), figure(rate.se), figure(rate.ci_low), figure(rate.ci_high), rate.n,
                    rate.dropped, rate.wins, rate.ties, rate.losses, figure(rate.discrete));
    if (lc) {
        text += fmt::format("length-controlled {} % (SE {}, 95 % {} to {}), n = {}; effect of length {}\n"
                            "(one logistic fit, without a difficulty that models share)\n",
                            figure(lc->win_rate), figure(lc->se), figure(lc->ci_low), figure(lc->ci_high),
                            lc->n, figure(lc->length_effect));
    }
    return text + remarks(table.skipped, table.warnings);
}

int win_rate(Context& context, const Options& options) {
    if (options.length.empty() != options.baseline_length.empty() ||
        options.text.empty() != options.baseline_text.empty()) {
        throw domain::Error(domain::ErrorKind::usage, "a length needs its other side", "stats win-rate",
                            "give --length with --baseline-length, or --text with --baseline-text");
    }
    if (!options.length.empty() && !options.text.empty()) {
        throw domain::Error(domain::ErrorKind::usage, "lengths are given twice", "stats win-rate",
                            "give columns of lengths or columns of texts");
    }
    const formats::TextTable table =
        read_table(options.table, {options.preference, options.length, options.baseline_length, options.text,
                                   options.baseline_text});
    statistics::WinRateTable result =
        statistics::win_rate_table(column_of(table, options.preference, options.table), table.lines);
    std::optional<statistics::LengthControlled> lc;
    if (!options.length.empty() || !options.text.empty()) {
        lc = controlled(table, options, result, result.warnings);
        result.warnings.insert(result.warnings.end(), lc->warnings.begin(), lc->warnings.end());
    }
    result.win_rate.dropped += table.bad.size();
    result.skipped = all_skipped(table, std::move(result.skipped));
    if (options.table.json) {
        context.out.result_json(as_json(result, lc));
    } else {
        context.out.result(as_text(result, lc));
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
    command->add_option("--length", options->length, "Column of the length of the model's answer")
        ->type_name("COL");
    command->add_option("--baseline-length", options->baseline_length, "The same of the baseline's")
        ->type_name("COL");
    command->add_option("--text", options->text, "Column of the model's answer, whose characters are counted")
        ->type_name("COL");
    command->add_option("--baseline-text", options->baseline_text, "The same of the baseline's")
        ->type_name("COL");
    command->callback(
        [options, &chosen] { chosen = [options](Context& context) { return win_rate(context, *options); }; });
}

} // namespace tiebreak::cli
