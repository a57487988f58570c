// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/columns.h"
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "app/cli/stats.h"
#include "statistics/table_agreement.h"

#include <fmt/format.h>

#include <map>
#include <memory>

namespace tiebreak::cli {

namespace {

using statistics::MeasurementLevel;

const std::map<std::string, MeasurementLevel> levels{{"nominal", MeasurementLevel::nominal},
                                                     {"ordinal", MeasurementLevel::ordinal},
                                                     {"interval", MeasurementLevel::interval}};

struct Options {
    TableOptions table;
    std::vector<std::string> raters;
    std::vector<std::string> labels;
    std::string level = "nominal";
    std::string against;
};

Json as_json(const statistics::AgreementTable& table, const std::vector<statistics::SkippedRow>& skipped) {
    Json pairs = Json::array();
    for (const statistics::RaterPair& pair : table.pairs) {
        pairs.push_back({{"a", pair.a},
                         {"b", pair.b},
                         {"n", pair.n},
                         {"raw", or_null(pair.raw)},
                         {"kappa", or_null(pair.kappa.value)},
                         {"quadratic_kappa", or_null(pair.quadratic_kappa.value)}});
    }
    Json majority = Json::object();
    for (const statistics::LabelCount& count : table.majority) {
        majority[count.label] = count.n;
    }
    Json unread = Json::array();
    for (const statistics::UnreadValue& value : table.unread) {
        unread.push_back({{"rater", value.rater}, {"value", value.value}, {"n", value.n}});
    }
    return {{"n", table.n},
            {"pairs", pairs},
            {"fleiss", or_null(table.fleiss.value)},
            {"alpha", or_null(table.alpha.value)},
            {"majority", majority},
            {"no_majority", table.no_majority},
            {"unread", unread},
            {"skipped", skipped_json(skipped)},
            {"warnings", table.warnings}};
}

std::string as_text(const statistics::AgreementTable& table, const Options& options,
                    const std::vector<statistics::SkippedRow>& skipped) {
    const bool ordered = options.level != "nominal";
    std::string text = fmt::format("{} rows with labels to compare\n\n", table.n);
    Columns pairs{"rater", "with", ">n", ">agree", ">Cohen's kappa", ordered ? ">quadratic kappa" : ""};
    for (const statistics::RaterPair& pair : table.pairs) {
        pairs.add({pair.a, pair.b, std::to_string(pair.n), figure(pair.raw), figure(pair.kappa.value),
                   ordered ? figure(pair.quadratic_kappa.value) : ""});
    }
    text += pairs.text();
    text += fmt::format("\nFleiss' kappa {} (n = {})\nKrippendorff's alpha {}, {} (n = {})\n",
                        figure(table.fleiss.value), table.fleiss.n, figure(table.alpha.value), options.level,
                        table.alpha.n);
    text += "\nmajority";
    for (const statistics::LabelCount& count : table.majority) {
        text += fmt::format("  {}: {}", count.label, count.n);
    }
    text += fmt::format("  none: {}\n", table.no_majority);
    for (const statistics::UnreadValue& value : table.unread) {
        text += fmt::format("not a label: \"{}\" of {}, {} times\n", value.value, value.rater, value.n);
    }
    return text + remarks(skipped, table.warnings);
}

int agreement(Context& context, const Options& options) {
    const formats::TextTable table = read_table(options.table);
    std::vector<statistics::TextColumn> raters;
    for (const std::string& name : options.raters) {
        raters.push_back(column_of(table, name, options.table));
    }
    statistics::AgreementOptions how;
    how.labels = options.labels;
    how.level = levels.at(options.level);
    if (!options.against.empty()) {
        how.against = column_of(table, options.against, options.table);
    }
    const statistics::AgreementTable result = statistics::agreement_table(raters, how);
    const std::vector<statistics::SkippedRow> skipped = all_skipped(table, {});
    if (options.table.json) {
        context.out.result_json(as_json(result, skipped));
    } else {
        context.out.result(as_text(result, options, skipped));
    }
    return ExitCode::done;
}

} // namespace

void add_agreement(CLI::App& stats, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = stats.add_subcommand(
        "agreement", "How far raters agree: Cohen's and Fleiss' kappa, Krippendorff's alpha");
    add_table_options(*command, options->table);
    command->add_option("--raters", options->raters, "Columns, one a rater, separated by commas")
        ->required()
        ->delimiter(',')
        ->type_name("COL,COL,…")
        ->allow_extra_args(false);
    command
        ->add_option("--labels", options->labels,
                     "The labels there are, lowest first; all values that occur unless told")
        ->delimiter(',')
        ->type_name("L,L,…")
        ->allow_extra_args(false);
    command->add_option("--level", options->level, "nominal, ordinal or interval")
        ->type_name("LEVEL")
        ->check(CLI::IsMember(levels));
    command->add_option("--against", options->against, "Column of labels known to be right")
        ->type_name("COL");
    command->callback([options, &chosen] {
        chosen = [options](Context& context) { return agreement(context, *options); };
    });
}

} // namespace tiebreak::cli
