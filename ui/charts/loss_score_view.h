// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/chart.h"

#include <QString>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace tiebreak::ui {

/// A chart of test loss against score with what a person chose to see of it.
struct LossScoreView {
    std::shared_ptr<const workbench::LossScoreChart> chart; ///< not null
    std::string colourBy; ///< name of a tag; empty: each candidate its own mark
    bool theilSen = true;
    bool leastSquares = true;
    bool scoreBars = true;
    bool lossBars = true;
    bool outlierNames = true;
    bool allNames = false;

    /// Axis ranges; absent: around all points.
    std::optional<std::pair<double, double>> lossRange;
    std::optional<std::pair<double, double>> scoreRange;
};

/// What a chart is coloured by unless told: the only tag there is, where candidates outnumber the marks;
/// empty for each candidate's own mark.
[[nodiscard]] std::string defaultColour(const workbench::LossScoreChart& chart);

/// A view for a picture nobody points at with a cursor: with all names, as long as they can be read.
[[nodiscard]] LossScoreView viewForPicture(std::shared_ptr<const workbench::LossScoreChart> chart);

/// What the drawing needs of a point.
struct PlotPoint {
    domain::CandidateRevisionId candidate;
    QString name; ///< safe to show, one line
    double loss = 0;
    std::optional<double> lossReach; ///< half the bar: 1.96 SE
    double score = 0;
    std::optional<double> scoreLow;
    std::optional<double> scoreHigh;
    std::int64_t n = 0;
    double residual = 0;
    bool outlier = false;
    bool leftOut = false;
    int slot = -1; ///< of the mark it is drawn with
    std::optional<double> lossSe;
};

/// All points by loss, then score.
[[nodiscard]] std::vector<PlotPoint> plotPoints(const LossScoreView& view);

/// A mark that stands for no candidate, drawn in the accent.
inline constexpr int accentSlot = -2;

/// A line of the legend.
struct LegendEntry {
    QString text;
    int slot = -1;
    int count = 0;
};

/// What the marks mean: each value of the tag with its count, most frequent first, and last those without a
/// value; or each candidate.
[[nodiscard]] std::vector<LegendEntry> legendOf(const LossScoreView& view);

/// Ranges that hold all points with their bars, ending at round numbers. Scores from 0 to 100 are not left
/// for the sake of room.
struct ChartRanges {
    std::pair<double, double> loss;
    std::pair<double, double> score;
};
[[nodiscard]] ChartRanges homeRanges(const LossScoreView& view);

/// A text from a project as a chart shows it: control and bidi characters made visible, one line.
[[nodiscard]] QString shownName(const std::string& name);

} // namespace tiebreak::ui
