// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of one judging: what was judged, scores, noise, positions.
#include "statistics/mean.h"
#include "statistics/paired.h"
#include "statistics/rank.h"
#include "workbench/report_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace tiebreak::workbench {

namespace {

void count_replies(JudgingReport& report, const std::vector<store::UnitState>& states) {
    for (const store::UnitState& state : states) {
        switch (state.status) {
        case store::ParseStatus::read:
            ++report.judged;
            break;
        case store::ParseStatus::parse_failure:
            ++report.parse_failures;
            ++report.parse_failure_reasons[state.reason];
            break;
        case store::ParseStatus::failed:
            ++report.failed;
            break;
        case store::ParseStatus::not_judged:
            ++report.not_judged;
            break;
        }
    }
    report.calls = report.judged + report.parse_failures + report.failed;
}

std::vector<PositionReport> report_positions(const std::vector<ShownScore>& shown) {
    std::map<int, std::vector<double>> by_position;
    for (const ShownScore& score : shown) {
        by_position[score.position].push_back(score.score);
    }
    std::vector<PositionReport> positions;
    for (const auto& [position, scores] : by_position) {
        positions.push_back(
            {position, statistics::mean_of(scores), static_cast<std::int64_t>(scores.size())});
    }
    return positions;
}

void warn_of_coverage(JudgingReport& report, const RunFrame& frame) {
    const auto items = static_cast<std::int64_t>(frame.items.size());
    std::int64_t fewest = items;
    std::int64_t most = 0;
    std::vector<std::string> unscored;
    std::vector<std::string> no_interval;
    for (const ScoreReport& score : report.scores) {
        fewest = std::min(fewest, score.n);
        most = std::max(most, score.n);
        if (!score.mean) {
            unscored.push_back(score.name);
        } else if (!score.ci_low) {
            no_interval.push_back(score.name);
        }
    }
    if (!unscored.empty() && unscored.size() < report.scores.size()) {
        report.warnings.push_back("no score for " + list_of(unscored));
    }
    if (!no_interval.empty()) {
        report.warnings.push_back("no interval or rank for " + list_of(no_interval) + ": fewer than two " +
                                  (report.imported_scores ? "judge runs" : "items judged"));
    }
    if (report.imported_scores) {
        report.warnings.emplace_back("scores were imported as a table: n counts judge runs, intervals cover "
                                     "judge reruns only and leave out which items were drawn");
    } else if (most > 0 && fewest < items) {
        report.warnings.push_back(
            fewest == most
                ? fmt::format("every mean is over {} of {} items: the rest were not judged", most, items)
                : fmt::format("candidates were judged on different items ({} to {} of {}): compare by "
                              "paired difference",
                              fewest, most, items));
    }
}

void warn_of_replies(JudgingReport& report) {
    if (report.parse_failures > 0) {
        std::vector<std::string> reasons;
        for (const auto& [reason, n] : report.parse_failure_reasons) {
            reasons.push_back(fmt::format("{} {}", reason, n));
        }
        report.warnings.push_back(
            fmt::format("{} of {} replies could not be read ({}): they are in no mean, and can be read again "
                        "without a new call",
                        report.parse_failures, report.calls, list_of(reasons)));
    }
    if (report.failed > 0) {
        report.warnings.push_back(fmt::format("{} of {} calls to the judge failed: they are in no mean",
                                              report.failed, report.calls));
    }
    if (report.not_judged > 0) {
        report.warnings.push_back(fmt::format(
            "{} answers have no reference to score against and were not judged", report.not_judged));
    }
    if (report.status != "finished" && report.calls + report.not_judged > 0) {
        report.warnings.push_back("the judging is " + report.status +
                                  ": figures are of what was judged so far");
    }
}

void warn_of_noise(JudgingReport& report, const RerunNoise& noise, bool scorer) {
    if (scorer) {
        report.warnings.emplace_back("noise: a scorer gives the same score each time");
    } else if (!noise.noise.per_candidate_sd) {
        report.warnings.emplace_back("noise: judged once, so judge noise is unknown");
    } else if (!noise.noise.within_run_sd) {
        report.warnings.emplace_back(
            "noise: a whole run's shift cannot be told from one candidate's noise with fewer than two "
            "candidates");
    }
    if (noise.left_out > 0) {
        report.warnings.push_back(
            fmt::format("noise: {} candidate-item pairs that were not judged in every repeat are left out",
                        noise.left_out));
    }
    if (noise.noise.left_out > 0 && noise.noise.per_candidate_sd) {
        report.warnings.push_back(fmt::format(
            "noise: {} candidates without a score in every repeat are left out", noise.noise.left_out));
    }
}

} // namespace

