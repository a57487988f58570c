// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/random.h"
#include "statistics/settled.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tiebreak::statistics {

namespace {

/// One pair, `open` comparisons without a lean.
OpenOrder one_pair(double points_a, double points_b, std::int64_t open, double wins_a = 0,
                   double wins_b = 0) {
    OpenOrder order;
    order.pairs.push_back({0, 1, points_a, points_b, open});
    order.groups.push_back({0, false, false, wins_a, wins_b, open});
    return order;
}

/// Beta-binomial(n; a, b), the exact law behind the draws.
double beta_binomial(int n, int k, double a, double b) {
    const auto log_beta = [](double x, double y) {
        return std::lgamma(x) + std::lgamma(y) - std::lgamma(x + y);
    };
    return std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) +
                    log_beta(k + a, n - k + b) - log_beta(a, b));
}

} // namespace

TEST(OrderCertainty, IsTheBetaBinomialChanceForOnePair) {
    // a leads by 3 of 12 open ones, of which people settled 6 so far: 4 to 2.
    const OpenOrder order = one_pair(20, 17, 12, 4, 2);
    double exact = 0;
    for (int wins = 0; wins <= 12; ++wins) {
        exact += 3 + 2 * wins - 12 > 0 ? beta_binomial(12, wins, 5 + 4, 5 + 2) : 0;
    }
    const OrderCertainty certainty = order_certainty(order, 7, 40'000);
    EXPECT_NEAR(certainty.share, exact, 4 * std::sqrt(exact * (1 - exact) / 40'000));
    EXPECT_EQ(order_certainty(order, 7, 1000).share, order_certainty(order, 7, 1000).share);
}

TEST(OrderCertainty, IsOneWhereNothingCanTurnAnyPairAndZeroWhereLevelMustEnd) {
    EXPECT_EQ(order_certainty(one_pair(30, 10, 12), 1, 500).share, 1);
    EXPECT_EQ(order_certainty(one_pair(30, 30, 0), 1, 500).share, 1); // level, and nothing can change it
    EXPECT_EQ(order_certainty(one_pair(30, 30, 1), 1, 500).share, 0); // one verdict will part them
}

TEST(OrderCertainty, ALeaningThatProvedRightElsewhereCountsHere) {
    OpenOrder order;
    order.pairs = {{0, 1, 10, 8, 9}, {2, 3, 40, 10, 0}};
    order.groups = {{0, true, true, 0, 0, 9}, {1, false, true, 19, 1, 0}};
    // The judge leans to candidate 1 in all nine; its leanings were right 19 times of 20 between 2 and 3.
    EXPECT_LT(order_certainty(order, 3, 4000).share, 0.15);
    order.groups[1].wins_a = 1;
    order.groups[1].wins_b = 19;
    EXPECT_GT(order_certainty(order, 3, 4000).share, 0.85);
}

TEST(GroupValues, PutTheContestedPairFirstAndTheDecidedLast) {
    OpenOrder order;
    order.pairs = {{0, 1, 30, 29, 8}, {0, 2, 40, 12, 20}, {1, 2, 30, 22, 20}};
    order.groups = {{0, false, false, 0, 0, 8}, {1, false, false, 0, 0, 20}, {2, false, false, 0, 0, 20}};
    const GroupValues values = group_values(order);
    EXPECT_GT(values.value[0], values.value[2]);
    EXPECT_GT(values.value[2], values.value[1]);
    EXPECT_LT(values.value[1], 1e-3); // 28 ahead of 20
}

TEST(GroupValues, ApproximateTheDrawsWhereTheClaimIsMade) {
    for (const double lead : {4.0, 6.0, 8.0, 10.0}) {
        const OpenOrder order = one_pair(20 + lead, 20, 14, 6, 4);
        EXPECT_NEAR(group_values(order).share, order_certainty(order, 5, 20'000).share, 0.04) << lead;
    }
}

TEST(ShareNeeded, SpendsTheErrorOverFourStages) {
    EXPECT_DOUBLE_EQ(share_needed(0.05), 0.9875);
}

TEST(VerdictsUntilSettled, IsNothingWhenSureAndAllWhenLevel) {
    EXPECT_EQ(verdicts_until_settled(one_pair(60, 20, 10), 50), 0);
    EXPECT_EQ(verdicts_until_settled(one_pair(30, 30, 7), 50), 7); // expected to stay level to the end
    const std::int64_t some = verdicts_until_settled(one_pair(30, 26, 20, 5, 5), 10);
    EXPECT_GT(some, 0);
    EXPECT_LT(some, 20);
}

/// A world that the model describes: chances drawn from its own prior, the claim looked for after every
/// verdict.
TEST(Settled, IsWrongInFewerThanOneOfTwentyThoughLookedForAfterEveryVerdict) {
    constexpr int worlds = 300;
    int claims = 0;
    int wrong = 0;
    for (int w = 0; w < worlds; ++w) {
        domain::Random random(static_cast<std::uint64_t>(w), "settled worlds");
        const double p = 0.5 + 0.15 * random.normal(); // Beta(5, 5) has this spread
        constexpr int all = 40;
        OpenOrder order = one_pair(30 + static_cast<double>(random.below(5)), 30, all);
        std::vector<bool> for_a;
        for (int k = 0; k < all; ++k) {
            for_a.push_back(random.unit() < p);
        }
        int claimed = 0;
        for (int k = 0; k < all; ++k) {
            HeadToHead& pair = order.pairs[0];
            (for_a[static_cast<std::size_t>(k)] ? pair.points_a : pair.points_b) += 1;
            (for_a[static_cast<std::size_t>(k)] ? order.groups[0].wins_a : order.groups[0].wins_b) += 1;
            --pair.open;
            --order.groups[0].open;
            if (claimed == 0 && pair.ahead() != 0 && k + 1 >= first_claim && k + 1 < all &&
                order_certainty(order, static_cast<std::uint64_t>(k), 800).share >= share_needed()) {
                claimed = pair.ahead();
            }
        }
        claims += claimed != 0 ? 1 : 0;
        wrong += claimed != 0 && claimed != order.pairs[0].ahead() ? 1 : 0;
    }
    EXPECT_GT(claims, worlds / 4); // it is of use
    EXPECT_LE(wrong, worlds / 20);
}

} // namespace tiebreak::statistics
