// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/run_frame.h"
#include "workbench/score_table.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace tiebreak::workbench {

/// The answers that people compare: a candidate's first sample to each item, all its turns.
struct LabelAnswers {
    std::size_t items = 0;
    /// The first turn's response of candidate c to item i at c · items + i; not stored: none, or it failed.
    std::vector<domain::ResponseId> response;
    std::vector<std::uint64_t> fingerprint; ///< beside it; equal for equal texts
    std::unordered_map<domain::ResponseId, std::pair<std::size_t, std::size_t>>
        place; ///< of every response of the run, all samples and turns: candidate and item

    [[nodiscard]] domain::ResponseId at(std::size_t candidate, std::size_t item) const {
        return response[candidate * items + item];
    }
};
[[nodiscard]] LabelAnswers read_label_answers(store::Connection& connection, const RunFrame& frame);

/// Why a judge's verdict on two answers is not taken for one.
enum class Doubt : std::uint8_t {
    none,
    tied,             ///< equal scores, or a tie
    flipped,          ///< the two orders, or showings, named different winners
    repeats_disagree, ///< some repeats are for one, some for the other
    within_noise,     ///< closer than repeats of the judge lie apart
    unread,           ///< no verdict: the reply could not be read, or none came
    unjudged,         ///< nobody judged these
};
/// "tied", "flips on swap", …: for people.
[[nodiscard]] std::string_view words_of(Doubt doubt);

/// What a judging says of two candidates' answers to one item.
struct PairVerdict {
    std::uint32_t item = 0;
    std::uint16_t a = 0; ///< candidates, a < b
    std::uint16_t b = 0;
    Doubt doubt = Doubt::none;
    std::int8_t side = 0; ///< +1: for a, −1: for b; where doubtful, which way it leans; 0: neither
    float gap = 0;        ///< score of a − score of b, points; 0 without scores

    [[nodiscard]] bool decided() const noexcept { return doubt == Doubt::none; }
};

struct PairVerdicts {
    domain::JudgingId judging; ///< not stored: the run has none with verdicts on items
    std::string judging_name;
    std::vector<PairVerdict> rows; ///< in order of item, a, b
    double noise = 0;              ///< gaps up to this are within noise; points
    bool noise_measured = false;   ///< from the judge's own repeats; otherwise a twentieth of the scale
    std::int64_t identical = 0;    ///< left out: both gave the same text
    std::int64_t missing = 0;      ///< left out: an answer is not there

    [[nodiscard]] std::optional<std::size_t> find(std::size_t item, std::size_t a, std::size_t b) const;
};

/// Every pair of answers to every item that differ, with the verdict of `judging` (null: nobody's).
///
/// Scores: the mean gap over repeats; within noise where |gap| < 1.96 · sd/√K, with sd the SD of a pair's gap
/// over repeats, pooled over all pairs and items, and K repeats; a judge that was asked once has no measured
/// noise, and its usual step, a twentieth of the scale, stands for it. A scorer has none. Pairwise verdicts
/// count as decided where all showings agree.
[[nodiscard]] PairVerdicts read_pair_verdicts(store::Connection& connection, const RunFrame& frame,
                                              const LabelAnswers& answers, const store::JudgingRow* judging);

/// From scores alone, without a project: for simulations and for the function above. `unread(i)`: item i has
/// a reply that could not be read. `measure`: whether the judge can be noisy at all.
[[nodiscard]] PairVerdicts
pair_verdicts_of(const ScoreTable& table, double scale, bool noisy,
                 const std::function<bool(std::size_t a, std::size_t b, std::size_t i)>& comparable,
                 const std::function<bool(std::size_t i)>& unread);

} // namespace tiebreak::workbench
