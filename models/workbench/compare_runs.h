// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "domain/judging.h"
#include "statistics/paired.h"
#include "store/project.h"
#include "workbench/answer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// An item that both runs have with the same content, and what became of it.
struct ItemChange {
    domain::ItemRevisionId item; ///< in run B, or in the run that both were judged in
    std::string label;
    std::string title;
    std::string category;
    double a = 0; ///< scores, means over repeats
    double b = 0;
    [[nodiscard]] double change() const { return b - a; }
};

/// What stands in the way of a comparison, and the way round it.
struct CompareOffer {
    std::string judging;            ///< whose spec a new judging would repeat, for both runs' stored answers
    std::int64_t calls = 0;         ///< to the judge
    std::int64_t prompt_tokens = 0; ///< estimated: a token for four characters
    std::optional<double>
        cost; ///< US dollars of those prompt tokens; absent where the judge's price is unknown
};

/// Two candidates of two runs (or of one) on the items both have. B is the new one: a positive difference
/// means that B scores higher.
struct RunComparison {
    struct Side {
        domain::RunId run;
        std::string run_name;
        std::string eval_set;
        std::string candidate;
        std::int64_t items = 0; ///< of the run
    } a, b;
    domain::RunId scored_in; ///< the run whose judging scored both; not stored: each in its own, by a scorer
    std::string judging;     ///< by which the scores compare; empty where there is none
    std::string judge;

    std::int64_t shared = 0;          ///< items with equal content in both
    std::vector<std::string> changed; ///< labels of items (same uid) whose content differs: left out
    std::int64_t only_a = 0;          ///< items the other run does not have
    std::int64_t only_b = 0;
    std::int64_t unscored = 0; ///< shared items that lack a score of one or both

    Outcome outcome = Outcome::cannot_tell;     ///< of B
    statistics::PairedComparison difference;    ///< B minus A
    std::optional<std::int64_t> more_items;     ///< to tell them apart; absent where it can be told, or never
    std::vector<CategoryDifference> categories; ///< weakest first; empty where there is one only
    std::vector<ItemChange> better;             ///< largest gain first
    std::vector<ItemChange> worse;              ///< largest loss first
    std::int64_t same = 0;
    std::int64_t leaked = 0;                    ///< of the items scored for both: found in training data
    statistics::PairedComparison without_leaks; ///< B minus A on the others; empty where none was found
    std::string why_not;               ///< why nothing can be told; empty where there is a difference
    std::optional<CompareOffer> offer; ///< one new joint judging of both runs' stored answers
    std::vector<std::string> warnings;
};

struct CompareChoice {
    std::string candidate_a; ///< empty: the run's only one, or the one both runs name, or its best-scored
    std::string candidate_b;
    std::string judging; ///< by name; empty: the first that both can be compared by
};

/// Paired on the items that both runs have with equal content, whatever the revisions of their eval sets.
/// Scores of two judgings of a model are never subtracted: then nothing can be told, and `offer` says what
/// one joint judging of both would take. Where join_runs() has joined the two and that run was judged, its
/// scores tell. Scores of one scorer and version compare across runs. `a` and `b` may be one run: then two of
/// its candidates are compared inside one judging. Throws domain::Error (usage) for a candidate or judging
/// that is not there.
[[nodiscard]] RunComparison compare_runs(store::Connection& connection, domain::RunId a, domain::RunId b,
                                         const CompareChoice& choice = {});

/// A new run that holds stored answers of both runs to the items they share, as candidates, and asks nobody:
/// judge it jointly, and the two compare inside one judging. Of each run the candidate chosen, or all where
/// none is. A candidate that both runs have under one name is called "name (run)". The same two runs and
/// candidates give the same run again. Throws domain::Error (usage) where they share no item.
[[nodiscard]] domain::RunId join_runs(store::Project& project, domain::RunId a, domain::RunId b,
                                      const CompareChoice& choice = {});

enum class GateOutcome { no_worse, worse, cannot_tell };

struct GateResult {
    GateOutcome outcome = GateOutcome::cannot_tell;
    double margin = 0;
    RunComparison comparison;
    std::string words;                      ///< the reason in one sentence
    std::optional<std::int64_t> more_items; ///< that would tell; absent where it is told, or no number would
};

/// The regression gate: worse where the 95 % interval of (new − old) lies below −margin, no worse where it
/// lies above −margin, else it cannot tell. `margin` in points, not negative.
[[nodiscard]] GateResult gate(RunComparison comparison, double margin);

/// "better than step-2000 (run monday) by +3.1 points, 95 % +1.2 … +5.0, 110 items": one sentence about B.
[[nodiscard]] std::string headline(const RunComparison& comparison);

// Keys are added, never renamed; docs/guide.md names them.
[[nodiscard]] std::string to_json(const RunComparison& comparison, int indent = 2);
/// Several against one: {"comparisons": […]}, each with "holm_p", its p after Holm.
[[nodiscard]] std::string to_json(const std::vector<RunComparison>& comparisons, int indent = 2);
[[nodiscard]] std::string to_json(const GateResult& gate, int indent = 2);

/// "better", "worse", "cannot tell"
[[nodiscard]] const char* to_string(Outcome outcome);
/// "no worse", "worse", "cannot tell"
[[nodiscard]] const char* to_string(GateOutcome outcome);

} // namespace tiebreak::workbench
