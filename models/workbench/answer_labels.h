// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/agreement.h"
#include "statistics/win_rate.h"
#include "workbench/run_frame.h"

#include <cstdint>
#include <optional>

namespace tiebreak::workbench {

/// What people say of a candidate and its baseline, beside what the judge said: for the answer page.
struct PairLabels {
    std::int64_t doubtful = 0;  ///< of the judge's verdicts on these two: tied, flipped, unread, within noise
    std::int64_t settled = 0;   ///< of those, what people said of them
    std::int64_t labels = 0;    ///< people's verdicts on these two, cards shown again left out
    statistics::WinTally tally; ///< of the candidate in people's eyes, every person's newest verdict
    std::optional<double> without; ///< the candidate's points of 100 against the baseline, doubtful ones half
    std::optional<double> with;  ///< with the ties that people settled; absent where labels are switched off
    statistics::Agreement kappa; ///< people and this judging, over all candidates, on cards drawn at random
    bool break_ties = true;
};

/// Reads no text where nothing is doubtful and nobody labelled.
[[nodiscard]] PairLabels read_pair_labels(store::Connection& connection, const RunFrame& frame,
                                          const store::JudgingRow& judging, std::size_t candidate,
                                          std::size_t baseline);

} // namespace tiebreak::workbench
