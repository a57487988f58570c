// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/columns.h"
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "app/cli/stats.h"
#include "statistics/table_stats.h"

#include <fmt/format.h>

#include <memory>

namespace tiebreak::cli {

namespace {

struct Options {
    TableOptions table;
    std::string x;
    std::string y;
    std::string label;
    std::vector<std::string> exclude;
};

Json as_json(const statistics::CorrelationTable& table) {
    Json residuals = Json::array();
    for (const statistics::LabelledResidual& row : table.residuals) {
        residuals.push_back({{"label", row.label}, {"residual", row.residual}, {"outlier", row.outlier}});
    }
    const auto& line = table.least_squares;
    const auto of_line = [&](double statistics::LeastSquares::*member) {
        return line ? or_null((*line).*member) : Json(nullptr);
    };
    Json theil_sen{{"slope", nullptr}, {"intercept", nullptr}, {"threshold", nullptr}};
    if (table.theil_sen) {
        theil_sen = {{"slope", table.theil_sen->slope},
                     {"intercept", table.theil_sen->intercept},
                     {"threshold", or_null(table.theil_sen->threshold)}};
    }
    return {{"n", table.n},
            {"pearson", or_null(table.pearson.coefficient)},
            {"pearson_p", or_null(table.pearson.p)},
            {"spearman", or_null(table.spearman.coefficient)},
            {"spearman_p", or_null(table.spearman.p)},
            {"kendall", or_null(table.kendall.coefficient)},
            {"kendall_p", or_null(table.kendall.p)},
            {"slope", of_line(&statistics::LeastSquares::slope)},
            {"slope_se", of_line(&statistics::LeastSquares::slope_se)},
            {"intercept", of_line(&statistics::LeastSquares::intercept)},
            {"r2", line ? or_null(line->r2) : Json(nullptr)},
            {"theil_sen", theil_sen},
            {"residuals", residuals},
            {"excluded", table.excluded},
            {"skipped", skipped_json(table.skipped)},
            {"warnings", table.warnings}};
}

std::string as_text(const statistics::CorrelationTable& table, const Options& options) {
    std::string text = fmt::format("{} against {}, n = {}", options.y, options.x, table.n);
    text += table.excluded > 0 ? fmt::format(", {} excluded by label\n\n", table.excluded) : "\n\n";
    Columns coefficients{"", ">coefficient", ">p"};
    coefficients.add({"Pearson", figure(table.pearson.coefficient), figure(table.pearson.p)});
    coefficients.add({"Spearman", figure(table.spearman.coefficient), figure(table.spearman.p)});
    coefficients.add({"Kendall tau-b", figure(table.kendall.coefficient), figure(table.kendall.p)});
    text += coefficients.text();
    if (const auto& line = table.least_squares) {
        text += fmt::format("\nleast squares  slope {} (SE {}), intercept {}, R² {}\n", figure(line->slope),
                            figure(line->slope_se), figure(line->intercept), figure(line->r2));
    }
    if (const auto& line = table.theil_sen) {
        text += fmt::format("Theil–Sen      slope {}, intercept {}; outliers beyond {}\n\n",
                            figure(line->slope), figure(line->intercept), figure(line->threshold));
    }
    if (!table.residuals.empty()) {
        Columns residuals{options.label.empty() ? "row" : options.label.c_str(), ">residual from Theil–Sen",
                          ""};
        for (const statistics::LabelledResidual& row : table.residuals) {
            residuals.add({row.label, figure(row.residual), row.outlier ? "outlier" : ""});
        }
        text += residuals.text();
    }
    return text + remarks(table.skipped, table.warnings);
}

int correlation(Context& context, const Options& options) {
    const formats::TextTable table = read_table(options.table, {options.x, options.y, options.label});
    std::vector<std::string> labels;
    if (!options.label.empty()) {
        labels = table.column(options.label, options.table.path).cells;
    }
    statistics::CorrelationTable result = statistics::correlation_table(
        column_of(table, options.x, options.table), column_of(table, options.y, options.table), labels,
        table.lines, options.exclude);
    result.skipped = all_skipped(table, std::move(result.skipped));
    if (options.table.json) {
        context.out.result_json(as_json(result));
    } else {
        context.out.result(as_text(result, options));
    }
    return ExitCode::done;
}

} // namespace

void add_correlation(CLI::App& stats, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = stats.add_subcommand(
        "correlation", "Pearson, Spearman, Kendall and a line, with residuals and outliers");
    add_table_options(*command, options->table);
    command->add_option("--x", options->x, "Column across")->required()->type_name("COL");
    command->add_option("--y", options->y, "Column up")->required()->type_name("COL");
    CLI::Option* label = command->add_option("--label", options->label, "Column that names the rows");
    label->type_name("COL");
    command->add_option("--exclude", options->exclude, "Leave out rows of this label; may be repeated")
        ->type_name("LABEL")
        ->allow_extra_args(false)
        ->needs(label);
    command->callback([options, &chosen] {
        chosen = [options](Context& context) { return correlation(context, *options); };
    });
}

} // namespace tiebreak::cli
