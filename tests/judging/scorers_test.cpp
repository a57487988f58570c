// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/scorers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::judging {
namespace {

std::optional<double> score(const char* scorer, const std::string& reference, std::string_view response) {
    domain::Item item;
    item.reference = reference;
    const HeuristicScore result = find_scorer(scorer)->score(item, response);
    EXPECT_EQ(result.value.has_value(), result.reason.empty());
    return result.value;
}

TEST(Scorers, AreFoundByName) {
    EXPECT_THAT(scorer_names(),
                testing::ElementsAre("reference-overlap", "exact", "contains", "regex", "numeric", "json",
                                     "json-schema", "choice-letter", "rouge-l", "bleu", "chrf", "ifeval"));
    EXPECT_EQ(find_scorer("overlap"), nullptr);
    for (const Scorer& scorer : scorers()) {
        EXPECT_EQ(find_scorer(scorer.name), &scorer);
        EXPECT_EQ(scorer.version, 1);
    }
}

TEST(ReferenceOverlap, IsTheShareOfDistinctReferenceWordsPresent) {
    EXPECT_EQ(score("reference-overlap", "The cat sat.", "the CAT sat"), 100);
    EXPECT_EQ(score("reference-overlap", "The cat sat on the mat", "cat, mat; dog"),
              40);                                                       // 2 of 5 distinct words
    EXPECT_EQ(score("reference-overlap", "cat", "concatenate"), 0);      // words, not substrings
    EXPECT_EQ(score("reference-overlap", "cat cat cat dog", "cat"), 50); // distinct
    EXPECT_EQ(score("reference-overlap", "one two", ""), 0);             // a blank answer is judged
    EXPECT_NEAR(*score("reference-overlap", "a b c", "a and b"), 200.0 / 3, 1e-12);
    EXPECT_EQ(score("reference-overlap", "In 1969, 3.5 kg", "3.5 in 1969 KG"), 100);
    EXPECT_EQ(score("reference-overlap", "Straße", "STRASSE"), 100);       // full case folding
    EXPECT_EQ(score("reference-overlap", "caf\u00e9", "cafe\u0301"), 100); // composed or not
    EXPECT_EQ(score("reference-overlap", "don't stop", "don't"), 50);
    EXPECT_EQ(score("reference-overlap", "слово и дело", "ДЕЛО"), 100.0 / 3);
}

TEST(Exact, ComparesAllButTheWhiteSpaceAround) {
    EXPECT_EQ(score("exact", "Infinite.", " Infinite.\n"), 100);
    EXPECT_EQ(score("exact", "\u2003Infinite.\u2028", "Infinite."), 100);
    EXPECT_EQ(score("exact", "Infinite.", "infinite."), 0);
    EXPECT_EQ(score("exact", "Infinite.", "Infinite"), 0);
    EXPECT_EQ(score("exact", "a b", "a  b"), 0);
    EXPECT_EQ(score("exact", "caf\u00e9", "cafe\u0301"), 100);
    EXPECT_EQ(score("exact", "yes", ""), 0);
    EXPECT_EQ(score("exact", "\xff", "\xff"), 100); // broken bytes do no harm
}

TEST(Contains, FindsTheReferenceAnywhere) {
    EXPECT_EQ(score("contains", " 42 ", "The answer is 42."), 100);
    EXPECT_EQ(score("contains", "42", "4 2"), 0);
    EXPECT_EQ(score("contains", "Paris", "paris"), 0);
    EXPECT_EQ(score("contains", "caf\u00e9", "the cafe\u0301"), 100);
    EXPECT_EQ(score("contains", "x", ""), 0);
}

TEST(Scorers, AnItemWithoutReferenceIsNotJudged) {
    for (const char* scorer : {"reference-overlap", "exact", "contains"}) {
        EXPECT_EQ(score(scorer, "", "anything"), std::nullopt) << scorer;
        EXPECT_EQ(score(scorer, " \n\u00a0", "anything"), std::nullopt) << scorer;
    }
    EXPECT_EQ(score("reference-overlap", "→ !", "→ !"), std::nullopt); // no words to share
    EXPECT_EQ(score("exact", "→ !", "→ !"), 100);
}

} // namespace
} // namespace tiebreak::judging
