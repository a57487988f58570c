// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_score_view.h"
#include "workbench/charts.h"

namespace tiebreak::ui {

/// A chart of any kind but loss against score, with what a person chose to see of it.
struct ChartView {
    std::shared_ptr<const workbench::Chart> chart; ///< not null
    std::string colourBy;                          ///< name of a tag; empty: each candidate its own mark
    bool bars = true;                              ///< intervals
    bool names = true;                             ///< beside marks that no axis names

    /// Axis ranges; absent: around all of it.
    std::optional<std::pair<double, double>> xRange;
    std::optional<std::pair<double, double>> yRange;
};

/// The marks that items are drawn with under the view's colours, beside the chart's items.
[[nodiscard]] std::vector<int> chartSlots(const ChartView& view);

/// What the marks mean.
[[nodiscard]] std::vector<LegendEntry> legendOf(const ChartView& view);

/// Ranges that hold everything with its intervals, at round numbers; half a place around categories.
struct PlainRanges {
    std::pair<double, double> x;
    std::pair<double, double> y;
};
[[nodiscard]] PlainRanges homeRanges(const ChartView& view);

/// Both axes hold numbers, so that moving and zooming mean something.
[[nodiscard]] bool isMovable(const workbench::Chart& chart);

// The words around a chart; plain text all of it.

[[nodiscard]] QString chartTitle(const workbench::Chart& chart);
[[nodiscard]] QString chartSubtitle(const workbench::Chart& chart);
[[nodiscard]] QString chartCaption(const workbench::Chart& chart);
[[nodiscard]] std::vector<std::pair<QString, QString>> itemFacts(const workbench::ChartItem& item);
/// One item as a sentence, for screen readers and the clipboard.
[[nodiscard]] QString itemSentence(const workbench::ChartItem& item);
/// The whole chart in words, with its table.
[[nodiscard]] QString chartInWords(const ChartView& view);

} // namespace tiebreak::ui
