// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/retrieval.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace tiebreak::statistics;

TEST(Retrieval, TextbookList) {
    // Relevant at places 1, 3 and 6 of ten: the precisions are 1, 2/3 and 1/2.
    const std::vector<double> ranked{1, 0, 1, 0, 0, 1, 0, 0, 0, 0};
    EXPECT_NEAR(*average_precision(ranked, ranked), (1 + 2.0 / 3 + 0.5) / 3, 1e-15);
    EXPECT_DOUBLE_EQ(*recall_at(3, ranked, ranked), 2.0 / 3);
    EXPECT_DOUBLE_EQ(*reciprocal_rank(ranked, ranked), 1);
    // A fourth relevant item that was not ranked pulls precision and recall down.
    std::vector<double> all = ranked;
    all.push_back(1);
    EXPECT_NEAR(*average_precision(ranked, all), (1 + 2.0 / 3 + 0.5) / 4, 1e-15);
    EXPECT_DOUBLE_EQ(*recall_at(10, ranked, all), 0.75);
}

TEST(Retrieval, GradedGainsAreLinear) {
    // The encyclopedia's example: 3, 2, 3, 0, 1, 2 with two more items (3 and 2): DCG@6 6.861, ideal 8.740,
    // NDCG 0.785.
    const std::vector<double> ranked{3, 2, 3, 0, 1, 2};
    const std::vector<double> all{3, 2, 3, 0, 1, 2, 3, 2};
    EXPECT_NEAR(*ndcg_at(6, ranked, all), 0.785, 5e-4);
    EXPECT_DOUBLE_EQ(*ndcg_at(6, std::vector<double>{3, 3, 3, 2, 2, 2}, all), 1);
    EXPECT_FALSE(ndcg_at(6, std::vector<double>{0, 0}, std::vector<double>{0, 0}));
    EXPECT_DOUBLE_EQ(*reciprocal_rank(std::vector<double>{0, 0, 1}, std::vector<double>{0, 0, 1}), 1.0 / 3);
    EXPECT_DOUBLE_EQ(*reciprocal_rank(std::vector<double>{0, 0}, std::vector<double>{0, 0, 1}), 0);
}

TEST(Retrieval, TableByRankAndByScore) {
    const TextColumn query{"q", {"a", "a", "a", "b", "b", "c", "", "a"}};
    const TextColumn relevance{"rel", {"0", "1", "2", "1", "0", "0", "1", "x"}};
    const TextColumn rank{"rank", {"1", "2", "", "2", "1", "1", "1", "1"}};
    const std::vector<std::size_t> lines{2, 3, 4, 5, 6, 7, 8, 9};
    const RetrievalTable table = retrieval_table(query, relevance, rank, false, lines, 2);
    EXPECT_EQ(table.queries, 2u);
    EXPECT_EQ(table.without_relevant, std::vector<std::string>{"c"});
    EXPECT_DOUBLE_EQ(*table.map.mean, (0.5 / 2 + 0.5) / 2);
    EXPECT_DOUBLE_EQ(*table.mrr.mean, 0.5);
    EXPECT_DOUBLE_EQ(*table.recall.mean, (0.5 + 1) / 2);
    EXPECT_EQ(table.skipped, (std::vector<SkippedRow>{{8, "q is blank"}, {9, "rel is not a number: \"x\""}}));
    const TextColumn score{"score", {"0.9", "0.5", "", "0.1", "0.8", "1", "1", "1"}};
    EXPECT_DOUBLE_EQ(*retrieval_table(query, relevance, score, true, lines, 2).map.mean, *table.map.mean);
}
