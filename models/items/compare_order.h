// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workbench/compare_view.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

namespace tiebreak::items {

using ItemSet = std::unordered_set<domain::ItemRevisionId>;

/// What Compare's list leaves in. The default leaves everything in.
struct CompareFilter {
    std::string typed; ///< narrows at once by label and title, case folded
    std::shared_ptr<const ItemSet>
        matches;                      ///< items whose texts or answers hold the words; null: not known yet
    std::set<std::string> categories; ///< any of these; empty: all
    unsigned marks = 0;               ///< any of these bits of workbench::ItemMark; 0: all
    std::optional<double> lowest;     ///< some score (of `scoreOf`) is at least this
    std::optional<double> highest;    ///< … and the same score at most this
    int scoreOf = -1;                 ///< candidate of the index; -1: of any

    /// Without the words: what the filter menu, not the field, leaves out.
    [[nodiscard]] bool narrowsBeyondWords() const;
    [[nodiscard]] bool narrows() const { return !typed.empty() || narrowsBeyondWords(); }
};

/// How Compare's list is sorted. Items without the number stand last; equal ones keep the eval set's order.
enum class CompareSort : std::uint8_t {
    range,            ///< highest minus lowest score, widest first
    position,         ///< as in the eval set
    disagreement,     ///< largest SD over repeats first
    candidateLowest,  ///< one candidate's score, lowest first
    candidateHighest, ///< … highest first
    lostToBaseline,   ///< one candidate's score minus another's, the baseline's unless told, lowest first
    gainedOnBaseline, ///< … highest first
};

/// Rows of the index that pass, in order. `candidate` is the index's candidate that the last four sorts are
/// about, `against` whom the last two hold it (0, the baseline); where there is none they fall back to the
/// eval set's order. 20,000 rows take a few milliseconds.
[[nodiscard]] std::vector<int> compareOrder(const workbench::CompareIndex& index, const CompareFilter& filter,
                                            CompareSort sort, int candidate, int against = 0);

/// The numbers an index's scores are shown with.
struct ScoreScale {
    double low = 0;
    double high = 100; ///< 1, 5, 10 or 100: the smallest that holds every score; else the highest score
    int decimals = 0;  ///< 2 on a scale to 1, 1 on a scale to 10 with broken scores, else 0

    friend bool operator==(const ScoreScale&, const ScoreScale&) = default;
};
[[nodiscard]] ScoreScale scoreScale(const workbench::CompareIndex& index);

/// The order in which an item's candidates stand: as in the index (baseline first), or shuffled for reading
/// blind, the same for the same item and seed.
[[nodiscard]] std::vector<int> columnOrder(int candidates, domain::ItemRevisionId item, bool blind,
                                           std::uint64_t seed);

/// Columns on one page of `width` columns: the first of `order` stays, the rest turn. `page` is clamped so
/// that the last page is full.
[[nodiscard]] std::vector<int> columnPage(const std::vector<int>& order, int width, int page);
[[nodiscard]] int columnPages(int columns, int width);

} // namespace tiebreak::items
