// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/item.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::judging {

/// A scorer's verdict on one response; without a value it was not judged, and `reason` says why.
struct HeuristicScore {
    std::optional<double> value; ///< 0 to 100
    std::string reason;
};

/// A scorer that needs no judge: the same text always gets the same score.
struct Scorer {
    std::string_view name;
    int version;                  ///< scores of different versions are not compared
    std::string_view description; ///< one sentence for people
    HeuristicScore (*score)(const domain::Item& item, std::string_view response);
};

/// All of them. Each leaves an item without a reference unjudged.
/// - reference-overlap: 100 × share of the reference's distinct case-folded words (Unicode words, UAX #29)
/// that
///   the response holds as words too.
/// - exact: 100 where response and reference are the same text but for white space around them and Unicode
///   normalisation (NFC), else 0. Case and inner spacing count.
/// - contains: 100 where the reference, white space around it removed, occurs in the response (both in NFC),
///   else 0.
[[nodiscard]] std::span<const Scorer> scorers();

/// The scorer of that name, or nullptr.
[[nodiscard]] const Scorer* find_scorer(std::string_view name);

[[nodiscard]] std::vector<std::string> scorer_names();

} // namespace tiebreak::judging
