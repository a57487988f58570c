// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/columns.h"
#include "app/cli/errors.h"
#include "app/cli/output.h"
#include "app/cli/stats.h"
#include "domain/error.h"
#include "statistics/judge_habits.h"
#include "statistics/retrieval.h"

#include <fmt/format.h>

#include <memory>

namespace tiebreak::cli {

namespace {

struct Options {
    TableOptions table;
    std::string query;
    std::string relevance;
    std::string rank;
    std::string score;
    std::size_t k = 10;
};

Json as_json(const statistics::MeanEstimate& mean) {
    return {{"mean", or_null(mean.mean)},
            {"se", or_null(mean.se)},
            {"ci_low", or_null(mean.ci_low)},
            {"ci_high", or_null(mean.ci_high)}};
}

int retrieval(Context& context, const Options& options) {
    if (options.rank.empty() == options.score.empty()) {
        throw domain::Error(domain::ErrorKind::usage, "the order is a rank or a score", "stats retrieval",
                            "give --rank or --score, not both");
    }
    const bool by_score = options.rank.empty();
    const std::string& order = by_score ? options.score : options.rank;
    const formats::TextTable table = read_table(options.table, {options.query, options.relevance, order});
    statistics::RetrievalTable result = statistics::retrieval_table(
        column_of(table, options.query, options.table), column_of(table, options.relevance, options.table),
        column_of(table, order, options.table), by_score, table.lines, options.k);
    result.skipped = all_skipped(table, std::move(result.skipped));
    if (options.table.json) {
        context.out.result_json(Json{{"queries", result.queries},
                                     {"k", result.k},
                                     {"map", as_json(result.map)},
                                     {"ndcg", as_json(result.ndcg)},
                                     {"recall", as_json(result.recall)},
                                     {"mrr", as_json(result.mrr)},
                                     {"without_relevant", result.without_relevant},
                                     {"skipped", skipped_json(result.skipped)},
                                     {"warnings", result.warnings}});
        return ExitCode::done;
    }
    Columns rows{"", ">mean", ">SE", ">95 % from", ">to"};
    const auto add = [&](const std::string& name, const statistics::MeanEstimate& mean) {
        rows.add({name, figure(mean.mean), figure(mean.se), figure(mean.ci_low), figure(mean.ci_high)});
    };
    add("MAP", result.map);
    add(fmt::format("NDCG@{}", result.k), result.ndcg);
    add(fmt::format("Recall@{}", result.k), result.recall);
    add("MRR", result.mrr);
    context.out.result(fmt::format("{} queries\n\n", result.queries) + rows.text() +
                       remarks(result.skipped, result.warnings));
    return ExitCode::done;
}

struct RewardOptions {
    TableOptions table;
    std::string subset = "subset";
    std::string correct = "results";
};

int reward_bench(Context& context, const RewardOptions& options) {
    const formats::TextTable table = read_table(options.table, {options.subset, options.correct});
    const statistics::TextColumn subset = column_of(table, options.subset, options.table);
    const statistics::TextColumn correct = column_of(table, options.correct, options.table);
    std::vector<std::string> subsets;
    std::vector<double> right;
    std::vector<statistics::SkippedRow> skipped;
    for (std::size_t row = 0; row < table.lines.size(); ++row) {
        const auto value = statistics::cell_number(correct.cells[row]);
        if (!value || *value < 0 || *value > 1) {
            skipped.push_back({table.lines[row], options.correct + " is no number from 0 to 1"});
            continue;
        }
        subsets.emplace_back(statistics::trimmed_cell(subset.cells[row]));
        right.push_back(*value);
    }
    const statistics::RewardBench result = statistics::reward_bench(subsets, right);
    skipped = all_skipped(table, std::move(skipped));
    if (options.table.json) {
        const auto list = [](const std::vector<statistics::RewardBench::Part>& parts) {
            Json rows = Json::array();
            for (const auto& part : parts) {
                rows.push_back({{"name", part.name},
                                {"section", part.section},
                                {"n", part.n},
                                {"accuracy", part.accuracy}});
            }
            return rows;
        };
        context.out.result_json(Json{{"overall", or_null(result.overall)},
                                     {"sections", list(result.sections)},
                                     {"subsets", list(result.subsets)},
                                     {"skipped", skipped_json(skipped)},
                                     {"warnings", result.warnings}});
        return ExitCode::done;
    }
    Columns rows{"", "section", ">n", ">accuracy"};
    for (const auto* parts : {&result.subsets, &result.sections}) {
        for (const auto& part : *parts) {
            rows.add({part.name, part.section, std::to_string(part.n), figure(part.accuracy)});
        }
    }
    context.out.result(rows.text() + "\noverall " + figure(result.overall) + "\n" +
                       remarks(skipped, result.warnings));
    return ExitCode::done;
}

} // namespace

void add_retrieval(CLI::App& stats, Action& chosen) {
    auto options = std::make_shared<Options>();
    CLI::App* command = stats.add_subcommand("retrieval", "MAP, NDCG, Recall and MRR of ranked lists");
    add_table_options(*command, options->table);
    command->add_option("--query", options->query, "Column of the query")->required()->type_name("COL");
    command->add_option("--relevance", options->relevance, "Column of the relevance; 0: not relevant")
        ->required()
        ->type_name("COL");
    command->add_option("--rank", options->rank, "Column of the rank, from 1; blank: not ranked")
        ->type_name("COL");
    command->add_option("--score", options->score, "Column of a score instead, highest first")
        ->type_name("COL");
    command->add_option("--k", options->k, "Places that count in NDCG and Recall; 10 unless told")
        ->type_name("K")
        ->check(CLI::PositiveNumber);
    command->callback([options, &chosen] {
        chosen = [options](Context& context) { return retrieval(context, *options); };
    });
}

void add_reward_bench(CLI::App& stats, Action& chosen) {
    auto options = std::make_shared<RewardOptions>();
    CLI::App* command =
        stats.add_subcommand("reward-bench", "Accuracy on RewardBench by subset, section and overall");
    add_table_options(*command, options->table);
    command->add_option("--subset", options->subset, "Column of the subset; subset unless told")
        ->type_name("COL");
    command->add_option("--correct", options->correct, "Column of 1 (right) or 0; results unless told")
        ->type_name("COL");
    command->callback([options, &chosen] {
        chosen = [options](Context& context) { return reward_bench(context, *options); };
    });
}

} // namespace tiebreak::cli
