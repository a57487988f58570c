// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "statistics/noise.h"
#include "statistics/win_rate.h"
#include "store/project.h"
#include "workbench/meter.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

struct Latency {
    double mean = 0;
    double p50 = 0;
    double p95 = 0;
    std::size_t n = 0;
};

struct CandidateReport {
    domain::CandidateRevisionId revision;
    std::string name;
    int slot = 0; ///< colour and shape
    std::optional<double> test_loss;
    std::optional<double> test_loss_se;
    std::string loss_set;
    std::string tokenizer;
    std::map<std::string, std::string> tags;
    std::int64_t responses = 0;                ///< answers there are, blank ones too
    std::int64_t failed = 0;                   ///< asked, finally failed
    std::int64_t missing = 0;                  ///< planned, not there
    std::optional<std::int64_t> prompt_tokens; ///< sums; absent where no response told it
    std::optional<std::int64_t> completion_tokens;
    std::optional<double> cost;       ///< US dollars; absent where unknown
    std::optional<double> known_cost; ///< of the calls whose cost is known; absent where none is
    std::optional<Latency> latency_ms;
    std::map<std::string, std::int64_t> degenerate; ///< by kind; every kind that was looked for is there
    std::map<std::string, std::int64_t> failures;   ///< by kind
};

struct ScoreReport {
    domain::CandidateRevisionId candidate;
    std::string name;
    std::optional<double> mean; ///< over items of the mean over repeats, of what was judged
    std::optional<double> se;
    std::optional<double> ci_low;
    std::optional<double> ci_high;
    std::int64_t n = 0; ///< items judged; judge runs for imported scores
    std::optional<int> rank;
    /// Paired difference from the run's baseline on the items both have, with its t interval; absent for the
    /// baseline itself, and for imported scores, which carry no items.
    std::optional<double> difference;
    std::optional<double> difference_low;
    std::optional<double> difference_high;
    std::int64_t difference_n = 0;
    /// How many items more would tell it from the baseline; absent where that is told, or no number would do.
    std::optional<std::int64_t> more_items;
};

/// A candidate against a baseline (or another candidate). Rates are per cent.
struct PairReport {
    std::string candidate;
    std::string baseline; ///< for people: a name, "reference", or "NAME of RUN"
    std::int64_t wins = 0;
    std::int64_t ties = 0;
    std::int64_t losses = 0;
    std::int64_t inconsistent = 0;  ///< of `ties`: the two orders disagreed
    std::int64_t identical = 0;     ///< of `ties`: the same answer, nobody was asked
    std::int64_t n = 0;             ///< items (in conversations, turns) judged
    std::int64_t incomplete = 0;    ///< an order could not be read: not judged
    std::optional<double> win_rate; ///< ties as half
    std::optional<double> win_tie_rate;
    std::optional<double> ci_low; ///< Wilson's, of wins among those decided
    std::optional<double> ci_high;
    std::optional<double> bootstrap_low; ///< of the win rate, over items
    std::optional<double> bootstrap_high;
    double p = 1; ///< exact sign test, ties left out
    bool single_order = false;
    std::optional<double> consistency; ///< of those asked in both orders and read
    std::optional<double> first_position_rate;
    std::optional<statistics::PreferenceWinRate> preference; ///< by log-probabilities
    statistics::LengthControlled length_controlled;
};

struct RatingReport {
    std::string candidate;
    std::optional<double> rating;
    std::optional<double> se;
    std::optional<double> ci_low;
    std::optional<double> ci_high;
    std::optional<int> rank;
};

/// A part of a judging counted by itself: one judge of a panel, one turn, one criterion.
struct PartReport {
    std::string name;
    double weight = 1;      ///< of a criterion
    std::int64_t calls = 0; ///< of a judge
    std::int64_t judged = 0;
    std::int64_t parse_failures = 0;
    std::int64_t failed = 0;
    std::optional<double> cost;
    std::vector<ScoreReport> scores; ///< as the judging's; empty for pairs
    std::vector<PairReport> pairs;
};

/// A figure beside the score, of a scorer that has several: over all answers judged, and for IFEval over all
/// instructions.
struct FigureReport {
    std::string name; ///< "prompt_loose", "inst_strict", "corpus_bleu", …
    std::string candidate;
    std::optional<double> value;
    std::optional<double> ci_low; ///< t interval over items; absent where there is none
    std::optional<double> ci_high;
    std::int64_t n = 0; ///< values that it is the mean of; answers for one that is no mean
};

/// A candidate's rank among the answers to an item, mean over items of the mean over repeats, with the t
/// interval over items.
struct RankReport {
    std::string candidate;
    std::optional<double> mean; ///< from 1, the best
    std::optional<double> se;
    std::optional<double> ci_low;
    std::optional<double> ci_high;
    std::int64_t n = 0; ///< items
};

