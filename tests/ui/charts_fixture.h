// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_score_view.h"

namespace tiebreak::test {

/// The 24 published models of tests/data, with lines and band counted by the statistics room, each tagged
/// with the set-up it was trained in.
std::shared_ptr<workbench::LossScoreChart> publishedChart();

/// As many points around a line as asked for, always the same.
std::shared_ptr<workbench::LossScoreChart> manyPoints(int count);

} // namespace tiebreak::test
