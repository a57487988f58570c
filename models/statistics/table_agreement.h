// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/agreement.h"
#include "statistics/correlation.h"
#include "statistics/table.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace tiebreak::statistics {

struct RaterPair {
    std::string a;
    std::string b;
    std::size_t n = 0;         ///< rows both labelled
    std::optional<double> raw; ///< share of those labelled alike
    Agreement kappa;           ///< Cohen's, unweighted
    Agreement quadratic_kappa; ///< with quadratic weights; only at the ordinal and interval level
    Correlation pearson;       ///< of labels that are numbers; not looked for otherwise
    Correlation spearman;
    Correlation kendall;
    /// Rows by the label of b (the truth, where compared with a column), columns by that of a, both in the
    /// labels' order.
    std::vector<std::vector<std::size_t>> confusion;
    /// Of a against b, each label's figure with the same weight, over the labels that either gave; a label
    /// that a never gave has precision 0 (as scikit-learn's macro average counts it).
    std::optional<double> macro_precision;
    std::optional<double> macro_recall;
    std::optional<double> macro_f1;
};

/// What one rater gave.
struct RaterCount {
    std::string rater;
    std::size_t labelled = 0;
    std::size_t missing = 0; ///< blank cells
    std::size_t unread = 0;  ///< values that are none of the labels
};

/// How often a rater gave a value that is none of the labels.
struct UnreadValue {
    std::string rater;
    std::string value;
    std::size_t n = 0;
};

struct LabelCount {
    std::string label;
    std::size_t n = 0;
};

/// What `stats agreement` says of a table with a column a rater.
struct AgreementTable {
    std::size_t n = 0; ///< rows with at least two labels of raters (one, where compared with a column)
    std::vector<RaterPair>
        pairs; ///< every two raters; or every rater, and the majority, with the column compared with
    Agreement fleiss;
    Agreement alpha; ///< Krippendorff's, at the level asked for
    std::vector<RaterCount> raters;
    std::vector<std::string> labels;  ///< in their order
    std::vector<LabelCount> majority; ///< rows by the label most raters gave, in the labels' order
    std::size_t no_majority = 0;      ///< rows with labels, but two or more of them level at the top
    std::vector<UnreadValue> unread;
    std::vector<std::string> warnings; ///< what is undefined and why
};

struct AgreementOptions {
    std::vector<std::string>
        labels; ///< in their order; empty: all values that occur, numbers by size, others by name
    std::vector<std::pair<std::string, std::string>> read_as; ///< a value, and the label it stands for
    MeasurementLevel level = MeasurementLevel::nominal;
    std::optional<TextColumn> against; ///< labels known to be right
};

/// Cells are compared without the spaces around them; blank cells are missing ratings. Throws domain::Error
/// for columns of different length and where the interval level is asked for labels that are not numbers.
[[nodiscard]] AgreementTable agreement_table(std::span<const TextColumn> raters,
                                             const AgreementOptions& options);

} // namespace tiebreak::statistics