/// How the rankings of a judging went; see RankedScores.
struct RankingCounts {
    std::int64_t rankings = 0;
    std::int64_t unfinished = 0;
    std::int64_t astray = 0;
    std::int64_t answers = 0;
    std::int64_t unranked = 0;
    std::int64_t comparisons = 0;
    std::int64_t inconsistent = 0;
    std::int64_t contradicted = 0;
    std::int64_t completed = 0;
};

struct PositionReport {
    int position = 1; ///< from 1
    std::optional<double> mean;
    std::int64_t n = 0;
};

struct JudgingReport {
    domain::JudgingId id;
    std::string name;
    std::string protocol;
    std::string judge;
    int repeats = 1;
    std::uint64_t seed = 1;
    std::string status;
    std::int64_t calls = 0; ///< judged + parse_failures + failed, in replies (for a scorer, in applications)
    std::int64_t judged = 0;
    std::int64_t parse_failures = 0;
    std::int64_t failed = 0;
    std::int64_t not_judged = 0; ///< a scorer without a reference to score against
    std::map<std::string, std::int64_t> parse_failure_reasons;
    std::optional<double> cost;
    std::vector<ScoreReport> scores; ///< best first
    /// The same over the items that were found in no training data; empty where none was found in any.
    std::vector<ScoreReport> scores_without_leaks;
    std::vector<FigureReport> figures; ///< by name, then in the config's order
    statistics::JudgeNoise noise;
    std::vector<PositionReport> positions; ///< joint, and pairs: points of who was shown first and second
    std::vector<Meter> meters;             ///< position, length, self-preference; empty for imported scores
    std::vector<PairReport> pairs;
    std::vector<RatingReport> ratings; ///< best first
    std::vector<RankReport> ranks;     ///< of judgings that rank; best first
    std::optional<RankingCounts> rankings;
    std::vector<PartReport> panel;     ///< judges, where there are several
    std::vector<PartReport> turns;     ///< of a conversation
    std::vector<PartReport> criteria;  ///< where there are several
    std::int64_t repaired = 0;         ///< of `judged`: read after a request for the format
    std::int64_t identical = 0;        ///< pairs of the same answer, which nobody was asked about
    std::vector<std::string> warnings;
    bool imported_scores = false; ///< the intervals cover judge runs, not items
};

struct LossScoreResidual {
    std::string candidate;
    double residual = 0; ///< from the Theil–Sen line
    bool outlier = false;
};

struct LossScoreReport {
    domain::JudgingId judging_id;
    std::string judging;
    std::string loss_set; ///< the one the points share, with its tokenizer; empty: nobody named one
    std::size_t n = 0;
    std::optional<double> pearson;
    std::optional<double> pearson_p;
    std::optional<double> spearman;
    std::optional<double> spearman_p;
    std::optional<double> kendall;
    std::optional<double> kendall_p;
    std::optional<double> slope; ///< least squares, points a nat
    std::optional<double> intercept;
    std::optional<double> theil_sen_slope;
    std::optional<double> theil_sen_intercept;
    std::optional<double> outlier_threshold; ///< |residual| beyond it is an outlier; points
    std::vector<LossScoreResidual> residuals;
    std::vector<std::string>
        warnings; ///< why a figure is missing; candidates left out (no loss, other loss set)
};

struct Report {
    struct Run {
        domain::RunId id;
        std::string uid;
        std::string name;
        std::string eval_set;
        std::int64_t items = 0;
        std::int64_t leaked_items = 0;          ///< found in training data
        std::vector<std::string> training_sets; ///< that items were looked up in
        std::optional<std::int64_t> started;    ///< ms since 1970
        std::optional<std::int64_t> finished;
        std::string status;
        std::string baseline;
    } run;
    std::vector<CandidateReport> candidates;    ///< in the config's order
    std::vector<JudgingReport> judgings;        ///< in the config's order
    std::vector<LossScoreReport> loss_vs_score; ///< one for each judging with scores
    std::int64_t labels = 0;                    ///< people's, superseded ones left out
};

/// The judging whose figures come first: the first with scores that is not a heuristic scorer, else the first
/// with scores; nothing where nothing was judged.
[[nodiscard]] const JudgingReport* leading_judging(const Report& report);
[[nodiscard]] const LossScoreReport* leading_loss_score(const Report& report);

/// Everything that is known of a run. Reads from one snapshot. Throws domain::Error where the run is not
/// there.
[[nodiscard]] Report make_report(store::Connection& connection, domain::RunId run);

/// The JSON of interface.md ("format": 1); `loss_vs_score` is the first judging's that is not a heuristic
/// scorer, else the first's; all of them stand under `loss_vs_scores`.
[[nodiscard]] std::string to_json(const Report& report, int indent = 2);

/// The same for reading in a terminal; `width` columns.
[[nodiscard]] std::string to_text(const Report& report, int width = 100);

/// The same for a browser or a colleague: one HTML file with no script and nothing loaded from anywhere.
[[nodiscard]] std::string to_html(const Report& report);

} // namespace tiebreak::workbench
