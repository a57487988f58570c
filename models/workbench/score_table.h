// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/mean.h"
#include "statistics/noise.h"
#include "store/passes.h"
#include "workbench/pair_table.h"
#include "workbench/run_frame.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// The scores of one judging as candidates x items x repeats, places without a score left open. For imported
/// scores there are no items: candidates x judge runs. Scores of two judgings never stand in one table
/// (methods.md 0, rule 6).
class ScoreTable {
public:
    ScoreTable(std::size_t candidates, std::size_t items, std::size_t repeats, bool imported);

    /// `row` counts from 0: an item, or a judge run of imported scores. Several scores at one place
    /// (criteria, a panel, decoding samples) are averaged.
    void add(std::size_t candidate, std::size_t row, std::size_t repeat, double score);

    [[nodiscard]] std::size_t candidates() const noexcept { return candidates_; }
    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t repeats() const noexcept { return repeats_; }
    [[nodiscard]] bool imported() const noexcept { return imported_; }
    [[nodiscard]] bool any() const noexcept { return any_; }

    [[nodiscard]] std::optional<double> at(std::size_t candidate, std::size_t row, std::size_t repeat) const;
    /// Mean over the repeats that were judged.
    [[nodiscard]] std::optional<double> mean(std::size_t candidate, std::size_t row) const;
    /// SD (divisor K − 1) over the repeats that were judged; absent for fewer than two.
    [[nodiscard]] std::optional<double> sd(std::size_t candidate, std::size_t row) const;
    /// Mean over rows of the mean over repeats, with its t interval over rows: the IFT score (methods.md 1).
    [[nodiscard]] statistics::MeanEstimate estimate(std::size_t candidate) const;

    /// The rows that both candidates have, as two columns of one length.
    struct Pairs {
        std::vector<double> a;
        std::vector<double> b;
        std::vector<std::size_t> rows;
    };
    [[nodiscard]] Pairs pairs(std::size_t a, std::size_t b) const;

    /// The same with the rows left open that `left_out` marks; it has a place for each row.
    [[nodiscard]] ScoreTable without(const std::vector<bool>& left_out) const;

private:
    [[nodiscard]] std::size_t place(std::size_t candidate, std::size_t row, std::size_t repeat) const {
        return (candidate * rows_ + row) * repeats_ + repeat;
    }

    std::size_t candidates_;
    std::size_t rows_;
    std::size_t repeats_;
    bool imported_;
    bool any_ = false;
    std::vector<double> sum_;
    std::vector<std::uint16_t> count_;
};

/// A position of a prompt with its score, once a unit: identical responses share it.
struct ShownScore {
    domain::UnitId unit;
    std::size_t item = 0;
    std::size_t candidate = 0; ///< the first of those that share the position
    int position = 1;
    int positions = 1; ///< in this unit
    double score = 0;
};

/// Scores of a part of a judging: one judge's, one turn's, one criterion's.
struct ScorePart {
    std::string name;
    int index = 0; ///< of the judge; the turn; of the criterion
    double weight = 1;
    ScoreTable table;
};

/// What rankings say beyond points: of those that are whole, but for the counts of the others.
struct RankedScores {
    ScoreTable ranks;              ///< from 1; answers of one rank share the mean of their places
    std::int64_t rankings = 0;     ///< begun: an item, repeat and judge each
    std::int64_t unfinished = 0;   ///< of those: some reply is still to come
    std::int64_t astray = 0;       ///< of those: they cannot go on, a reply having been read anew
    std::int64_t answers = 0;      ///< ranked
    std::int64_t unranked = 0;     ///< no reply about them could be read
    std::int64_t comparisons = 0;  ///< of two answers
    std::int64_t inconsistent = 0; ///< of those: the two orders disagreed, and they count as ties
    std::int64_t contradicted = 0; ///< of those: the order that came out goes against them
    std::int64_t completed = 0;    ///< replies that left answers out, or named too few or too many
};

/// One judging's scores. Of several criteria, the table holds their weighted means, where all were scored; of
/// linked groups, scores moved by their anchors; of pairs, points (100 a win, 50 a tie), the baseline's own
/// being 50; of rankings, the share of the others that an answer stands before. `shown` is filled where order can
/// matter: joint judgings, pairs and rankings.
struct JudgedScores {
    ScoreTable table;
    std::vector<ShownScore> shown;
    std::size_t strangers = 0; ///< scores of responses to items or candidates the run no longer has
    PairTable pairs = {};      ///< of judgings that compare pairs
    std::vector<ScorePart> by_judge = {}; ///< where there are several
    std::vector<ScorePart> by_turn = {};
    std::vector<ScorePart> by_criterion = {};
    /// A scorer's figures beside the score, such as "prompt_loose": one answer may have several of one name.
    struct Further {
        std::string name;
        std::size_t candidate = 0;
        std::size_t item = 0;
        double value = 0;
    };
    std::vector<Further> further = {};
    std::optional<RankedScores> ranked = {}; ///< of judgings that rank
    std::int64_t partial = 0; ///< answers without a score for every criterion, left out of the table
};
[[nodiscard]] JudgedScores read_scores(store::Connection& connection, const RunFrame& frame,
                                       const store::JudgingRow& judging);

/// Each candidate's mean in each repeat (or judge run) that has begun, over the items judged in all of them;
/// absent where no item was.
struct RerunMeans {
    std::vector<std::vector<std::optional<double>>> means; ///< by candidate
    std::size_t left_out = 0; ///< (candidate, item) pairs with some repeats but not all
};
[[nodiscard]] RerunMeans rerun_means(const ScoreTable& table);

/// Judge noise (methods.md 1): each candidate's mean in each repeat, over the items judged in all repeats, so
/// that a repeat's mean never moves because other items were in it. `left_out` counts (candidate, item) pairs
/// with some repeats but not all.
struct RerunNoise {
    statistics::JudgeNoise noise;
    std::size_t left_out = 0;
};
[[nodiscard]] RerunNoise rerun_noise(const ScoreTable& table);

} // namespace tiebreak::workbench
