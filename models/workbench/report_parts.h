// SPDX-License-Identifier: GPL-3.0-or-later
// How a report is put together; views that hold a run's frame already make its parts from it.
#pragma once

#include "workbench/pair_table.h"
#include "workbench/report.h"
#include "workbench/response_facts.h"
#include "workbench/run_frame.h"
#include "workbench/score_table.h"

#include <string>
#include <vector>

namespace tiebreak::workbench {

[[nodiscard]] std::vector<CandidateReport> report_candidates(const RunFrame& frame,
                                                             const RunResponses& responses);

[[nodiscard]] JudgingReport report_judging(store::Connection& connection, const RunFrame& frame,
                                           const store::JudgingRow& judging, const JudgedScores& scores);

/// A scorer's figures beside the score.
[[nodiscard]] std::vector<FigureReport> report_figures(store::Connection& connection, const RunFrame& frame,
                                                       const store::JudgingRow& judging,
                                                       const JudgedScores& scores);

/// Mean ranks, and what to know of how they came about; nothing for judgings that do not rank.
void report_ranks(JudgingReport& report, const RunFrame& frame, const JudgedScores& scores);

/// Scores with interval and rank, best first; candidates without a score last, in the config's order.
[[nodiscard]] std::vector<ScoreReport> report_scores(const RunFrame& frame, const ScoreTable& table);

/// Wins, ties and losses of each pair, in the config's order, with what the verdicts alone cannot tell: the
/// answers' lengths.
[[nodiscard]] std::vector<PairReport> report_pairs(store::Connection& connection, const RunFrame& frame,
                                                   const store::JudgingRow& judging, const PairTable& pairs);
/// Bradley–Terry ratings of all pairs, best first; whoever has none is named in `warnings`.
[[nodiscard]] std::vector<RatingReport> report_ratings(const RunFrame& frame,
                                                       const store::JudgingRow& judging,
                                                       const PairTable& pairs,
                                                       std::vector<std::string>& warnings);

/// The candidates whose loss was measured on one loss set with one tokenizer: only these may share a fit.
struct LossGroup {
    std::string name; ///< "fineweb-val, gpt2"; empty where neither is named
    std::vector<std::size_t> candidates;
};
/// With most candidates first; equal ones in the order of the config. Candidates without a loss or without a
/// score in `scored` are in none.
[[nodiscard]] std::vector<LossGroup> loss_groups(const RunFrame& frame, const std::vector<bool>& scored);

/// Association of loss and score over the points given, by name for the residuals.
[[nodiscard]] LossScoreReport associate(const std::vector<std::string>& names,
                                        const std::vector<double>& loss, const std::vector<double>& score);

/// The same for one judging, with a warning for everybody left out.
[[nodiscard]] LossScoreReport report_loss_score(const RunFrame& frame, const store::JudgingRow& judging,
                                                const std::vector<ScoreReport>& scores);

/// A whole report from what was read.
[[nodiscard]] Report make_report(store::Connection& connection, const RunFrame& frame,
                                 const RunResponses& responses, const std::vector<JudgedScores>& scores);

/// "a", "a and b", "a, b and 3 more": names for a sentence.
[[nodiscard]] std::string list_of(const std::vector<std::string>& names, std::size_t most = 6);

} // namespace tiebreak::workbench
