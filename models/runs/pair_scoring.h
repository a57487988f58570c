// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runs/judge_work.h"

#include <stop_token>

namespace tiebreak::runs {

/// Compares the scores that a heuristic scorer gives to the two of each pair: the higher one wins, equal ones
/// tie. Against the reference answer a score above 50 wins and one above 30 ties (methods.md, heuristic
/// scorers): the reference itself would win every comparison with itself. A pair of which one has no score is
/// not judged.
void judge_pairs_by_scorer(const JudgeContext& context, const std::stop_token& stop);

} // namespace tiebreak::runs
