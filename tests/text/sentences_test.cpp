// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/sentences.h"
#include "text/utf8.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::text {
namespace {

TEST(Sentences, AreCountedByTheirEnds) {
    EXPECT_EQ(sentence_count(""), 0U);
    EXPECT_EQ(sentence_count(" \n"), 0U);
    EXPECT_EQ(sentence_count("no end"), 1U);
    EXPECT_EQ(sentence_count("One. Two! Three?"), 3U);
    EXPECT_EQ(sentence_count("What?! \"Yes.\" (No.) **So.**"), 4U);
    EXPECT_EQ(sentence_count("Wait... what?"), 2U);
    EXPECT_EQ(sentence_count("Dr. A. B. Smith, Ph.D., met Mrs. Jones vs. nobody."), 1U);
    EXPECT_EQ(sentence_count("It costs 3.50 at example.com today."), 1U);
    EXPECT_EQ(sentence_count("He left at 5 p.m. The train was late."), 2U);
    EXPECT_EQ(sentence_count("He left at 5 p.m. and slept."), 1U);
    EXPECT_EQ(sentence_count("lower. case. too."), 3U);
    EXPECT_EQ(sentence_count("a line\nand another\nof verse"), 1U);
    EXPECT_EQ(sentence_count("Eins.\u2028Zwei."), 2U);
}

TEST(Sentences, BeyondLatin) {
    EXPECT_EQ(sentence_count("今日は晴れ。明日は雨。"), 2U);
    EXPECT_EQ(sentence_count("यह एक वाक्य है। यह दूसरा है।"), 2U);
    EXPECT_EQ(sentence_count("هل هذا سؤال؟ نعم."), 2U);
    EXPECT_EQ(sentence_count("Ռուս։ Հայ։"), 2U);
}

TEST(WordPieces, AreRunsOfLettersDigitsAndUnderscores) {
    EXPECT_THAT(word_pieces("Don't stop at 3.5, foo_bar!"),
                testing::ElementsAre("don", "t", "stop", "at", "3", "5", "foo_bar"));
    EXPECT_THAT(word_pieces("cafe\u0301 नमस्ते"), testing::ElementsAre("cafe\u0301", "नमस्ते")); // marks stay
    EXPECT_TRUE(word_pieces("— ' .").empty());
}

} // namespace
} // namespace tiebreak::text
