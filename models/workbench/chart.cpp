// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/chart.h"

#include "domain/error.h"
#include "statistics/regression.h"
#include "text/nearest.h"
#include "workbench/report_parts.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tiebreak::workbench {

namespace {

constexpr int grid_points = 101;
constexpr int band_draws = 2000;
constexpr std::uint64_t band_seed = 1;
constexpr double margin = 0.06; // of the loss's range, on either side, that the lines go on

std::string group_label(const LossGroup& group) {
    return group.name.empty() ? "not named" : group.name;
}

/// The group asked for, else the one with most points; nothing where nobody has both figures.
const LossGroup* pick(const std::vector<LossGroup>& groups, const std::string& wanted,
                      const std::string& run) {
    if (wanted.empty()) {
        return groups.empty() ? nullptr : &groups.front();
    }
    std::vector<std::string> names;
    for (const LossGroup& group : groups) {
        if (group_label(group) == wanted) {
            return &group;
        }
        names.push_back(group_label(group));
    }
    throw domain::Error(domain::ErrorKind::usage, "no candidate has a loss on \"" + wanted + "\"", run,
                        text::did_you_mean(wanted, names));
}

void name_left_out(LossScoreChart& chart, const RunFrame& frame, const std::vector<bool>& scored,
                   const std::vector<LossGroup>& groups, const LossGroup* shown) {
    for (std::size_t c = 0; c < frame.candidates.size(); ++c) {
        const domain::Candidate& candidate = frame.candidates[c].candidate;
        if (!candidate.test_loss.value) {
            chart.left_out.push_back(candidate.name + ": no test loss");
        } else if (!scored[c]) {
            chart.left_out.push_back(candidate.name + ": no score");
        }
    }
    for (const LossGroup& group : groups) {
        if (&group == shown) {
            continue;
        }
        for (const std::size_t c : group.candidates) {
            chart.left_out.push_back(frame.candidates[c].candidate.name + ": other loss set or tokenizer (" +
                                     group_label(group) + ")");
        }
    }
}

LossScorePoint point_of(const store::CandidateRow& row, const ScoreReport& score) {
    LossScorePoint point;
    point.candidate = row.revision;
    point.name = row.candidate.name;
    point.slot = row.slot;
    point.tags = row.candidate.tags;
    point.loss = *row.candidate.test_loss.value;
    point.loss_se = row.candidate.test_loss.se;
    point.score = *score.mean;
    point.ci_low = score.ci_low;
    point.ci_high = score.ci_high;
    point.n = score.n;
    return point;
}

void fit(LossScoreChart& chart) {
    std::vector<std::string> names;
    std::vector<double> loss;
    std::vector<double> score;
    for (const LossScorePoint& point : chart.points) {
        if (!point.excluded) {
            names.push_back(point.name);
            loss.push_back(point.loss);
            score.push_back(point.score);
        }
    }
    chart.association = associate(names, loss, score);
    chart.outlier_threshold = chart.association.outlier_threshold;
    if (chart.association.slope) {
        chart.least_squares = LossScoreChart::Line{*chart.association.slope, *chart.association.intercept};
    }
    if (!chart.association.theil_sen_slope) {
        return;
    }
    const LossScoreChart::Line line{*chart.association.theil_sen_slope,
                                    *chart.association.theil_sen_intercept};
    chart.theil_sen = line;
    std::size_t fitted = 0;
    for (LossScorePoint& point : chart.points) {
        point.residual = point.score - line.intercept - line.slope * point.loss;
        point.outlier = !point.excluded && chart.association.residuals[fitted++].outlier;
    }
    const double low = chart.points.front().loss;
    const double high = chart.points.back().loss;
    const double extra = margin * (high - low);
    for (int k = 0; k < grid_points; ++k) {
        chart.band_x.push_back(low - extra + (high - low + 2 * extra) * k / (grid_points - 1));
    }
    if (const auto band = statistics::theil_sen_band(loss, score, chart.band_x, band_draws, band_seed)) {
        chart.band_low = band->lower;
        chart.band_high = band->upper;
        chart.band_draws = band->draws;
    }
}

std::string bars(const LossScoreChart& chart, const store::JudgingRow& judging) {
    std::int64_t fewest = 0;
    std::int64_t most = 0;
    bool any = false;
    for (const LossScorePoint& point : chart.points) {
        fewest = any ? std::min(fewest, point.n) : point.n;
        most = std::max(most, point.n);
        any = true;
    }
    const std::string n = fewest == most ? count_word(most) : fmt::format("{} to {}", fewest, most);
    if (chart.imported_scores) {
        return most < 2 ? "The table gives one score a model, so there are no vertical bars. "
                        : fmt::format("Bars: 95 % t interval over {} judge reruns of the same answers. They "
                                      "leave out which items were drawn (wider by far), decoding and "
                                      "training seeds. ",
                                      n);
    }
    const std::string reruns =
        judging.repeats > 1 && !is_scorer(judging)
            ? fmt::format(", each the mean of {} judge reruns", count_word(judging.repeats))
            : "";
    return fmt::format("Bars: 95 % t interval over {} items{}. They leave out decoding, training seeds and "
                       "other judges. ",
                       n, reruns);
}

std::string caption_of(const LossScoreChart& chart, const store::JudgingRow& judging) {
    if (chart.points.empty()) {
        return "No candidate has both a test loss and a score.";
    }
    std::string caption = fmt::format("n = {} models, ", chart.association.n);
    caption += chart.loss_set == "not named" ? "loss set and tokenizer not named, taken to be the same. "
                                             : "the same loss set and tokenizer (" + chart.loss_set + "). ";
    std::vector<std::string> excluded;
    for (const LossScorePoint& point : chart.points) {
        if (point.excluded) {
            excluded.push_back(point.name);
        }
    }
    if (!excluded.empty()) {
        caption += "Not in the fit or the figures: " + list_of(excluded) + ". ";
    }
    if (!chart.left_out.empty()) {
        caption += fmt::format("Left out: {} (no loss, no score or other loss set). ", chart.left_out.size());
    }
    caption += bars(chart, judging);
    caption += chart.any_loss_se ? "Horizontal bars: \u00b1 1.96 SE of the test loss. "
                                 : "No SE of the loss is given, so there are no horizontal bars. ";
    if (chart.theil_sen) {
        caption += "Line: Theil\u2013Sen";
        caption += chart.band_x.empty() || chart.band_low.empty()
                       ? "."
                       : fmt::format("; band: {} bootstrap draws of models.", thousands(chart.band_draws));
        caption += " Outliers: beyond 2.5 \u00b7 1.4826 \u00b7 MAD of the residuals.";
    } else {
        caption += "Fewer than three points, or a loss that does not vary: no line.";
    }
    return caption;
}

/// Only judgings with a mean can be drawn.
std::vector<bool> with_scores(const std::vector<JudgedScores>& scores) {
    std::vector<bool> result;
    for (const JudgedScores& judged : scores) {
        result.push_back(judged.table.any());
    }
    return result;
}

} // namespace

