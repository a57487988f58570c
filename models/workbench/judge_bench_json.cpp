// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/json_values.h"
#include "workbench/judge_bench.h"

#include <nlohmann/json.hpp>

namespace tiebreak::workbench {

namespace {

using Json = nlohmann::ordered_json;

Json figure_json(const BenchFigure& figure) {
    return {{"value", or_null(figure.value)},
            {"ci_low", or_null(figure.low)},
            {"ci_high", or_null(figure.high)},
            {"n", figure.n},
            {"why_not", figure.reason.empty() ? Json(nullptr) : Json(figure.reason)}};
}

Json row_json(const BenchRow& row) {
    Json confusion = Json::array();
    for (const BenchCell& cell : row.confusion) {
        Json examples = Json::array();
        for (const BenchExample& example : cell.examples) {
            examples.push_back({{"item", example.label},
                                {"title", example.title},
                                {"first", example.first},
                                {"second", example.second},
                                {"first_score", or_null(example.first_score)},
                                {"second_score", or_null(example.second_score)}});
        }
        confusion.push_back({{"truth", to_string(cell.truth)},
                             {"verdict", to_string(cell.verdict)},
                             {"n", cell.n},
                             {"examples", examples}});
    }
    Json json{{"run", row.run_name}, {"judging", row.name}, {"judge", row.judge}, {"protocol", row.protocol}};
    const std::pair<const char*, const BenchFigure*> figures[] = {
        {"accuracy", &row.accuracy},
        {"decided_accuracy", &row.decided_accuracy},
        {"kappa", &row.kappa},
        {"alpha", &row.alpha},
        {"pearson", &row.pearson},
        {"spearman", &row.spearman},
        {"kendall", &row.kendall},
        {"both_orders_accuracy", &row.both_orders_accuracy},
        {"swap_consistency", &row.swap_consistency},
        {"first_position_rate", &row.first_position_rate},
        {"prefers_longer", &row.prefers_longer},
        {"prefers_lists", &row.prefers_lists},
        {"length_correlation", &row.length_correlation},
        {"own_family_lift", &row.own_family_lift},
        {"rerun_sd", &row.rerun_sd},
        {"run_shift_sd", &row.run_shift_sd},
        {"parse_failure_rate", &row.parse_failure_rate},
        {"clumping", &row.clumping},
    };
    for (const auto& [name, figure] : figures) {
        json[name] = figure_json(*figure);
    }
    json["most_frequent_score"] = or_null(row.most_frequent_score);
    json["unread"] = row.unread;
    json["replies"] = row.replies;
    json["price_per_1000"] = or_null(row.price_per_1000);
    json["seconds_per_1000"] = or_null(row.seconds_per_1000);
    json["confusion"] = confusion;
    return json;
}

} // namespace

std::string to_json(const JudgeBench& bench, int indent) {
    Json judges = Json::array();
    for (const BenchRow& row : bench.judges) {
        judges.push_back(row_json(row));
    }
    const BenchPeople& people = bench.people;
    const Json document{{"truth", bench.truth},
                        {"people",
                         {{"labels", people.labels},
                          {"annotators", people.annotators},
                          {"comparisons", people.comparisons},
                          {"fleiss", figure_json(people.fleiss)},
                          {"alpha", figure_json(people.alpha)},
                          {"both_bad", people.both_bad},
                          {"cannot_judge", people.cannot_judge},
                          {"split", people.split}}},
                        {"judges", judges},
                        {"warnings", bench.warnings}};
    return document.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace tiebreak::workbench
