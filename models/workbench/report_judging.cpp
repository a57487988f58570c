// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of one judging: what was judged, scores, noise, positions.
#include "runs/settings.h"
#include "statistics/mean.h"
#include "statistics/paired.h"
#include "statistics/rank.h"
#include "workbench/differences.h"
#include "workbench/report_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace tiebreak::workbench {

namespace {

/// What became of replies, into anything that counts them.
template <class Counts>
void add_count(Counts& counts, const store::ReplyCount& count) {
    switch (count.status) {
    case store::ParseStatus::read:
        counts.judged += count.n;
        break;
    case store::ParseStatus::parse_failure:
        counts.parse_failures += count.n;
        break;
    case store::ParseStatus::failed:
        counts.failed += count.n;
        break;
    case store::ParseStatus::not_judged:
        break;
    }
    counts.calls = counts.judged + counts.parse_failures + counts.failed;
}

/// Where models judge, a pair that nobody was asked about is no reply.
bool is_reply(const store::ReplyCount& count, const store::JudgingRow& judging) {
    const auto judge = static_cast<std::size_t>(count.judge);
    return count.replied || judge >= judging.judges.size() || judging.judges[judge].kind != "endpoint";
}

void count_replies(JudgingReport& report, const std::vector<store::ReplyCount>& counts,
                   const store::JudgingRow& judging) {
    for (const store::ReplyCount& count : counts) {
        if (!is_reply(count, judging)) {
            report.identical += count.n;
            continue;
        }
        add_count(report, count);
        if (count.status == store::ParseStatus::parse_failure) {
            report.parse_failure_reasons[count.reason] += count.n;
        } else if (count.status == store::ParseStatus::not_judged) {
            report.not_judged += count.n;
        } else if (count.status == store::ParseStatus::read && count.repair) {
            report.repaired += count.n;
        }
    }
}

/// One figure of each judge, turn and criterion that the judging has several of.
void add_parts(JudgingReport& report, store::Connection& connection, const RunFrame& frame,
               const store::JudgingRow& judging, const JudgedScores& scores,
               const std::vector<store::ReplyCount>& counts) {
    const bool pairs = compares_pairs(judging);
    for (std::size_t j = 0; j < judging.judges.size() && judging.judges.size() > 1; ++j) {
        const auto index = static_cast<int>(j);
        PartReport part;
        part.name = judging.judges[j].name;
        for (const store::ReplyCount& count : counts) {
            if (count.judge == index && is_reply(count, judging)) {
                add_count(part, count);
            }
        }
        part.cost = store::judging_spend(connection, judging.id, index).cost;
        if (pairs) {
            part.pairs =
                report_pairs(connection, frame, judging, read_pairs(connection, frame, judging, index));
        } else if (j < scores.by_judge.size()) {
            part.scores = report_scores(frame, scores.by_judge[j].table);
        }
        report.panel.push_back(std::move(part));
    }
    const auto add = [&](std::vector<PartReport>& to, const std::vector<ScorePart>& parts) {
        for (const ScorePart& score : parts) {
            PartReport part;
            part.name = score.name;
            part.weight = score.weight;
            part.scores = report_scores(frame, score.table);
            to.push_back(std::move(part));
        }
    };
    add(report.criteria, scores.by_criterion);
    add(report.turns, scores.by_turn);
    std::set<int> turns;
    for (const Battle& battle : scores.pairs.battles) {
        turns.insert(battle.turn);
    }
    for (const int turn : turns) {
        if (judging.protocol != domain::Protocol::multi_turn) {
            break;
        }
        PairTable one = scores.pairs;
        std::erase_if(one.showings, [&](const Showing& showing) { return showing.turn != turn; });
        one = count_pairs(std::move(one.showings), runs::settings_from_json(judging.settings).swap);
        PartReport part;
        part.name = fmt::format("turn {}", turn);
        part.pairs = report_pairs(connection, frame, judging, one);
        report.turns.push_back(std::move(part));
    }
}

void warn_of_pairs(JudgingReport& report) {
    std::vector<std::string> single;
    for (const PairReport& pair : report.pairs) {
        if (pair.single_order) {
            single.push_back(pair.candidate);
        }
        for (const std::string& warning : pair.length_controlled.warnings) {
            if (pair.length_controlled.win_rate) { // why there is none stands nowhere else to be seen
                report.warnings.push_back(pair.candidate + " against " + pair.baseline + ": " + warning);
            }
        }
    }
    if (!single.empty()) {
        report.warnings.emplace_back("pairs were shown in one order only: what the judge prefers by position "
                                     "is in the win rates");
    }
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
                        "without a new call{}",
                        report.parse_failures, report.calls, list_of(reasons),
                        report.repaired > 0
                            ? fmt::format("; {} were read after a request for the format", report.repaired)
                            : ""));
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
            score.more_items =
                outcome_of(paired, false) == Outcome::cannot_tell ? items_missing(paired) : std::nullopt;
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
    const std::vector<store::ReplyCount> counts = store::reply_counts(connection, judging.id);
    count_replies(report, counts, judging);
    report.cost = report.imported_scores ? std::nullopt : store::judging_spend(connection, judging.id).cost;
    report.scores = report_scores(frame, scores.table);
    report.figures = report_figures(connection, frame, judging, scores);
    if (frame.leaked_items > 0 && !scores.table.imported()) {
        report.scores_without_leaks = report_scores(frame, scores.table.without(frame.leaked));
    }
    if (compares_pairs(judging)) {
        const std::string baseline = runs::settings_from_json(judging.settings).baseline;
        std::erase_if(report.scores, // 50 by definition, which is no finding
                      [&](const ScoreReport& score) { return score.name == baseline; });
        std::erase_if(report.scores_without_leaks,
                      [&](const ScoreReport& score) { return score.name == baseline; });
        report.pairs = report_pairs(connection, frame, judging, scores.pairs);
    }
    const RerunNoise noise = rerun_noise(scores.table);
    report.noise = noise.noise;
    report.positions = report_positions(scores.shown);
    report.warnings = judging.notes;
    add_parts(report, connection, frame, judging, scores, counts);
    if (judging.protocol == domain::Protocol::round_robin) {
        report.ratings = report_ratings(frame, judging, scores.pairs, report.warnings);
    }
    report_ranks(report, frame, scores);
    warn_of_pairs(report);
    warn_of_replies(report);
    if (scores.partial > 0) {
        report.warnings.push_back(fmt::format(
            "{} answers were not scored by every criterion and are in no combined mean", scores.partial));
    }
    warn_of_coverage(report, frame);
    warn_of_noise(report, noise, is_scorer(judging));
    if (scores.strangers > 0) {
        report.warnings.push_back(fmt::format(
            "{} scores are about items or candidates that are no part of this run", scores.strangers));
    }
    return report;
}

} // namespace tiebreak::workbench
