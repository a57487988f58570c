// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/eval_set_model.h"

#include <stop_token>
#include <vector>

namespace tiebreak::items {

/// A row that says what an earlier one says.
struct DuplicateRow {
    qint64 key = 0;
    qint64 first = 0;   ///< key of the row it repeats
    int firstIndex = 0; ///< where that one stands, from 0
    bool exact = true;  ///< the same but for case and blanks; else nearly
    double similarity = 1;
};

/// Rows whose instruction and input repeat an earlier row's: the same text, case and blanks aside. In the
/// order of the rows. Runs in the background; empty where `stop` was raised.
[[nodiscard]] std::vector<DuplicateRow> findDuplicateRows(const EvalRows& rows, const std::stop_token& stop);

} // namespace tiebreak::items
