// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "store/project.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// A figure with what is known of its uncertainty; absent with the reason in words.
struct BenchFigure {
    std::optional<double> value;
    std::optional<double> low; ///< 95 % interval; absent where none can be given
    std::optional<double> high;
    std::int64_t n = 0; ///< of what it counts: comparisons, prompts, replies
    std::string reason; ///< why there is no value; empty where there is one
};

/// What a comparison of two answers came to, from the side of the answer named first.
enum class BenchOutcome { first, tie, second, unread };
[[nodiscard]] const char* to_string(BenchOutcome outcome); ///< "first", "tie", "second", "unread"

/// One comparison behind a cell of the confusion matrix.
struct BenchExample {
    domain::RunId run;
    domain::ItemRevisionId item;
    std::string label; ///< external id or number of the item
    std::string title; ///< its first words
    std::string first; ///< candidates' names
    std::string second;
    BenchOutcome truth = BenchOutcome::tie;
    BenchOutcome verdict = BenchOutcome::tie;
    std::optional<double> first_score; ///< where the judge scored
    std::optional<double> second_score;
};

struct BenchCell {
    BenchOutcome truth = BenchOutcome::tie;
    BenchOutcome verdict = BenchOutcome::tie;
    std::int64_t n = 0;
    std::vector<BenchExample> examples; ///< at most `BenchChoice::examples`, in the order of the items
};

/// One judging as a line of the league table. Rates are shares of 1.
struct BenchRow {
    domain::RunId run;
    domain::JudgingId judging;
    std::string run_name;
    std::string name;     ///< of the judging
    std::string judge;    ///< models or scorer
    std::string protocol; ///< as in the config
    bool scorer = false;  ///< no model: position, noise and replies say nothing of it

    // Against the truth: comparisons of two answers to one item of which both the truth and the judge speak.
    BenchFigure accuracy;         ///< share alike, ties as a label of their own; Wilson's interval
    BenchFigure decided_accuracy; ///< of those in which neither side says tie
    BenchFigure kappa;            ///< Cohen's; bootstrap over items
    BenchFigure alpha;            ///< Krippendorff's, ordinal: second < tie < first
    BenchFigure pearson; ///< of the judge's score gap and the truth (−1, 0, 1); only where it scores
    BenchFigure spearman;
    BenchFigure kendall;
    /// Pairs shown in both orders, of which the truth decided: right only where the two verdicts together
    /// lean to the right answer (JudgeBench's rule).
    BenchFigure both_orders_accuracy;
    std::int64_t unread = 0; ///< comparisons with a truth whose reply could not be read: in no figure above
    std::vector<BenchCell>
        confusion; ///< truth by verdict, three rows of four; empty where nothing was compared

    // Habits, from all that it judged, whether the truth is known or not.
    BenchFigure swap_consistency;    ///< pairs shown in both orders: share with the same verdict
    BenchFigure first_position_rate; ///< share of decided showings that preferred what stood first
    BenchFigure prefers_longer; ///< of decided comparisons whose lengths differ by more than 30 characters
    BenchFigure prefers_lists;  ///< of decided comparisons in which one answer alone holds a list
    BenchFigure
        length_correlation; ///< Pearson's r of length and score within items (with the item's mean taken off)
    BenchFigure own_family_lift; ///< mean rank-free advantage of the judge's own family; see meters.h
    BenchFigure rerun_sd; ///< SD of a candidate's mean over repeats, in points (JudgeNoise::per_candidate_sd)
    BenchFigure run_shift_sd;       ///< SD of the whole run's mean, in points
    BenchFigure parse_failure_rate; ///< of replies that arrived
    BenchFigure clumping;           ///< share of scores that are the most frequent one; only where it scores
    std::optional<double> most_frequent_score;

    std::int64_t replies = 0;
    std::optional<double> price_per_1000;   ///< US dollars a thousand replies; absent where unknown
    std::optional<double> seconds_per_1000; ///< the judge's own latency, one after the other
};

/// How far people agree among themselves: the ceiling of any judge.
struct BenchPeople {
    std::int64_t labels = 0;
    std::int64_t annotators = 0;
    std::int64_t comparisons = 0;  ///< pairs of answers with at least one label
    BenchFigure fleiss;            ///< over comparisons that all annotators labelled
    BenchFigure alpha;             ///< nominal; missing labels allowed
    std::int64_t both_bad = 0;     ///< counted as ties
    std::int64_t cannot_judge = 0; ///< in no figure
    std::int64_t split = 0;        ///< comparisons without a majority: in no figure
};

/// The league table of judges against one truth, best accuracy first.
struct JudgeBench {
    std::string truth; ///< "people's labels" or the name of the judging that is held to be right
    BenchPeople people;
    std::vector<BenchRow> judges;
    std::vector<std::string> warnings;
};

struct BenchChoice {
    domain::RunId run;         ///< not stored: every run of the project
    domain::JudgingId against; ///< a judging held to be right instead of people; not stored: people's labels
    std::size_t examples = 50; ///< kept a cell
    std::uint64_t seed = 1;    ///< of the bootstrap
};

/// Every judging with verdicts on answers, held against the truth and described by its habits. Without any
/// label the habits still stand, and a warning says so. Reads from one snapshot.
[[nodiscard]] JudgeBench make_judge_bench(store::Connection& connection, const BenchChoice& choice = {});

[[nodiscard]] std::string to_json(const JudgeBench& bench, int indent = 2);

} // namespace tiebreak::workbench
