// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statistics/mean.h"
#include "statistics/table.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::statistics {

// How good a ranked list is, by graded relevance (0: not relevant). As trec_eval counts: gains are linear,
// and every relevant item of the query counts in the ideal list, ranked or not. `ranked` holds the relevance
// of the items in the order ranked, `all` that of every item of the query. Nothing where no item is relevant.

/// Mean over the relevant items of the precision at the place of each; those not ranked count 0.
[[nodiscard]] std::optional<double> average_precision(std::span<const double> ranked,
                                                      std::span<const double> all);
/// Σ relevance / log2(place + 1) over the first k places, divided by the same sum of the ideal list.
[[nodiscard]] std::optional<double> ndcg_at(std::size_t k, std::span<const double> ranked,
                                            std::span<const double> all);
/// Share of the relevant items among the first k places.
[[nodiscard]] std::optional<double> recall_at(std::size_t k, std::span<const double> ranked,
                                              std::span<const double> all);
/// 1 / place of the first relevant item; 0 where none is ranked.
[[nodiscard]] std::optional<double> reciprocal_rank(std::span<const double> ranked,
                                                    std::span<const double> all);

/// Means over the queries of a table, with t intervals over queries.
struct RetrievalTable {
    std::size_t k = 10;
    std::size_t queries = 0; ///< with a relevant item
    MeanEstimate map;
    MeanEstimate ndcg;
    MeanEstimate recall;
    MeanEstimate mrr;
    std::vector<std::string> without_relevant; ///< queries left out: nothing in them is relevant
    std::vector<SkippedRow> skipped;
    std::vector<std::string> warnings;
};

/// One row an item: its query, its relevance, and its rank (from 1) or, where `by_score`, its score (highest
/// first; equal scores keep the table's order). A blank rank or score: the item was not ranked.
[[nodiscard]] RetrievalTable retrieval_table(const TextColumn& query, const TextColumn& relevance,
                                             const TextColumn& order, bool by_score,
                                             std::span<const std::size_t> lines, std::size_t k = 10);

} // namespace tiebreak::statistics
