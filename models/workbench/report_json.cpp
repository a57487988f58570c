// SPDX-License-Identifier: GPL-3.0-or-later
// The report as JSON. Its keys are a promise to people's scripts: they are added to, never renamed.
#include "workbench/json_values.h"
#include "workbench/report_labels.h"
#include "workbench/wording.h"

#include <nlohmann/json.hpp>

#include <string_view>

namespace tiebreak::workbench {

namespace {

using Json = nlohmann::ordered_json;

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

Json ranks_json(const JudgingReport& judging) {
    Json ranks = Json::array();
    for (const RankReport& rank : judging.ranks) {
        ranks.push_back({{"candidate", rank.candidate},
                         {"mean_rank", or_null(rank.mean)},
                         {"se", or_null(rank.se)},
                         {"ci_low", or_null(rank.ci_low)},
                         {"ci_high", or_null(rank.ci_high)},
                         {"n", rank.n}});
    }
    return ranks;
}

Json rankings_json(const JudgingReport& judging) {
    if (!judging.rankings) {
        return nullptr;
    }
    const RankingCounts& counts = *judging.rankings;
    return {{"begun", counts.rankings},
            {"unfinished", counts.unfinished},
            {"astray", counts.astray},
            {"answers", counts.answers},
            {"unranked", counts.unranked},
            {"comparisons", counts.comparisons},
            {"inconsistent", counts.inconsistent},
            {"contradicted", counts.contradicted},
            {"completed", counts.completed}};
}

Json scores_json(const std::vector<ScoreReport>& reports) {
    Json scores = Json::array();
    for (const ScoreReport& score : reports) {
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
                          {"difference_n", score.difference_n},
                          {"more_items", or_null(score.more_items)}});
    }
    return scores;
}

Json meters_json(const JudgingReport& judging) {
    Json meters = Json::array();
    for (const Meter& meter : judging.meters) {
        meters.push_back({{"name", meter.name},
                          {"value", or_null(meter.value)},
                          {"ci_low", or_null(meter.low)},
                          {"ci_high", or_null(meter.high)},
                          {"harmless", {meter.band_low, meter.band_high}},
                          {"state", meter.state == Meter::State::fine    ? "fine"
                                    : meter.state == Meter::State::watch ? "watch"
                                                                         : "unknown"},
                          {"text", meter.text}});
    }
    return meters;
}

Json pairs_json(const std::vector<PairReport>& reports) {
    Json pairs = Json::array();
    for (const PairReport& pair : reports) {
        Json preference = nullptr;
        if (pair.preference) {
            preference = {{"win_rate", or_null(pair.preference->win_rate)},
                          {"se", or_null(pair.preference->se)},
                          {"ci_low", or_null(pair.preference->ci_low)},
                          {"ci_high", or_null(pair.preference->ci_high)},
                          {"discrete", or_null(pair.preference->discrete)},
                          {"n", pair.preference->n},
                          {"dropped", pair.preference->dropped}};
        }
        const statistics::LengthControlled& controlled = pair.length_controlled;
        pairs.push_back({{"candidate", pair.candidate},
                         {"baseline", pair.baseline},
                         {"wins", pair.wins},
                         {"ties", pair.ties},
                         {"losses", pair.losses},
                         {"inconsistent", pair.inconsistent},
                         {"win_rate", or_null(pair.win_rate)},
                         {"ci_low", or_null(pair.ci_low)},
                         {"ci_high", or_null(pair.ci_high)},
                         {"p", pair.p},
                         {"n", pair.n},
                         {"incomplete", pair.incomplete},
                         {"identical", pair.identical},
                         {"win_tie_rate", or_null(pair.win_tie_rate)},
                         {"bootstrap_low", or_null(pair.bootstrap_low)},
                         {"bootstrap_high", or_null(pair.bootstrap_high)},
                         {"single_order", pair.single_order},
                         {"consistency", or_null(pair.consistency)},
                         {"first_position_rate", or_null(pair.first_position_rate)},
                         {"preference", preference},
                         {"length_controlled",
                          {{"win_rate", or_null(controlled.win_rate)},
                           {"length_effect", or_null(controlled.length_effect)},
                           {"n", controlled.n},
                           {"warnings", controlled.warnings}}}});
    }
    return pairs;
}

Json ratings_json(const std::vector<RatingReport>& reports) {
    Json ratings = Json::array();
    for (const RatingReport& rating : reports) {
        ratings.push_back({{"candidate", rating.candidate},
                           {"rating", or_null(rating.rating)},
                           {"se", or_null(rating.se)},
                           {"ci_low", or_null(rating.ci_low)},
                           {"ci_high", or_null(rating.ci_high)},
                           {"rank", or_null(rating.rank)}});
    }
    return ratings;
}

/// A judge of a panel, a turn or a criterion.
Json parts_json(const std::vector<PartReport>& reports, const char* what) {
    Json parts = Json::array();
    for (const PartReport& part : reports) {
        Json json{{what, part.name}};
        if (std::string_view(what) == "judge") {
            json["calls"] = part.calls;
            json["judged"] = part.judged;
            json["parse_failures"] = part.parse_failures;
            json["failed"] = part.failed;
            json["cost"] = or_null(part.cost);
        } else if (std::string_view(what) == "criterion") {
            json["weight"] = part.weight;
        }
        json["scores"] = scores_json(part.scores);
        json["pairs"] = pairs_json(part.pairs);
        parts.push_back(std::move(json));
    }
    return parts;
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
            {"repaired", judging.repaired},
            {"identical", judging.identical},
            {"cost", or_null(judging.cost)},
            {"scores", scores_json(judging.scores)},
            {"scores_without_leaks", scores_json(judging.scores_without_leaks)},
            {"figures", figures_json(judging)},
            {"ranks", ranks_json(judging)},
            {"rankings", rankings_json(judging)},
            {"pairs", pairs_json(judging.pairs)},
            {"ratings", ratings_json(judging.ratings)},
            {"warnings", judging.warnings},
            {"noise",
             {{"per_candidate_sd", or_null(judging.noise.per_candidate_sd)},
              {"within_run_sd", or_null(judging.noise.within_run_sd)},
              {"residual_sd", or_null(judging.noise.residual_sd)},
              {"run_shift_sd", or_null(judging.noise.run_shift_sd)},
              {"candidates", judging.noise.candidates},
              {"runs", judging.noise.runs}}},
            {"positions", positions},
            {"meters", meters_json(judging)},
            {"panel", parts_json(judging.panel, "judge")},
            {"turns", parts_json(judging.turns, "turn")},
            {"criteria", parts_json(judging.criteria, "criterion")}};
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
    return to_json(report, nullptr, indent);
}

std::string to_json(const Report& report, const LabelFigures* people, int indent) {
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
    const Json document{{"format", 1},
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
                        {"labels", labels_json(report, people)}};
    return document.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace tiebreak::workbench
