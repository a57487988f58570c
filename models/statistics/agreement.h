// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::statistics {

/// A coefficient of agreement (1: complete, 0: as by chance), or the reason why there is none.
struct Agreement {
    std::size_t n = 0; ///< units counted: items for which the ratings needed are there
    std::optional<double> value;
    std::string reason; ///< for people; empty where the value is there
};

/// A rating as the index of its label, from 0; nothing where the rater gave none. For ordered labels the
/// order is the index's.
using LabelIndex = std::optional<int>;

enum class KappaWeights { unweighted, linear, quadratic };

/// Cohen's kappa (1960; weighted: 1968) of two raters over the items both rated. Weights grow with the
/// distance of the labels' indices. No number where both gave one and the same label throughout: chance then
/// explains all.
[[nodiscard]] Agreement cohen_kappa(std::span<const LabelIndex> a, std::span<const LabelIndex> b,
                                    KappaWeights weights = KappaWeights::unweighted);

/// Share of items that two raters label alike, of those both rated.
[[nodiscard]] Agreement accuracy(std::span<const LabelIndex> a, std::span<const LabelIndex> b);

/// Fleiss' kappa (1971). `ratings[u]` holds one rating a rater of unit u, in any order; all rows have one
/// length. Units that lack a rating are left out, as the coefficient needs the same number of ratings
/// everywhere.
[[nodiscard]] Agreement fleiss_kappa(std::span<const std::vector<LabelIndex>> ratings);

enum class MeasurementLevel { nominal, ordinal, interval };

/// Krippendorff's alpha (2011, "Computing Krippendorff's alpha-reliability"). `ratings[u]` holds the values
/// given to unit u; missing ones are absent, and units with fewer than two are left out. For nominal and
/// ordinal data the values are labels: only equality, or order, counts.
[[nodiscard]] Agreement krippendorff_alpha(std::span<const std::vector<std::optional<double>>> ratings,
                                           MeasurementLevel level);

} // namespace tiebreak::statistics
