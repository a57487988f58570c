// SPDX-License-Identifier: GPL-3.0-or-later
// The report as JSON. Its keys are a promise to people's scripts: they are added to, never renamed.
#include "workbench/report.h"
#include "workbench/wording.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace tiebreak::workbench {

namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
    if constexpr (std::is_floating_point_v<T>) {
        // JSON has no NaN; what is no number is undefined.
        return value && std::isfinite(*value) ? Json(*value) : Json(nullptr);
    } else {
        return value ? Json(*value) : Json(nullptr);
    }
}

Json time_or_null(const std::optional<std::int64_t>& ms) {
    return ms ? Json(iso_time(*ms)) : Json(nullptr);
}

template <class Map>
Json object_of(const Map& map) {
    Json object = Json::object();
    for (const auto& [key, value] : map) {
        object[key] = value;
    }
    return object;
}

Json candidate_json(const CandidateReport& candidate) {
    Json latency = nullptr;
    if (candidate.latency_ms) {
        latency = {{"mean", candidate.latency_ms->mean},
                   {"p50", candidate.latency_ms->p50},
                   {"p95", candidate.latency_ms->p95},
                   {"n", candidate.latency_ms->n}};
    }
    return {{"name", candidate.name},
            {"test_loss", or_null(candidate.test_loss)},
            {"test_loss_se", or_null(candidate.test_loss_se)},
            {"loss_set", candidate.loss_set},
            {"tokenizer", candidate.tokenizer},
            {"tags", object_of(candidate.tags)},
            {"responses", candidate.responses},
            {"failed", candidate.failed},
            {"missing", candidate.missing},
            {"failures", object_of(candidate.failures)},
            {"prompt_tokens", or_null(candidate.prompt_tokens)},
            {"completion_tokens", or_null(candidate.completion_tokens)},
            {"cost", or_null(candidate.cost)},
            {"known_cost", or_null(candidate.known_cost)},
            {"latency_ms", latency},
            {"degenerate", object_of(candidate.degenerate)}};
}

Json figures_json(const JudgingReport& judging) {
    Json figures = Json::array();
    for (const FigureReport& figure : judging.figures) {
        figures.push_back({{"figure", figure.name},
                           {"candidate", figure.candidate},
                           {"value", or_null(figure.value)},
                           {"ci_low", or_null(figure.ci_low)},
                           {"ci_high", or_null(figure.ci_high)},
                           {"n", figure.n}});
    }
    return figures;
}

Json scores_json(const std::vector<ScoreReport>& all) {
    Json scores = Json::array();
    for (const ScoreReport& score : all) {
        scores.push_back({{"candidate", score.name},
                          {"mean", or_null(score.mean)},
                          {"se", or_null(score.se)},
                          {"ci_low", or_null(score.ci_low)},
                          {"ci_high", or_null(score.ci_high)},
                          {"n", score.n},
                          {"rank", or_null(score.rank)},
                          {"difference", or_null(score.difference)},
                          {"difference_ci_low", or_null(score.difference_low)},
                          {"difference_ci_high", or_null(score.difference_high)},
                          {"difference_n", score.difference_n}});
    }
    return scores;
}

Json judging_json(const JudgingReport& judging) {
    Json positions = Json::array();
    for (const PositionReport& position : judging.positions) {
        positions.push_back(
            {{"position", position.position}, {"mean", or_null(position.mean)}, {"n", position.n}});
    }
    return {{"name", judging.name},
            {"protocol", judging.protocol},
            {"judge", judging.judge},
            {"repeats", judging.repeats},
            {"seed", judging.seed},
            {"status", judging.status},
            {"imported_scores", judging.imported_scores},
            {"calls", judging.calls},
            {"judged", judging.judged},
            {"parse_failures", judging.parse_failures},
            {"parse_failure_reasons", object_of(judging.parse_failure_reasons)},
            {"failed", judging.failed},
            {"not_judged", judging.not_judged},
            {"cost", or_null(judging.cost)},
            {"scores", scores_json(judging.scores)},
            {"scores_without_leaks", scores_json(judging.scores_without_leaks)},
            {"figures", figures_json(judging)},
            // Joint, single and scorer judgings hold neither; the keys stand for whoever reads them.
            {"pairs", Json::array()},
            {"ratings", Json::array()},
            {"warnings", judging.warnings},
            {"noise",
             {{"per_candidate_sd", or_null(judging.noise.per_candidate_sd)},
              {"within_run_sd", or_null(judging.noise.within_run_sd)},
              {"residual_sd", or_null(judging.noise.residual_sd)},
              {"run_shift_sd", or_null(judging.noise.run_shift_sd)},
              {"candidates", judging.noise.candidates},
              {"runs", judging.noise.runs}}},
            {"positions", positions}};
}

Json association_json(const LossScoreReport& association) {
    Json residuals = Json::array();
    for (const LossScoreResidual& residual : association.residuals) {
        residuals.push_back({{"candidate", residual.candidate},
                             {"residual", residual.residual},
                             {"outlier", residual.outlier}});
    }
    return {{"judging", association.judging},
            {"loss_set", association.loss_set},
            {"n", association.n},
            {"pearson", or_null(association.pearson)},
            {"pearson_p", or_null(association.pearson_p)},
            {"spearman", or_null(association.spearman)},
            {"spearman_p", or_null(association.spearman_p)},
            {"kendall", or_null(association.kendall)},
            {"kendall_p", or_null(association.kendall_p)},
            {"slope", or_null(association.slope)},
            {"intercept", or_null(association.intercept)},
            {"theil_sen",
             {{"slope", or_null(association.theil_sen_slope)},
              {"intercept", or_null(association.theil_sen_intercept)},
              {"outlier_threshold", or_null(association.outlier_threshold)}}},
            {"residuals", residuals},
            {"warnings", association.warnings}};
}

} // namespace

std::string to_json(const Report& report, int indent) {
    Json candidates = Json::array();
    for (const CandidateReport& candidate : report.candidates) {
        candidates.push_back(candidate_json(candidate));
    }
    Json judgings = Json::array();
    for (const JudgingReport& judging : report.judgings) {
        judgings.push_back(judging_json(judging));
    }
    Json associations = Json::array();
    for (const LossScoreReport& association : report.loss_vs_score) {
        associations.push_back(association_json(association));
    }
    const LossScoreReport* leading = leading_loss_score(report);
    const Json document{
        {"format", 1},
        {"run",
         {{"id", report.run.uid},
          {"name", report.run.name},
          {"eval_set", report.run.eval_set},
          {"items", report.run.items},
          {"leaked_items", report.run.leaked_items},
          {"training_sets", report.run.training_sets},
          {"started", time_or_null(report.run.started)},
          {"finished", time_or_null(report.run.finished)},
          {"status", report.run.status},
          {"baseline", report.run.baseline}}},
        {"candidates", candidates},
        {"judgings", judgings},
        {"loss_vs_score", leading == nullptr ? Json(nullptr) : association_json(*leading)},
        {"loss_vs_scores", associations},
        {"labels", {{"count", report.labels}, {"ties_broken", 0}, {"agreement", Json::array()}}}};
    return document.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace tiebreak::workbench
