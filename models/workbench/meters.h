// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/answer.h"
#include "workbench/response_facts.h"
#include "workbench/score_table.h"

#include <vector>

namespace tiebreak::workbench {

/// What a judging's own meters look at.
struct JudgeMeterInput {
    const RunFrame& frame;
    const store::JudgingRow& judging;
    const JudgedScores& scores;
    const RunResponses& responses;
};

/// How the judge leans, beside every score that it gave: Position, Length, Self-preference, each with its
/// interval where one can be given. A meter is `fine` where its value lies in the harmless band, and `watch`
/// where it lies outside and its interval, where it has one, holds no harmless value that would explain it
/// away (it excludes a judge without a lean); anything else is `unknown`. The bands, for a scale of 100:
/// - Position: ± 2 points between the first and the last place of a joint prompt, what is left over beside a
///   usual difference; of pairs, 45 to 55 in 100 decided showings won by what stood in front;
/// - Length: r within ± 0.2, where length explains less than a twentieth of the scores' variance; of pairs,
///   40 to 60 in 100 won by the longer answer where lengths differ by more than 30 characters;
/// - Self-preference: ± 5 points in 100 between how often the judge's own family (by model name) wins with it
///   and with people, or where nobody labelled, with the run's other judges.
/// Nothing for imported scores.
[[nodiscard]] std::vector<Meter> judging_meters(store::Connection& connection, const JudgeMeterInput& input);

/// What the meters of an answer page look at: one judging of a run, and the two candidates that are compared.
struct MeterInput {
    const RunFrame& frame;
    const store::JudgingRow& judging;
    const JudgingReport& report;
    const JudgedScores& scores;
    const RunResponses& responses;
    std::size_t candidate = 0;
    std::size_t baseline = 0;
    double scale = 100; ///< how wide the judging's scale is
};

/// "What could mislead", in the order shown: the judging's own meters, and
/// - Judge reruns: SD of a candidate's mean up to 1 point;
/// - Parse failures: up to 2 in 100 replies;
/// - Unjudged items: up to 2 in 100 items without a score of both;
/// - Identical answers: up to a quarter of the items, beyond which the comparison rests on few of them.
[[nodiscard]] std::vector<Meter> make_meters(const MeterInput& input);

} // namespace tiebreak::workbench
