// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/correlation.h"
#include "statistics/paired.h"
#include "statistics/regression.h"
#include "statistics/table.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::statistics {

struct LabelledResidual {
    std::string label;
    std::size_t line = 0;
    double residual = 0; ///< from the Theil–Sen line, the one that outliers are named by
    bool outlier = false;
};

/// Everything `stats correlation` and the chart of loss against score say of two columns.
struct CorrelationTable {
    std::size_t n = 0; ///< rows counted: neither skipped nor excluded
    Correlation pearson;
    Correlation spearman;
    Correlation kendall;
    std::optional<LeastSquares> least_squares; ///< slope, slope_se, intercept, r2
    std::optional<TheilSen> theil_sen;         ///< the line of the residuals
    std::vector<LabelledResidual> residuals;   ///< in the order of the rows; empty where there is no line
    std::size_t excluded = 0;                  ///< rows left out by their label
    std::vector<SkippedRow> skipped;
    std::vector<std::string> warnings; ///< what is undefined and why; labels to exclude that no row has
};

/// Correlates two columns of a table. `labels` names the rows; where it is empty a row is called "line N".
/// Rows whose label is in `exclude` are left out before anything is counted, so that their cells are not
/// reported as skipped.
[[nodiscard]] CorrelationTable correlation_table(const TextColumn& x, const TextColumn& y,
                                                 std::span<const std::string> labels,
                                                 std::span<const std::size_t> lines,
                                                 std::span<const std::string> exclude = {});

/// What `stats paired` says of two columns.
struct PairedTable {
    PairedComparison comparison;                  ///< its warnings included
    std::optional<BootstrapDifference> bootstrap; ///< where draws were asked for
    std::optional<McNemar> mcnemar;               ///< where every value is 0 or 1
    std::optional<std::int64_t> more_items;       ///< see more_items_needed()
    std::vector<SkippedRow> skipped;
};

struct PairedOptions {
    int draws = 0; ///< of the bootstrap; 0: none
    std::uint64_t seed = 1;
    bool pass_fail = false; ///< read pass, true and 1 as 1; fail, false and 0 as 0
};

/// Rows with a number in both columns are paired. `cluster`, where not empty, is a column of group names, one
/// a row; a row without a name there is skipped.
[[nodiscard]] PairedTable paired_table(const TextColumn& a, const TextColumn& b,
                                       std::span<const std::string> cluster,
                                       std::span<const std::size_t> lines, const PairedOptions& options = {});

} // namespace tiebreak::statistics
