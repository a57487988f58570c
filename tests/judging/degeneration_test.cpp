// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/degeneration.h"
#include "judging/repetition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace tiebreak::judging {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using enum Degeneration;

domain::Item item_of(const std::string& instruction, const std::string& reference = {}) {
    domain::Item item;
    item.instruction = instruction;
    item.reference = reference;
    return item;
}

std::vector<Degeneration> flags(const domain::Item& item, const std::string& response,
                                const std::string& finish = "stop") {
    return find_degeneration(item, response, finish);
}

TEST(Degeneration, NamesAreStable) {
    std::vector<std::string_view> names;
    for (const Degeneration kind : all_degenerations()) {
        names.push_back(name_of(kind));
    }
    EXPECT_THAT(names, ElementsAre("empty", "prompt_echo", "repetition_loop", "never_stopped",
                                   "leaked_template", "wrong_script", "training_copy"));
}

TEST(Degeneration, AGoodAnswerHasNone) {
    EXPECT_THAT(flags(item_of("Name three primary colours.", "Red, yellow, blue."),
                      "1. Red\n2. Yellow\n3. Blue\n\n| a | b |\n|---|---|\n| 1 | 2 "
                      "|\n\n----------------------------------------"),
                IsEmpty());
}

TEST(Degeneration, Empty) {
    EXPECT_THAT(flags(item_of("Say hello."), ""), ElementsAre(empty));
    EXPECT_THAT(flags(item_of("Say hello."), " \n\u2003"), ElementsAre(empty));
}

TEST(Degeneration, NeverStopped) {
    EXPECT_THAT(flags(item_of("Say hello."), "well", "length"), ElementsAre(never_stopped));
    EXPECT_THAT(flags(item_of("Say hello."), "", "max_tokens"), ElementsAre(empty, never_stopped));
    EXPECT_THAT(flags(item_of("Say hello."), "well", ""), IsEmpty());
}

TEST(Degeneration, PromptEcho) {
    const auto item = item_of("What is the opposite of \"middle\"?", "End.");
    EXPECT_THAT(flags(item, "what is the opposite of middle"), ElementsAre(prompt_echo));
    EXPECT_THAT(flags(item, "What is the opposite of \"middle\"? It is the end."), ElementsAre(prompt_echo));
    EXPECT_THAT(flags(item, "The opposite of \"middle\" is end."), IsEmpty());
    const auto longer = item_of("Write one short sentence about how a river meets the sea.");
    EXPECT_THAT(flags(longer, "Sure! Write one short sentence about how a river meets the sea. Okay."),
                ElementsAre(prompt_echo));
    EXPECT_THAT(flags(item_of("Hello"), "Hello!"), IsEmpty()); // a greeting
    EXPECT_THAT(flags(item_of("Repeat: all is well", "Repeat: all is well"), "Repeat: all is well"),
                IsEmpty()); // asked for
}

TEST(Degeneration, RepetitionLoop) {
    for (const char* loop :
         {"the cat the cat the cat the cat", "no no no no no no no no",
          "It is good. I like it very much. It is good. I like it very much. It is good. I like it very "
          "much. It is good. I "
          "like it very much.",
          "Start fine and then go on and on and on and on and on.",
          "1. Eat an apple\n2. Eat an apple\n3. Eat an apple\n4. Eat an apple\n",
          "stststststststststststststststststststststst", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "a1 a2\n- so it is\n\n- so it is\n- so it is\n- so it is", "да нет да нет да нет да нет"}) {
        EXPECT_TRUE(has_repetition_loop(loop)) << loop;
    }
    for (const char* fine :
         {"", "very very very good", "ha ha ha", "the cat the cat the cat", "0 0 0 0 0 0 0 0 0 0",
          "1 0 0\n0 1 0\n0 0 1", "----------------------------------------------",
          "Row, row, row your boat, gently down the stream.", "1. Red\n2. Red wine\n3. Red wine sauce\n",
          "x\nx\nx\nx\n", "yes\nno\nyes\nno\nyes\nno", "| a | b |\n| c | d |\n| e | f |",
          "\xff\xff\xff\xff"}) {
        EXPECT_FALSE(has_repetition_loop(fine)) << fine;
    }
    EXPECT_THAT(flags(item_of("Write \"buffalo\" eight times.",
                              "buffalo buffalo buffalo buffalo buffalo buffalo buffalo buffalo"),
                      "buffalo buffalo buffalo buffalo buffalo buffalo buffalo buffalo"),
                IsEmpty());
}

TEST(Degeneration, LeakedTemplate) {
    const auto item = item_of("Say hello.");
    for (const char* leak : {"hello<|im_end|>", "<|im_start|>user\nhi", "hello <|endoftext|> more",
                             "[INST] hi [/INST]", "hello</s>", "<s>hello", "hello\n\n### Instruction:\nSay",
                             "<start_of_turn>model", "<｜end▁of▁sentence｜>"}) {
        EXPECT_THAT(flags(item, leak), ElementsAre(leaked_template)) << leak;
    }
    for (const char* fine : {"a <| b |> c", "<s>struck out</s>", "<s>a</s> and <s>b</s>",
                             "### Result:\nhello", "x <|> y", "<|"}) {
        EXPECT_THAT(flags(item, fine), IsEmpty()) << fine;
    }
    EXPECT_THAT(flags(item_of("What does <|im_end|> mean?"), "<|im_end|> ends a turn."), IsEmpty());
}

TEST(Degeneration, WrongScript) {
    const auto item = item_of("Describe the sea.", "It is wide.");
    EXPECT_THAT(flags(item, "海は広くて青いです"), ElementsAre(wrong_script));
    EXPECT_THAT(flags(item, "The sea это море и волны"), ElementsAre(wrong_script));
    EXPECT_THAT(flags(item, "The sea (море) is wide and blue, and full of fish."), IsEmpty());
    EXPECT_THAT(flags(item, "12345 + 67890 = ..."), IsEmpty());
    EXPECT_THAT(flags(item_of("海について書いてください。"), "海は広いです。カタカナ"), IsEmpty());
    EXPECT_THAT(flags(item_of("Translate into Russian: the sea"), "море и волны"), IsEmpty());
    EXPECT_THAT(flags(item_of("Translate into Russian: the sea", "море"), "море и волны"), IsEmpty());
    EXPECT_THAT(flags(item_of("Translate into Russian: the sea", "море"), "ים וגלים"),
                ElementsAre(wrong_script));
    EXPECT_THAT(flags(item_of("2 + 2 = ?"), "четыре"), IsEmpty()); // nothing to tell by
}

TEST(Degeneration, AMegabyteIsCheckedInReasonableTime) {
    std::string text;
    for (int i = 0; text.size() < 1'000'000; ++i) {
        text += "word" + std::to_string(i) + " ";
    }
    const auto start = std::chrono::steady_clock::now();
    EXPECT_THAT(flags(item_of("Describe the sea."), text), IsEmpty());
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    EXPECT_LT(took.count(), 20.0); // a quarter of a second without a sanitizer; hours where it is not linear
}

} // namespace
} // namespace tiebreak::judging
