// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/answer.h"
#include "workbench/item_marks.h"
#include "workbench/response_facts.h"
#include "workbench/score_table.h"

#include <vector>

namespace tiebreak::workbench {

/// The items most worth reading of a comparison, at most `most`, none twice, in this order: five lost most,
/// six won most, up to four whose reruns differ most, two answered with the same text, two empty, two loops,
/// two outliers; what is left of `most` goes to further losses and wins, largest difference first, which
/// stand with their like. Of equals the one that comes first in the eval set.
[[nodiscard]] std::vector<ReadingItem> make_reading_list(const RunFrame& frame, const ScoreTable& table,
                                                         const RunResponses& responses,
                                                         const ItemMarks& marks, std::size_t candidate,
                                                         std::size_t baseline, std::size_t most = 20);

} // namespace tiebreak::workbench
