// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/chart.h"
#include "workbench/charts.h"

#include <memory>
#include <string>
#include <vector>

namespace tiebreak::ui {

/// What Charts shows of a run, read in one go.
struct ChartsData {
    struct Judging {
        domain::JudgingId id;
        std::string name;
    };
    std::shared_ptr<const workbench::LossScoreChart> chart;
    workbench::LossScoreReport all; ///< the figures with no point left out
    std::vector<Judging> judgings;  ///< those to choose from
};

/// Any other chart of a run, with the judgings to choose from.
struct PlainChartData {
    std::shared_ptr<const workbench::Chart> chart;
    std::vector<ChartsData::Judging> judgings;
};
[[nodiscard]] PlainChartData makePlainChartData(store::Connection& connection, domain::RunId run,
                                                workbench::ChartKind kind, const workbench::ChartWish& wish);

/// Reads from one snapshot; for a thread other than the window's. Throws domain::Error where the run, the
/// judging or the loss set is not there.
[[nodiscard]] ChartsData makeChartsData(store::Connection& connection, domain::RunId run,
                                        const workbench::ChartChoice& choice);

} // namespace tiebreak::ui