std::vector<ScoreReport> report_scores(const RunFrame& frame, const ScoreTable& table) {
    std::vector<ScoreReport> scores;
    std::vector<std::optional<statistics::Interval>> intervals;
    const auto baseline = frame.baseline();
    for (std::size_t c = 0; c < frame.candidates.size(); ++c) {
        const statistics::MeanEstimate estimate = table.estimate(c);
        ScoreReport score;
        score.candidate = frame.candidates[c].revision;
        score.name = frame.candidates[c].candidate.name;
        score.mean = estimate.mean;
        score.se = estimate.se;
        score.ci_low = estimate.ci_low;
        score.ci_high = estimate.ci_high;
        score.n = static_cast<std::int64_t>(estimate.n);
        if (baseline && *baseline != c && !table.imported()) {
            const ScoreTable::Pairs pairs = table.pairs(c, *baseline);
            const statistics::PairedComparison paired = statistics::compare_paired(pairs.a, pairs.b);
            score.difference = paired.difference;
            score.difference_low = paired.ci_low;
            score.difference_high = paired.ci_high;
            score.difference_n = static_cast<std::int64_t>(paired.n);
        }
        scores.push_back(std::move(score));
        intervals.push_back(estimate.interval());
    }
    const auto ranks = statistics::interval_ranks(intervals);
    for (std::size_t c = 0; c < scores.size(); ++c) {
        scores[c].rank = ranks[c];
    }
    std::ranges::stable_sort(scores, [](const ScoreReport& a, const ScoreReport& b) {
        return a.mean.has_value() != b.mean.has_value() ? a.mean.has_value() : a.mean && *a.mean > *b.mean;
    });
    return scores;
}

JudgingReport report_judging(store::Connection& connection, const RunFrame& frame,
                             const store::JudgingRow& judging, const JudgedScores& scores) {
    JudgingReport report;
    report.id = judging.id;
    report.name = judging.name;
    report.protocol = domain::to_string(judging.protocol);
    report.judge = judge_names(judging);
    report.imported_scores = is_imported(judging);
    report.repeats = report.imported_scores ? static_cast<int>(scores.table.rows()) : judging.repeats;
    report.seed = judging.seed;
    report.status = store::to_string(judging.status);
    count_replies(report, store::unit_states(connection, judging.id));
    report.cost = report.imported_scores ? std::nullopt : store::judging_spend(connection, judging.id).cost;
    report.scores = report_scores(frame, scores.table);
    report.figures = report_figures(connection, frame, judging, scores);
    if (frame.leaked_items > 0 && !scores.table.imported()) {
        report.scores_without_leaks = report_scores(frame, scores.table.without(frame.leaked));
    }
    const RerunNoise noise = rerun_noise(scores.table);
    report.noise = noise.noise;
    report.positions = report_positions(scores.shown);
    report.warnings = judging.notes;
    warn_of_replies(report);
    warn_of_coverage(report, frame);
    warn_of_noise(report, noise, is_scorer(judging));
    if (scores.strangers > 0) {
        report.warnings.push_back(fmt::format(
            "{} scores are about items or candidates that are no part of this run", scores.strangers));
    }
    return report;
}

} // namespace tiebreak::workbench
