// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/random.h"
#include "text/near_copy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace tiebreak::text {
namespace {

/// `n` words of a small vocabulary, the same for the same seed.
std::vector<std::string> random_words(std::size_t n, std::uint64_t seed, std::size_t vocabulary = 2000) {
    domain::Random random(seed);
    std::vector<std::string> words;
    for (std::size_t i = 0; i < n; ++i) {
        words.push_back("w" + std::to_string(random.below(vocabulary)));
    }
    return words;
}

std::string join(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

TEST(ShingleOverlap, IsTheShareOfTrigramsInCommon) {
    EXPECT_EQ(shingle_overlap("a b c d", "A, b; c d!"), 1);
    EXPECT_EQ(shingle_overlap("a b c d", "b c d e"), 1.0 / 3); // bcd of abc, bcd, cde
    EXPECT_EQ(shingle_overlap("a b c", "d e f"), 0);
    EXPECT_EQ(shingle_overlap("a b", "a b"), 1);
    EXPECT_EQ(shingle_overlap("", ""), 0);
}

TEST(CopyIndex, FindsExactAndNearCopiesAndSharedRuns) {
    const std::string run = join(random_words(13, 1));
    const std::vector<std::string> texts{"What is the capital of France?", join(random_words(60, 2)),
                                         "Before. " + run + " After that more is said.", "", "→ !"};
    const CopyIndex index(texts);
    const auto only = [&](const std::string& other) {
        const auto found = index.look_up(other);
        EXPECT_EQ(found.size(), 1U) << other;
        return found.empty() ? CopyMatch{99, false, 0, 0, {}} : found[0];
    };
    EXPECT_TRUE(only("what is THE capital\nof france").exact);
    EXPECT_THAT(index.look_up("What is the capital of Spain?"), testing::IsEmpty());
    std::vector<std::string> changed = random_words(60, 2);
    changed[30] = "other";
    const CopyMatch near = only(join(changed));
    EXPECT_EQ(near.text, 1U);
    EXPECT_FALSE(near.exact);
    EXPECT_DOUBLE_EQ(near.overlap, 55.0 / 61); // 58 trigrams, three of them changed
    const CopyMatch shared = only("Elsewhere, " + run + ", in another row.");
    EXPECT_EQ(shared.text, 2U);
    EXPECT_EQ(shared.runs.size(), 1U);
    EXPECT_EQ(shared.overlap, 0);
    EXPECT_DOUBLE_EQ(shared.run_share, 1.0 / 7); // 19 words hold seven runs
    std::vector<std::string> twelve = random_words(13, 1);
    twelve.pop_back();
    EXPECT_THAT(index.look_up("Elsewhere, " + join(twelve) + " in another row."), testing::IsEmpty());
    EXPECT_THAT(index.look_up(""), testing::IsEmpty());
    EXPECT_THAT(index.look_up("… !"), testing::IsEmpty());
}

/// MinHash may only leave out what is far from the bound: held against all pairs by computing each overlap.
TEST(FindDuplicates, AgreesWithAllPairs) {
    std::vector<std::string> texts;
    domain::Random random(7);
    for (std::uint64_t i = 0; i < 60; ++i) {
        const std::vector<std::string> words = random_words(30, 100 + i);
        texts.push_back(join(words));
        std::vector<std::string> changed = words;
        for (std::uint64_t change = 0; change < i % 4; ++change) {
            changed[random.below(changed.size())] = "x" + std::to_string(i);
        }
        texts.push_back(join(changed));
    }
    std::set<std::pair<std::size_t, std::size_t>> expected;
    for (std::size_t b = 0; b < texts.size(); ++b) {
        for (std::size_t a = 0; a < b; ++a) {
            if (shingle_overlap(texts[a], texts[b]) >= CopyIndex::least_overlap) {
                expected.emplace(a, b);
            }
        }
    }
    EXPECT_GT(expected.size(), 20U);
    std::set<std::pair<std::size_t, std::size_t>> found;
    for (const Duplicate& d : find_duplicates(texts)) {
        found.emplace(d.first, d.second);
        EXPECT_EQ(d.exact, texts[d.first] == texts[d.second]);
    }
    EXPECT_EQ(found, expected);
}

TEST(FindDuplicates, PairsManyExactCopiesWithTheFirst) {
    const std::vector<std::string> texts{"One two three.", "one, two, three", "", "ONE TWO THREE", "",
                                         "other"};
    EXPECT_THAT(find_duplicates(texts),
                testing::ElementsAre(Duplicate{0, 1, true, 1.0}, Duplicate{0, 3, true, 1.0}));
}

} // namespace
} // namespace tiebreak::text
