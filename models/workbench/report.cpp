// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a run's candidates and the run itself; judgings are counted in report_judging.cpp.
#include "workbench/report.h"

#include "statistics/summary.h"
#include "store/labels.h"
#include "store/training.h"
#include "workbench/meters.h"
#include "workbench/report_parts.h"

#include <algorithm>

namespace tiebreak::workbench {

namespace {

std::optional<Latency> latency_of(std::vector<double>& values) {
    if (values.empty()) {
        return std::nullopt;
    }
    std::ranges::sort(values);
    return Latency{*statistics::mean_of(values), statistics::quantile_of_sorted(values, 0.5),
                   statistics::quantile_of_sorted(values, 0.95), values.size()};
}

/// A call that never carried a prompt cannot have been charged; of one that broke in the middle nobody knows.
bool free_of_charge(domain::FailureKind failure) {
    switch (failure) {
    case domain::FailureKind::connect:
    case domain::FailureKind::http_client:
    case domain::FailureKind::rate_limit:
    case domain::FailureKind::redirect:
    case domain::FailureKind::program:
    case domain::FailureKind::refused:
    case domain::FailureKind::secret:
        return true;
    default:
        return false;
    }
}

struct Sums {
    std::vector<double> latencies;
    bool cost_unknown = false;
    bool any_finish_reason = false;
    std::int64_t first_samples = 0; ///< rows of the first turn, answered or failed
    int samples = 1;                ///< answers asked for an item
};

void add(CandidateReport& report, Sums& sums, const store::ResponseRow& row, const ResponseFacts& facts) {
    const auto add_to = [](std::optional<std::int64_t>& sum, const std::optional<std::int64_t>& value) {
        if (value) {
            sum = sum.value_or(0) + *value;
        }
    };
    sums.samples = std::max(sums.samples, row.repeat);
    sums.first_samples += row.turn == 1 ? 1 : 0;
    add_to(report.prompt_tokens, row.usage.prompt_tokens);
    add_to(report.completion_tokens, row.usage.completion_tokens);
    if (row.cost) {
        report.known_cost = report.known_cost.value_or(0) + *row.cost;
    } else if (row.failure == domain::FailureKind::none || !free_of_charge(row.failure)) {
        sums.cost_unknown = true;
    }
    if (row.failure != domain::FailureKind::none) {
        ++report.failed;
        ++report.failures[domain::to_string(row.failure)];
        return;
    }
    ++report.responses;
    if (row.latency_ms) {
        sums.latencies.push_back(*row.latency_ms);
    }
    sums.any_finish_reason = sums.any_finish_reason || !row.finish_reason.empty();
    for (const judging::Degeneration kind : judging::all_degenerations()) {
        report.degenerate[std::string(judging::name_of(kind))] += facts.is(kind) ? 1 : 0;
    }
}

} // namespace

std::vector<CandidateReport> report_candidates(const RunFrame& frame, const RunResponses& responses) {
    std::vector<CandidateReport> reports;
    for (const store::CandidateRow& row : frame.candidates) {
        CandidateReport report;
        report.revision = row.revision;
        report.name = row.candidate.name;
        report.slot = row.slot;
        report.test_loss = row.candidate.test_loss.value;
        report.test_loss_se = row.candidate.test_loss.se;
        report.loss_set = row.candidate.test_loss.loss_set;
        report.tokenizer = row.candidate.test_loss.tokenizer;
        report.tags = row.candidate.tags;
        reports.push_back(std::move(report));
    }
    std::vector<Sums> sums(reports.size());
    for (std::size_t k = 0; k < responses.rows.size(); ++k) {
        const store::ResponseRow& row = responses.rows[k];
        if (const auto at = frame.candidate_of.find(row.candidate); at != frame.candidate_of.end()) {
            add(reports[at->second], sums[at->second], row, responses.facts[k]);
        }
    }
    for (std::size_t c = 0; c < reports.size(); ++c) {
        CandidateReport& report = reports[c];
        const auto planned = static_cast<std::int64_t>(frame.items.size()) * sums[c].samples;
        report.missing = std::max<std::int64_t>(0, planned - sums[c].first_samples);
        report.latency_ms = latency_of(sums[c].latencies);
        report.cost = sums[c].cost_unknown ? std::nullopt : report.known_cost;
        if (!sums[c].any_finish_reason) {
            // Where no answer says how it ended, "never stopped: 0" would be a claim nobody checked.
            report.degenerate.erase(std::string(judging::name_of(judging::Degeneration::never_stopped)));
        }
    }
    return reports;
}

Report make_report(store::Connection& connection, const RunFrame& frame, const RunResponses& responses,
                   const std::vector<JudgedScores>& scores) {
    Report report;
    report.run = {frame.run.id,
                  frame.run.uid,
                  frame.run.name,
                  frame.run.eval_set_name,
                  static_cast<std::int64_t>(frame.items.size()),
                  frame.leaked_items,
                  {},
                  frame.run.started,
                  frame.run.finished,
                  store::to_string(frame.run.status),
                  frame.run.baseline};
    for (const store::TrainingSetRow& set : store::training_sets(connection)) {
        report.run.training_sets.push_back(set.name);
    }
    report.candidates = report_candidates(frame, responses);
    if (report.run.training_sets.empty()) { // nobody looked
        for (CandidateReport& candidate : report.candidates) {
            candidate.degenerate.erase(std::string(judging::name_of(judging::Degeneration::training_copy)));
        }
    }
    for (std::size_t j = 0; j < frame.judgings.size(); ++j) {
        report.judgings.push_back(report_judging(connection, frame, frame.judgings[j], scores[j]));
        report.judgings.back().meters =
            judging_meters(connection, {frame, frame.judgings[j], scores[j], responses});
        if (scores[j].table.any()) {
            report.loss_vs_score.push_back(
                report_loss_score(frame, frame.judgings[j], report.judgings.back().scores));
        }
    }
    report.labels = store::label_count(connection, frame.run.id);
    return report;
}

Report make_report(store::Connection& connection, domain::RunId run) {
    const RunFrame frame = read_run_frame(connection, run);
    const RunResponses responses = read_responses(connection, frame);
    std::vector<JudgedScores> scores;
    scores.reserve(frame.judgings.size());
    for (const store::JudgingRow& judging : frame.judgings) {
        scores.push_back(read_scores(connection, frame, judging));
    }
    return make_report(connection, frame, responses, scores);
}

const JudgingReport* leading_judging(const Report& report) {
    const JudgingReport* leading = nullptr;
    for (const JudgingReport& judging : report.judgings) {
        const bool has_scores =
            std::ranges::any_of(judging.scores, [](const ScoreReport& s) { return s.mean.has_value(); });
        if (!has_scores) {
            continue;
        }
        if (judging.protocol != "scorer" || judging.imported_scores) {
            return &judging;
        }
        leading = leading == nullptr ? &judging : leading;
    }
    return leading;
}

const LossScoreReport* leading_loss_score(const Report& report) {
    const JudgingReport* leading = leading_judging(report);
    if (leading == nullptr) {
        return nullptr;
    }
    const auto found = std::ranges::find_if(report.loss_vs_score, [&](const LossScoreReport& association) {
        return association.judging_id == leading->id;
    });
    return found == report.loss_vs_score.end() ? nullptr : &*found;
}

std::string list_of(const std::vector<std::string>& names, std::size_t most) {
    const std::size_t shown = names.size() <= most ? names.size() : most - 1;
    std::string list;
    for (std::size_t k = 0; k < shown; ++k) {
        const bool last = k + 1 == shown && shown == names.size();
        list += (k == 0 ? "" : last ? " and " : ", ") + names[k];
    }
    if (shown < names.size()) {
        list += " and " + std::to_string(names.size() - shown) + " more";
    }
    return list;
}

} // namespace tiebreak::workbench
