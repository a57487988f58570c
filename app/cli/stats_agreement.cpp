// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/columns.h"
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "app/cli/stats.h"
#include "domain/error.h"
#include "statistics/table_agreement.h"
#include "text/utf8.h"

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
    std::vector<std::string> read; ///< VALUE=LABEL
};

Json as_json(const statistics::AgreementTable& table, const std::vector<statistics::SkippedRow>& skipped) {
    Json pairs = Json::array();
    for (const statistics::RaterPair& pair : table.pairs) {
        pairs.push_back({{"a", pair.a},
                         {"b", pair.b},
                         {"n", pair.n},
                         {"raw", or_null(pair.raw)},
                         {"kappa", or_null(pair.kappa.value)},
                         {"quadratic_kappa", or_null(pair.quadratic_kappa.value)},
                         {"pearson", or_null(pair.pearson.coefficient)},
                         {"spearman", or_null(pair.spearman.coefficient)},
                         {"kendall", or_null(pair.kendall.coefficient)},
                         {"macro_precision", or_null(pair.macro_precision)},
                         {"macro_recall", or_null(pair.macro_recall)},
                         {"macro_f1", or_null(pair.macro_f1)},
                         {"confusion", pair.confusion}});
    }
    Json majority = Json::object();
    for (const statistics::LabelCount& count : table.majority) {
        majority[count.label] = count.n;
    }
    Json unread = Json::array();
    for (const statistics::UnreadValue& value : table.unread) {
        unread.push_back({{"rater", value.rater}, {"value", value.value}, {"n", value.n}});
    }
    Json raters = Json::array();
    for (const statistics::RaterCount& rater : table.raters) {
        raters.push_back({{"rater", rater.rater},
                          {"labelled", rater.labelled},
                          {"missing", rater.missing},
                          {"unread", rater.unread}});
    }
    return {{"n", table.n},
            {"labels", table.labels},
            {"raters", raters},
            {"pairs", pairs},
            {"fleiss", or_null(table.fleiss.value)},
            {"fleiss_n", table.fleiss.n},
            {"alpha", or_null(table.alpha.value)},
            {"alpha_n", table.alpha.n},
            {"majority", majority},
            {"no_majority", table.no_majority},
            {"unread", unread},
            {"skipped", skipped_json(skipped)},
            {"warnings", table.warnings}};
}

std::string as_text(const statistics::AgreementTable& table, const Options& options,
                    const std::vector<statistics::SkippedRow>& skipped) {
    const bool ordered = options.level != "nominal";
    const bool against = !options.against.empty();
    std::string text = fmt::format("{} rows with labels to compare\n\n", table.n);
    Columns pairs{"rater",
                  "with",
                  ">n",
                  ">agree",
                  ">Cohen's kappa",
                  ordered ? ">quadratic kappa" : "",
                  against ? ">macro F1" : ""};
    for (const statistics::RaterPair& pair : table.pairs) {
        pairs.add({pair.a, pair.b, std::to_string(pair.n), figure(pair.raw), figure(pair.kappa.value),
                   ordered ? figure(pair.quadratic_kappa.value) : "", against ? figure(pair.macro_f1) : ""});
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
    for (const statistics::RaterCount& rater : table.raters) {
        if (rater.missing + rater.unread > 0) {
            text += fmt::format("{}: {} labelled, {} blank, {} unread\n", rater.rater, rater.labelled,
                                rater.missing, rater.unread);
        }
    }
    for (const statistics::UnreadValue& value : table.unread) {
        text += fmt::format("not a label: \"{}\" of {}, {} times\n", text::for_display(value.value),
                            value.rater, value.n);
    }
    return text + remarks(skipped, table.warnings);
}

int agreement(Context& context, const Options& options) {
    std::vector<std::string> columns = options.raters;
    columns.push_back(options.against);
    const formats::TextTable table = read_table(options.table, columns);
    std::vector<statistics::TextColumn> raters;
    for (const std::string& name : options.raters) {
        raters.push_back(column_of(table, name, options.table));
    }
    statistics::AgreementOptions how;
    how.labels = options.labels;
    how.level = levels.at(options.level);
    for (const std::string& pair : options.read) {
        const std::size_t equals = pair.rfind('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size()) {
            throw domain::Error(domain::ErrorKind::usage, "\"" + pair + "\" says nothing of a value",
                                "--read", "write VALUE=LABEL, as Tie=0");
        }
        how.read_as.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
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
    command
        ->add_option(
            "--read", options->read,
            "What a value stands for, as Tie=0; may be repeated. Without it nothing is taken for another")
        ->type_name("VALUE=LABEL")
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
