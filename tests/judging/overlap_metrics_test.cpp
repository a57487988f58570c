// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/overlap_metrics.h"
#include "judging/scorers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace tiebreak::judging {
namespace {

using testing::ElementsAre;
constexpr BleuTokens words = BleuTokens::mteval_13a;

// Expected figures are those that rouge_score and sacrebleu hold themselves to in their own tests.

TEST(RougeL, GivesThePublishedFigures) {
    const Overlap one = rouge_l("testing one", "testing one two");
    EXPECT_DOUBLE_EQ(one.precision, 1);
    EXPECT_DOUBLE_EQ(one.recall, 2.0 / 3);
    EXPECT_DOUBLE_EQ(one.f, 0.8);
    EXPECT_DOUBLE_EQ(rouge_l("testing two", "testing one two").f, 0.8);
    EXPECT_EQ(rouge_l("", "testing one two").f, 0);
    EXPECT_EQ(rouge_l("testing", "").f, 0);
    EXPECT_EQ(rouge_l("other", "testing").f, 0);
}

TEST(RougeL, IsTheLongestCommonSubsequence) {
    // By brute force: every subsequence of the shorter text, looked for in the other.
    const std::array<std::array<std::string, 2>, 4> texts{
        {{"a b c d e", "b e c d a"},
         {"the cat sat on the mat", "on the mat the cat sat"},
         {"слово и дело", "дело и слово"},
         {"x y x y x", "y x y x y y"}}};
    for (const auto& [first, second] : texts) {
        const auto a = bleu_tokens(first, BleuTokens::blanks);
        const auto b = bleu_tokens(second, BleuTokens::blanks);
        std::size_t longest = 0;
        for (unsigned chosen = 0; chosen < 1U << a.size(); ++chosen) {
            std::size_t length = 0;
            std::size_t at = 0;
            bool fits = true;
            for (std::size_t i = 0; i < a.size() && fits; ++i) {
                if ((chosen >> i & 1U) != 0) {
                    while (at < b.size() && b[at] != a[i]) {
                        ++at;
                    }
                    fits = at++ < b.size();
                    ++length;
                }
            }
            longest = fits ? std::max(longest, length) : longest;
        }
        EXPECT_DOUBLE_EQ(rouge_l(first, second).precision,
                         static_cast<double>(longest) / static_cast<double>(a.size()))
            << first;
    }
}

TEST(BleuTokens, FollowMteval13a) {
    EXPECT_THAT(bleu_tokens("Hello, world! It's 3.14 (about).", words),
                ElementsAre("Hello", ",", "world", "!", "It's", "3.14", "(", "about", ")", "."));
    EXPECT_THAT(bleu_tokens("a-b 3-4 5,000", words), ElementsAre("a-b", "3", "-", "4", "5,000"));
    EXPECT_THAT(bleu_tokens("&quot;x&amp;y&quot;\ncut-\nted", words),
                ElementsAre("\"", "x", "&", "y", "\"", "cutted"));
    EXPECT_THAT(bleu_tokens("日本 語", BleuTokens::characters), ElementsAre("日", "本", "語"));
}

TEST(Bleu, CountsAndPublishedFigures) {
    const BleuCounts counts =
        bleu_counts("am I am a character sequence", "I am a symbol string sequence a a", words);
    EXPECT_THAT(counts.matched, ElementsAre(4, 2, 1, 0));
    EXPECT_THAT(counts.total, ElementsAre(6, 5, 4, 3));
    EXPECT_NEAR(bleu(counts, BleuSmoothing::floor, true, 0.1), 15.55722182, 1e-7);
    EXPECT_EQ(bleu(counts, BleuSmoothing::floor, true, 0), 0);
    const BleuCounts given{{9, 7, 5, 3}, {10, 8, 6, 4}, 11, 11};
    EXPECT_NEAR(bleu(given, BleuSmoothing::none, false), 83.75922397, 1e-7);
    const auto floor = [](const char* said, const char* wanted) {
        return bleu(bleu_counts(said, wanted, words), BleuSmoothing::floor, true, 0.01);
    };
    EXPECT_NEAR(floor("this is a test", "this is a test"), 100, 1e-9);
    EXPECT_NEAR(floor("this is a fest", "this is a test"), 22.3606797749979, 1e-9);
    EXPECT_NEAR(floor("test", "a test"), 36.78794411714425, 1e-9);
    EXPECT_NEAR(floor("a test", "a test"), 100, 1e-9);
    EXPECT_NEAR(floor("a little test", "a test"), 3.218297948685433, 1e-9);
}

TEST(Bleu, EachSmoothingOnOneSentence) {
    const char* said = "Producția de zahăr primă va fi exprimată în ceea ce privește zahărul alb;";
    const char* wanted = "producţia de zahăr brut se exprimă în zahăr alb;";
    const auto of = [&](BleuSmoothing smoothing, double value, BleuTokens tokens) {
        return bleu(bleu_counts(said, wanted, tokens), smoothing, true, value);
    };
    EXPECT_NEAR(of(BleuSmoothing::exponential, 0, words), 8.493, 1e-3);
    EXPECT_EQ(of(BleuSmoothing::none, 0, words), 0);
    EXPECT_NEAR(of(BleuSmoothing::floor, 0.1, words), 4.51688, 1e-3);
    EXPECT_NEAR(of(BleuSmoothing::floor, 0.5, words), 10.10, 1e-2);
    EXPECT_NEAR(of(BleuSmoothing::add_k, 1, words), 14.882, 1e-3);
    EXPECT_NEAR(of(BleuSmoothing::add_k, 2, words), 21.389, 1e-3);
    EXPECT_NEAR(of(BleuSmoothing::exponential, 0, BleuTokens::blanks), 7.347, 1e-3);
    EXPECT_NEAR(of(BleuSmoothing::exponential, 0, BleuTokens::characters), 40.8759, 1e-3);
}

TEST(Bleu, NothingInCommonIsNought) {
    for (const BleuSmoothing smoothing :
         {BleuSmoothing::none, BleuSmoothing::floor, BleuSmoothing::add_k, BleuSmoothing::exponential}) {
        EXPECT_EQ(bleu(bleu_counts("this is a cat", "okay thanks", words), smoothing, true, 1), 0);
        EXPECT_EQ(bleu(bleu_counts("", "okay thanks", words), smoothing, true, 1), 0);
    }
}

TEST(Bleu, ACorpusIsTheSumOfItsCounts) {
    BleuCounts sum = bleu_counts("the cat sat on the mat today", "the cat sat on the mat", words);
    sum += bleu_counts("a dog", "the dog barked", words);
    // By hand: 1-grams 7/9, 2-grams 5/7, 3-grams 4/5, 4-grams 3/4; 9 words against 9.
    EXPECT_THAT(sum.matched, ElementsAre(7, 5, 4, 3));
    EXPECT_THAT(sum.total, ElementsAre(9, 7, 5, 4));
    EXPECT_NEAR(bleu(sum, BleuSmoothing::exponential, false),
                100 * std::pow(7.0 / 9 * 5 / 7 * 4 / 5 * 3 / 4, 0.25), 1e-9);
    EXPECT_EQ(bleu_counts_from_text(to_text(sum)), sum);
    EXPECT_EQ(bleu_counts_from_text("what the scorer said"), std::nullopt);
    const std::vector<std::string> comments{to_text(sum), "", to_text(BleuCounts{})};
    EXPECT_NEAR(*find_scorer("bleu")->corpus.over(comments), bleu(sum, BleuSmoothing::exponential, false),
                1e-9);
    EXPECT_EQ(find_scorer("bleu")->corpus.over({}), std::nullopt);
}

TEST(Chrf, GivesThePublishedFigures) {
    // All orders, beta 2.
    ChrfOptions all;
    all.all_orders = true;
    EXPECT_NEAR(chrf("Co nás nejvíc trápí, protože lékaři si vybírají, kdo bude žít a kdo zemře.",
                     "Nejvíce smutní jsme z toho, že musíme rozhodovat o tom, kdo bude žít a kdo zemře.",
                     all),
                39.14078509, 1e-6);
    EXPECT_NEAR(chrf("Nebo prostě nemají vybavení, které by jim pomohlo, uvedli lékaři.",
                     "A někdy nemáme ani potřebný materiál, abychom jim pomohli, popsali lékaři.", all),
                31.22557079, 1e-6);
    // Effective orders, beta 3.
    ChrfOptions three;
    three.beta = 3;
    EXPECT_NEAR(chrf("a", "a", three), 100, 1e-9);
    EXPECT_EQ(chrf("", "reference", three), 0);
    EXPECT_NEAR(chrf("a b c", "abc", three), 100, 1e-9);
    EXPECT_NEAR(chrf("aa", "ab", three), 25, 1e-9);
    EXPECT_NEAR(chrf(" Die    Beziehung zwischen  Obama und Netanjahu ist nicht gerade  freundlich. ",
                     "Das Verhältnis zwischen Obama und Netanyahu ist nicht gerade freundschaftlich.", three),
                64.1302698, 1e-4);
    three.white_space = true;
    EXPECT_NEAR(chrf("Die Beziehung zwischen Obama und Netanjahu ist nicht gerade freundlich.",
                     "Das Verhältnis zwischen Obama und Netanyahu ist nicht gerade freundschaftlich.", three),
                67.3481606, 1e-4);
}

} // namespace
} // namespace tiebreak::judging
