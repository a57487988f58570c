// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/bench_truth.h"

#include <string>
#include <vector>

namespace tiebreak::workbench {

/// The letters a model id begins with, behind any "owner/": "gpt", "claude", "llama"; empty where it begins
/// with none.
[[nodiscard]] std::string model_family(const std::string& model);

/// How much better the judge's own family fares with it than with `truth`: points (1, ½, 0) over pairs of one
/// answer of the family and one of another, clustered by item. Above 0: it favours its own. Whole-run shifts
/// and scales cancel, as only who won is compared.
[[nodiscard]] BenchFigure family_lift(const RunFrame& frame, const store::JudgingRow& judging,
                                      const PairWords& words, const PairWords& truth);

/// Which candidates are of the judge's family, by name.
[[nodiscard]] std::vector<bool> own_family(const RunFrame& frame, const store::JudgingRow& judging);

/// The families of a judging's models, by name; none for scorers and records.
[[nodiscard]] std::vector<std::string> judge_families(const store::JudgingRow& judging);

} // namespace tiebreak::workbench