LossScoreChart make_loss_score_chart(store::Connection& connection, domain::RunId run,
                                     const ChartChoice& choice) {
    const RunFrame frame = read_run_frame(connection, run);
    std::vector<JudgedScores> scores;
    scores.reserve(frame.judgings.size());
    for (const store::JudgingRow& judging : frame.judgings) {
        scores.push_back(read_scores(connection, frame, judging));
    }
    LossScoreChart chart;
    chart.run = run;
    chart.run_name = frame.run.name;
    const auto chosen = deciding_judging(frame, choice.judging, with_scores(scores));
    if (!chosen) {
        chart.caption = "Nothing was judged yet.";
        return chart;
    }
    const store::JudgingRow& judging = frame.judgings[*chosen];
    chart.judging = judging.id;
    chart.judging_name = judging.name;
    chart.protocol = domain::to_string(judging.protocol);
    chart.imported_scores = is_imported(judging);

    std::vector<std::optional<ScoreReport>> by_candidate(frame.candidates.size());
    std::vector<bool> scored(frame.candidates.size());
    for (const ScoreReport& score : report_scores(frame, scores[*chosen].table)) {
        const std::size_t c = frame.candidate_of.at(score.candidate);
        by_candidate[c] = score;
        scored[c] = score.mean.has_value();
    }
    const std::vector<LossGroup> groups = loss_groups(frame, scored);
    const LossGroup* shown = pick(groups, choice.loss_set, frame.run.name);
    for (const LossGroup& group : groups) {
        chart.loss_sets.push_back(group_label(group));
    }
    name_left_out(chart, frame, scored, groups, shown);
    std::set<std::string> tags;
    if (shown != nullptr) {
        chart.loss_set = group_label(*shown);
        for (const std::size_t c : shown->candidates) {
            LossScorePoint point = point_of(frame.candidates[c], *by_candidate[c]);
            point.excluded = std::ranges::find(choice.exclude, point.name) != choice.exclude.end();
            chart.any_loss_se = chart.any_loss_se || point.loss_se.has_value();
            for (const auto& [tag, value] : point.tags) {
                tags.insert(tag);
            }
            chart.points.push_back(std::move(point));
        }
        std::ranges::stable_sort(chart.points, {}, &LossScorePoint::loss);
    }
    chart.tag_names.assign(tags.begin(), tags.end());
    fit(chart);
    chart.association.judging = judging.name;
    chart.association.judging_id = judging.id;
    chart.association.loss_set = chart.loss_set;
    chart.caption = caption_of(chart, judging);
    return chart;
}

} // namespace tiebreak::workbench
