// SPDX-License-Identifier: GPL-3.0-or-later
// What people's labels say of pairs of answers, and the order that follows once they break a judge's ties.
#pragma once

#include "statistics/settled.h"
#include "store/labels.h"
#include "workbench/pair_verdicts.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::workbench {

/// A verdict as ranks of the answers in the order shown: 1 is best, equal ranks tie; a winner is before all
/// others, who tie. Empty where it says nothing of the order (cannot judge, scores, an undo).
[[nodiscard]] std::vector<int> ranks_of(const store::LabelOutcome& outcome, const std::vector<int>& ranks,
                                        std::size_t shown);

/// What one label says of two answers to one item. A rubric label says it together with the same person's
/// label of the other answer.
struct PairVote {
    std::size_t row = 0;   ///< of PairVerdicts::rows
    std::int8_t side = 0;  ///< +1: for a, −1: for b, 0: a tie
    std::size_t label = 0; ///< which label, by its place in the list
};

struct PairVotes {
    std::vector<PairVote> votes;
    std::int64_t cannot = 0;    ///< labels that could not judge
    std::int64_t strangers = 0; ///< labels of answers that the run no longer has
};
[[nodiscard]] PairVotes pair_votes(std::span<const store::LabelRow> labels, const LabelAnswers& answers,
                                   const PairVerdicts& verdicts);

/// By row of `verdicts`: the side of the majority of annotators, each with their newest label (+1 a, −1 b, 0
/// a tie or as many for one as for the other); nothing where nobody labelled it. Cards that were shown again
/// for self-agreement do not count.
[[nodiscard]] std::vector<std::optional<std::int8_t>> settled_sides(std::span<const store::LabelRow> labels,
                                                                    const PairVotes& votes, std::size_t rows);

/// Who beats whom: a decided verdict gives a point to its winner; a doubtful one what people said of it, else
/// it is open. `settled` empty: as if nobody had labelled. With `pair` these two only.
[[nodiscard]] statistics::OpenOrder open_order(const PairVerdicts& verdicts,
                                               std::span<const std::optional<std::int8_t>> settled,
                                               std::optional<std::pair<std::size_t, std::size_t>> pair = {});

/// A candidate over all its pairs.
struct Standing {
    double beats = 0;       ///< how many others it beats head to head; half for one it is level with
    double points = 0;      ///< a win 1, a tie and an open comparison 1/2
    std::int64_t pairs = 0; ///< comparisons, open ones included
    std::int64_t open = 0;
    std::size_t opponents = 0;

    [[nodiscard]] std::optional<double> rate() const { ///< of points, per cent
        return pairs > 0 ? std::optional(100 * points / static_cast<double>(pairs)) : std::nullopt;
    }
};
[[nodiscard]] std::vector<Standing> standings(const statistics::OpenOrder& order, std::size_t candidates);

} // namespace tiebreak::workbench
