// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/random.h"
#include "judging/ranking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <set>

namespace tiebreak::judging {
namespace {

constexpr std::array all_methods{RankingMethod::pointwise, RankingMethod::pairs,
                                 RankingMethod::sorting,   RankingMethod::bubble,
                                 RankingMethod::listwise,  RankingMethod::tournament};

/// Answers a question as somebody would who holds `quality` to be true, the higher the better.
RankingReply by_quality(const RankingQuestion& question, const std::vector<double>& quality) {
    RankingReply reply;
    reply.read = true;
    const auto of = [&](std::size_t position) { return quality[question.shown[position]]; };
    if (question.shown.size() == 1) {
        reply.score = of(0);
        return reply;
    }
    std::vector<std::size_t> positions(question.shown.size());
    std::iota(positions.begin(), positions.end(), std::size_t{0});
    std::ranges::stable_sort(positions, [&](std::size_t a, std::size_t b) { return of(a) > of(b); });
    reply.winner = of(0) == of(1) ? -1 : of(0) > of(1) ? 0 : 1;
    reply.positions = positions;
    if (question.choose > 0) {
        reply.positions.resize(question.choose);
    }
    return reply;
}

using Judge = std::function<RankingReply(const RankingQuestion&)>;

struct Played {
    RankingResult result;
    std::size_t calls = 0;
    std::size_t rounds = 0; ///< times that open questions were asked
};

Played play(RankingMethod method, std::size_t n, const RankingOptions& options, const Judge& judge) {
    Ranking ranking(method, n, options);
    Played played;
    std::set<std::pair<int, int>> asked;
    for (auto open = ranking.open(); !open.empty(); open = ranking.open()) {
        ++played.rounds;
        for (const RankingQuestion& question : open) {
            EXPECT_TRUE(asked.emplace(question.group, question.orientation).second) << "asked twice";
            EXPECT_EQ(std::set(question.shown.begin(), question.shown.end()).size(), question.shown.size());
            ranking.answer(question.group, question.orientation, judge(question));
            ++played.calls;
        }
    }
    played.result = ranking.result();
    EXPECT_TRUE(played.result.whole);
    EXPECT_EQ(played.result.calls, static_cast<std::int64_t>(played.calls));
    return played;
}

/// A shuffled truth: quality[thing], all different.
std::vector<double> truth(std::size_t n, std::uint64_t seed) {
    std::vector<double> quality(n);
    std::iota(quality.begin(), quality.end(), 1.0);
    domain::Random(seed, "truth").shuffle(std::span<double>(quality));
    return quality;
}

std::vector<std::size_t> true_order(const std::vector<double>& quality) {
    std::vector<std::size_t> order(quality.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return quality[a] > quality[b]; });
    return order;
}

TEST(Ranking, CallsAreThoseOfTheTableForEveryN) {
    for (std::size_t n = 2; n <= 100; ++n) {
        const std::vector<double> quality = truth(n, n);
        const auto calls = [&](RankingMethod method, RankingOptions options = {}) {
            options.seed = n;
            const Played played =
                play(method, n, options, [&](const RankingQuestion& q) { return by_quality(q, quality); });
            EXPECT_LE(played.calls, Ranking::calls_at_most(method, n, options)) << n;
            EXPECT_GE(played.calls, Ranking::calls_at_least(method, n, options)) << n;
            if (method != RankingMethod::sorting) {
                EXPECT_EQ(played.calls, Ranking::calls_at_most(method, n, options)) << n;
            } else {
                EXPECT_EQ(played.calls, static_cast<std::size_t>(2 * played.result.comparisons)) << n;
            }
            return played.calls;
        };
        EXPECT_EQ(calls(RankingMethod::pointwise), n);
        if (n <= 40) {
            EXPECT_EQ(calls(RankingMethod::pairs), n * (n - 1));
        }
        EXPECT_EQ(calls(RankingMethod::listwise), n <= 20 ? 1 : (n - 20 + 9) / 10 + 1);
        RankingOptions top;
        top.top = 3;
        // Bubble: pass p compares the n − p that are still behind the front.
        const std::size_t passes = std::min<std::size_t>(3, n - 1);
        std::size_t comparisons = 0;
        for (std::size_t p = 1; p <= passes; ++p) {
            comparisons += n - p;
        }
        EXPECT_EQ(calls(RankingMethod::bubble, top), 2 * comparisons) << n;
        if (n % 10 == 0) {
            calls(RankingMethod::sorting, top);
        }
        calls(RankingMethod::tournament);
    }
    EXPECT_EQ(Ranking::calls_at_most(RankingMethod::pairs, 100, {}), 9900U);
    RankingOptions five;
    five.rounds = 5;
    EXPECT_EQ(Ranking::calls_at_most(RankingMethod::tournament, 100, {}), 13U);
    EXPECT_EQ(Ranking::calls_at_most(RankingMethod::tournament, 100, five), 65U);
    EXPECT_THAT(tournament_sizes(100), testing::ElementsAre(100, 50, 20, 10, 5, 2));
    EXPECT_THAT(tournament_sizes(2), testing::ElementsAre(2, 1));
    for (const RankingMethod method : all_methods) {
        EXPECT_EQ(Ranking(method, 0, {}).open().size(), 0U);
        EXPECT_EQ(Ranking(method, 1, {}).open().size(), method == RankingMethod::pointwise ? 1U : 0U);
    }
}

TEST(Ranking, APerfectComparatorYieldsTheTrueOrder) {
    for (const std::size_t n : {2U, 3U, 7U, 20U, 33U}) {
        const std::vector<double> quality = truth(n, n + 1);
        const std::vector<std::size_t> expected = true_order(quality);
        for (const RankingMethod method : all_methods) {
            RankingOptions options;
            options.seed = 3 * n;
            options.rounds = 4;
            const RankingResult result = play(method, n, options, [&](const RankingQuestion& q) {
                                             return by_quality(q, quality);
                                         }).result;
            EXPECT_EQ(result.contradicted, 0);
            EXPECT_EQ(result.inconsistent, 0);
            if (method == RankingMethod::tournament) {
                EXPECT_EQ(result.rank[expected[0]], 1) << "the best goes through every stage";
                if (n <= 20) { // one table a stage: points follow the true order
                    for (std::size_t i = 1; i < n; ++i) {
                        EXPECT_GE(result.points[expected[i - 1]], result.points[expected[i]]);
                    }
                }
            } else if (method == RankingMethod::listwise && n > 20) {
                EXPECT_TRUE(std::equal(expected.begin(), expected.begin() + 10, result.order.begin()))
                    << "a window carries its best ten to the front";
            } else {
                EXPECT_EQ(result.order, expected) << n << ", method " << static_cast<int>(method);
                EXPECT_EQ(result.rank[expected.back()], static_cast<int>(n));
            }
        }
    }
}

TEST(Ranking, TheBestFewAreEnoughWhereOnlyTheyAreWanted) {
    const std::vector<double> quality = truth(50, 9);
    const std::vector<std::size_t> expected = true_order(quality);
    RankingOptions options;
    options.top = 5;
    for (const RankingMethod method : {RankingMethod::sorting, RankingMethod::bubble}) {
        const Played played =
            play(method, 50, options, [&](const RankingQuestion& q) { return by_quality(q, quality); });
        EXPECT_TRUE(std::equal(expected.begin(), expected.begin() + 5, played.result.order.begin()));
        EXPECT_EQ(std::set(played.result.order.begin(), played.result.order.end()).size(), 50U);
    }
}

TEST(Ranking, LiarsCirclesAndGarbageEndAndAreReported) {
    const std::size_t n = 24;
    domain::Random chance(5);
    const std::vector<std::pair<const char*, Judge>> judges{
        {"random",
         [&](const RankingQuestion& q) {
             std::vector<double> quality(n);
             for (double& value : quality) {
                 value = chance.unit();
             }
             return by_quality(q, quality);
         }},
        {"circle",
         [&](const RankingQuestion& q) { // each beats the eleven behind it in a circle
             RankingReply reply = by_quality(q, truth(n, 2));
             if (q.shown.size() == 2 && q.choose == 0) {
                 reply.winner = (q.shown[1] + n - q.shown[0]) % n <= n / 2 ? 0 : 1;
             }
             return reply;
         }},
        {"always the first",
         [&](const RankingQuestion& q) {
             RankingReply reply;
             reply.read = true;
             reply.winner = 0;
             reply.score = 5;
             reply.positions.resize(q.choose > 0 ? q.choose : q.shown.size());
             std::iota(reply.positions.begin(), reply.positions.end(), std::size_t{0});
             return reply;
         }},
        {"garbage", [](const RankingQuestion&) { return RankingReply{}; }},
    };
    for (const auto& [name, judge] : judges) {
        for (const RankingMethod method : all_methods) {
            RankingOptions options;
            options.rounds = 2;
            const Played played = play(method, n, options, judge);
            const std::string what =
                std::string(name) + ", method " + std::to_string(static_cast<int>(method));
            EXPECT_LE(played.calls, Ranking::calls_at_most(method, n, options)) << what;
            EXPECT_EQ(std::set(played.result.order.begin(), played.result.order.end()).size(), n) << what;
            const bool compares = method == RankingMethod::pairs || method == RankingMethod::sorting ||
                                  method == RankingMethod::bubble;
            if (name == std::string("garbage")) {
                EXPECT_EQ(played.result.unread, static_cast<std::int64_t>(played.calls)) << what;
                EXPECT_TRUE(std::ranges::none_of(played.result.rank, [](auto r) { return r.has_value(); }))
                    << what;
            } else if (name == std::string("always the first") && compares) {
                EXPECT_EQ(played.result.inconsistent, played.result.comparisons) << what;
                EXPECT_EQ(played.result.contradicted, 0) << "ties contradict nothing";
            } else if (name == std::string("circle") && method == RankingMethod::sorting) {
                EXPECT_GT(played.result.contradicted, 0) << what;
            } else if (name == std::string("circle") && method == RankingMethod::pairs) {
                EXPECT_TRUE(std::ranges::all_of(played.result.rank, [](auto r) { return r == 1; }))
                    << "who beats as many as everybody else ties with everybody";
            }
        }
    }
}

TEST(Ranking, AKilledOneGoesOnWithoutAskingTwice) {
    const std::size_t n = 30;
    const std::vector<double> quality = truth(n, 4);
    for (const RankingMethod method : all_methods) {
        RankingOptions options;
        options.rounds = 3;
        const Judge judge = [&](const RankingQuestion& q) { return by_quality(q, quality); };
        const Played undisturbed = play(method, n, options, judge);
        // Killed after every question; a new ranking is told what was stored, in any order.
        std::map<std::pair<int, int>, RankingReply> stored;
        std::size_t calls = 0;
        for (std::size_t life = 0;; ++life) {
            Ranking ranking(method, n, options);
            for (auto at = stored.rbegin(); at != stored.rend(); ++at) {
                ranking.answer(at->first.first, at->first.second, at->second);
            }
            const auto open = ranking.open();
            if (open.empty()) {
                EXPECT_EQ(ranking.result().order, undisturbed.result.order);
                EXPECT_EQ(ranking.result().points, undisturbed.result.points);
                break;
            }
            EXPECT_FALSE(ranking.result().whole);
            const RankingQuestion& question = open[life % open.size()];
            EXPECT_TRUE(
                stored.emplace(std::pair(question.group, question.orientation), judge(question)).second);
            ++calls;
        }
        EXPECT_EQ(calls, undisturbed.calls) << static_cast<int>(method);
    }
}

TEST(Ranking, OneOrderHalvesTheCalls) {
    RankingOptions once;
    once.both_orders = false;
    const std::vector<double> quality = truth(12, 8);
    const Played played = play(RankingMethod::pairs, 12, once,
                               [&](const RankingQuestion& q) { return by_quality(q, quality); });
    EXPECT_EQ(played.calls, 66U);
    EXPECT_EQ(played.result.order, true_order(quality));
}

TEST(Permutation, KeepsWhatIsInRangeOnceAndAppendsTheRest) {
    using testing::ElementsAre;
    EXPECT_THAT(read_permutation("[3] > [1] > [2]", 3).positions, ElementsAre(2, 0, 1));
    EXPECT_FALSE(read_permutation("[3] > [1] > [2]", 3).repaired);
    EXPECT_THAT(read_permutation("3 > 1 > 2", 3).positions, ElementsAre(2, 0, 1));
    EXPECT_THAT(read_permutation("Best first: [ 2 ]>[1].", 2).positions, ElementsAre(1, 0));
    const RankingReply doubled = read_permutation("[2] > [2] > [9] > [0]", 4);
    EXPECT_THAT(doubled.positions, ElementsAre(1, 0, 2, 3));
    EXPECT_TRUE(doubled.repaired);
    EXPECT_TRUE(read_permutation("[1] > [2]", 3).repaired);
    EXPECT_THAT(read_permutation("[1] is short, [2] is wrong.\n\n[2] > [1] > [3]", 3).positions,
                ElementsAre(1, 0, 2))
        << "what is said in passing is no order";
    EXPECT_THAT(read_permutation("At first [1] > [2] > [3], but then: **[3] > [2] > [1]**", 3).positions,
                ElementsAre(2, 1, 0))
        << "the last word counts";
    EXPECT_THAT(read_permutation("[2] > [1], I would say, since [2] > [1] is plain to see.", 2).positions,
                ElementsAre(1, 0));
    EXPECT_FALSE(read_permutation("[2] > [1] or [1] > [2], who knows?", 2).read);
    EXPECT_TRUE(read_number_row("[2] > [1] or [1] > [2], who knows?").ambiguous);
    EXPECT_THAT(read_permutation("[3]\n[1]\n[2]\n", 3).positions, ElementsAre(2, 0, 1));
    for (const char* garbage : {"", "none", "[9] > [8]", "The first of 3 is best", "[99999999999]", "[-1]"}) {
        EXPECT_FALSE(read_permutation(garbage, 3).read) << garbage;
    }
}

TEST(Permutation, AChoiceNamesThoseWhoGoOn) {
    using testing::ElementsAre;
    EXPECT_THAT(read_choice("[2], [5], [1]", 6).positions, ElementsAre(1, 4, 0));
    EXPECT_FALSE(read_choice("[2], [5], [1]", 6).repaired);
    EXPECT_THAT(read_choice("[2], [5], [2], [7]", 6).positions, ElementsAre(1, 4));
    EXPECT_TRUE(read_choice("[2], [5], [2], [7]", 6).repaired);
    EXPECT_THAT(read_choice("2, 5", 6).positions, ElementsAre(1, 4));
    EXPECT_FALSE(read_choice("all of them", 6).read);
}

TEST(Ranking, AChoiceOfTooFewOrTooManyIsMadeTheNumberAskedFor) {
    for (const std::size_t named : {1U, 2U, 3U, 6U}) {
        const Played played = play(RankingMethod::tournament, 6, {}, [&](const RankingQuestion& q) {
            RankingReply reply;
            reply.read = true;
            for (std::size_t i = 0; i < std::min(named, q.shown.size()); ++i) {
                reply.positions.push_back(i);
            }
            return reply;
        });
        EXPECT_EQ(played.result.calls, 2); // 6 -> 5 -> 2
        EXPECT_EQ(std::accumulate(played.result.points.begin(), played.result.points.end(), 0.0), 7);
        EXPECT_EQ(played.result.repaired, named == 2 ? 1 : 2) << named;
    }
}

} // namespace
} // namespace tiebreak::judging
