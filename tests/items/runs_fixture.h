// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "items/failures.h"
#include "runs/progress.h"
#include "store/candidates.h"
#include "workbench/answer.h"
#include "workbench/overview.h"

#include <memory>

namespace tiebreak::items::test {

/// The run of the design's first picture: eleven candidates, step-8000 against step-4000, seven categories.
std::shared_ptr<workbench::RunAnswer> sampleAnswer();

/// The run of the fifth picture while it is under way: six candidates, one imported, two with failures.
std::shared_ptr<runs::Progress> sampleProgress();

/// Its decoding settings: one candidate without stop strings, one with three settings of its own, one import.
std::vector<store::CandidateRow> sampleCandidates();

/// Four runs: better, worse, cannot tell, and one that was stopped.
std::shared_ptr<workbench::ProjectOverview> sampleOverview();

/// Three failed answers of "50:50 step-8000" and what went over the wire for one.
std::vector<items::FailedResponse> sampleFailures();
items::Exchange sampleExchange(const items::FailedResponse& about);

} // namespace tiebreak::items::test
