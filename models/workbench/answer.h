// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "statistics/paired.h"
#include "store/project.h"
#include "workbench/report.h"

#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

enum class Outcome { better, worse, cannot_tell };

/// The paired difference within one category.
struct CategoryDifference {
    std::string category;
    statistics::PairedComparison difference;
    std::optional<std::int64_t> more_items; ///< to tell these apart; absent where it can be told, or never
};

/// An item worth reading, and why.
struct ReadingItem {
    enum class Why {
        lost_most,
        won_most,
        reruns_differ,
        same_answer,
        empty_answer,
        loop,
        outlier
    } why = Why::lost_most;
    domain::ItemRevisionId item;
    int position = 0;  ///< in the eval set, from 0
    std::string label; ///< external id or number
    std::string title; ///< first line of instruction (and input)
    std::string category;
    std::optional<double> candidate_score;
    std::optional<double> baseline_score;
    std::optional<double> difference;
};

/// The answer page: was it better, how sure, where did it get worse.
struct RunAnswer {
    Report report;
    int judging = -1;      ///< index into report.judgings of the one that decides; -1: nothing was judged
    std::string candidate; ///< the one asked about
    std::string baseline;
    double margin = 1; ///< points within which a difference does not matter
    Outcome outcome = Outcome::cannot_tell;
    statistics::PairedComparison difference; ///< candidate minus baseline on the items both have
    std::optional<std::int64_t> more_items;
    std::vector<CategoryDifference> categories; ///< weakest first
    std::vector<std::string> covers;            ///< what the interval covers
    std::vector<std::string> leaves_out;
    std::vector<ReadingItem> reading; ///< at most twenty
    std::vector<Meter> meters;
    bool over_judge_runs = false; ///< the difference is over judge runs of imported scores: n counts those
    std::string why_not;          ///< why there is no answer or none may be given; empty where there is one
};

struct AnswerChoice {
    std::string candidate;     ///< empty: the best-scored other than the baseline
    std::string baseline;      ///< empty: the run's own, else the first of the config
    domain::JudgingId judging; ///< not stored: the first that is not a heuristic scorer, else the first
    double margin = 1;
};

/// Better or worse where the 95 % interval of the paired difference excludes 0, inside one judging; otherwise
/// cannot tell. The margin decides nothing here: it says how large a difference matters, for the picture and
/// the gate. Imported scores carry no items, so that nothing can be told from them, whatever the difference.
/// Throws domain::Error (usage) for a candidate, baseline or judging that the run does not have.
[[nodiscard]] RunAnswer make_answer(store::Connection& connection, domain::RunId run,
                                    const AnswerChoice& choice = {});

/// "better than step-4000 by +3.1", "cannot tell …": the headline in words, to stand behind the candidate's
/// name.
[[nodiscard]] std::string headline(const RunAnswer& answer);

/// The outcome alone, as make_answer gives it with its default choice, without reading any text. Nothing
/// where fewer than two candidates have a score.
[[nodiscard]] std::optional<Outcome> run_outcome(store::Connection& connection, domain::RunId run);

} // namespace tiebreak::workbench
