// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runs/settings.h"
#include "workbench/score_table.h"

namespace tiebreak::workbench {

/// The scores of a judging that ranks, counted from its stored replies. A ranking counts once it is whole. An
/// answer's points are 100 · (answers behind it + half of those beside it) / (all others), its rank is from
/// 1, answers of one rank sharing the mean of their places.
[[nodiscard]] JudgedScores scores_of_rankings(store::Connection& connection, const RunFrame& frame,
                                              const store::JudgingRow& judging,
                                              const runs::JudgingSettings& settings);

} // namespace tiebreak::workbench
