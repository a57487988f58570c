// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/loss_score_view.h"

#include <QString>

#include <utility>
#include <vector>

namespace tiebreak::ui {

// The words around a chart of test loss against score; plain text all of it.

/// "IFT score" for joint judging, else the judging's own name.
[[nodiscard]] QString scoreName(const workbench::LossScoreChart& chart);
[[nodiscard]] QString scoreAxisText(const workbench::LossScoreChart& chart);
[[nodiscard]] QString lossAxisText();

/// "Test loss against IFT score"
[[nodiscard]] QString chartTitle(const workbench::LossScoreChart& chart);

/// "24 models, published table"
[[nodiscard]] QString chartSubtitle(const workbench::LossScoreChart& chart);

[[nodiscard]] QString chartCaption(const workbench::LossScoreChart& chart);

[[nodiscard]] QString theilSenLabel(const workbench::LossScoreChart& chart);
[[nodiscard]] QString leastSquaresLabel(const workbench::LossScoreChart& chart);

/// "24.56 ± 0.31", or both ends where the interval is not symmetric, or "24.56, no interval".
[[nodiscard]] QString scoreWithInterval(const PlotPoint& point);

/// Lines of the hover card: label and value.
[[nodiscard]] std::vector<std::pair<QString, QString>> pointFacts(const PlotPoint& point,
                                                                  const workbench::LossScoreChart& chart);

/// One point as a sentence, for screen readers and the clipboard.
[[nodiscard]] QString pointSentence(const PlotPoint& point, const workbench::LossScoreChart& chart);

/// Why there is no chart, and what is missing; absent where three points or more can be drawn.
struct ChartProblem {
    enum class Kind { notJudged, noLosses, tooFew } kind = Kind::notJudged;
    QString what;
    QString why;
};
[[nodiscard]] std::optional<ChartProblem> problemOf(const workbench::LossScoreChart& chart);

/// The whole chart in words: how many points, how they go together, the line, the outliers.
[[nodiscard]] QString chartInWords(const LossScoreView& view);

} // namespace tiebreak::ui
