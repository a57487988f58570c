// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/compare_view.h"
#include "workbench/response_facts.h"
#include "workbench/score_table.h"

#include <vector>

namespace tiebreak::workbench {

/// Limits of the marks, all in points of the judging's scale.
struct MarkLimits {
    /// reruns_differ: SD over repeats above it. The larger of a twentieth of the scale (a judge's usual step)
    /// and 2.5 times the median SD of all candidate-item pairs that were judged at least twice: a judge that
    /// is noisy everywhere marks only what is noisy even for it.
    double rerun_sd = 5;
    /// outlier: a score further than this from what its item and its candidate would lead one to expect
    /// (score − item mean − candidate mean + grand mean). 3.5 · 1.4826 · MAD of all such residuals (Iglewicz
    /// and Hoaglin's cut for modified z scores), and at least a tenth of the scale. Absent with fewer than
    /// two candidates or ten items, or where MAD is 0: then nothing is named.
    std::optional<double> residual;
};

struct ItemMarks {
    MarkLimits limits;
    std::vector<unsigned> marks;      ///< by item, bits of ItemMark
    std::vector<double> disagreement; ///< by item: largest SD over repeats of any candidate
};

/// Marks of every item. `states` are those of the judging that `table` is of. A tie is the best score shared
/// by two candidates or more; scores equal to within a millionth of the scale are equal.
[[nodiscard]] ItemMarks mark_items(const RunFrame& frame, const ScoreTable& table,
                                   const RunResponses& responses, const std::vector<store::UnitState>& states,
                                   double scale_width);

/// Marks that stand in the project rather than in one judging: flips of any judging of pairs of this run,
/// items found in training data, items with a note. By item, bits of ItemMark.
[[nodiscard]] std::vector<unsigned> stored_marks(store::Connection& connection, const RunFrame& frame);

} // namespace tiebreak::workbench
