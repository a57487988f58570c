// SPDX-License-Identifier: GPL-3.0-or-later
// Public sets of labelled pairs: each with its own code for a side.
#include "domain/error.h"
#include "formats/file.h"
#include "formats/pair_set.h"
#include "shared_data.h"

#include <gtest/gtest.h>

using namespace tiebreak;
using formats::PairSet;
using formats::read_pair_set;

TEST(PairSet, EverySetHasItsOwnCode) {
    const PairSet llmbar = read_pair_set(R"([{"input": "q", "output_1": "a", "output_2": "b", "label": 2}])");
    EXPECT_EQ(llmbar.format, "LLMBar");
    EXPECT_EQ(llmbar.pairs.at(0).labels.at(0).side, -1);
    const PairSet auto_j = read_pair_set(
        R"({"prompt": "q", "response 1": "a", "response 2": "b", "label": 0, "scenario": "math"}
{"prompt": "q", "response 1": "a", "response 2": "c", "label": 2, "scenario": "math"}
{"prompt": "q", "response 1": "a", "response 2": "d", "label": 1, "scenario": "math"})");
    EXPECT_EQ(auto_j.pairs.at(0).labels.at(0).side, 1);
    EXPECT_EQ(auto_j.pairs.at(1).labels.at(0).side, 0);
    EXPECT_EQ(auto_j.pairs.at(2).labels.at(0).side, -1);
    const PairSet judge_bench = read_pair_set(
        R"({"pair_id": "p", "question": "q", "response_A": "a", "response_B": "b", "label": "B>A", "source": "mmlu"})");
    EXPECT_EQ(judge_bench.pairs.at(0).labels.at(0).side, -1);
    EXPECT_EQ(judge_bench.pairs.at(0).item.category, "mmlu");
    const PairSet reward_bench =
        read_pair_set(R"({"prompt": "q", "chosen": "a", "rejected": "b", "subset": "math-prm", "id": 7})");
    EXPECT_EQ(reward_bench.pairs.at(0).labels.at(0).side, 1);
}

TEST(PairSet, AnnotatorsAreKeptApartAndGarbageIsCounted) {
    const PairSet set = read_pair_set(
        R"([{"idx": 1, "instruction": "q", "input": "i", "response1": "a", "response2": "b", "annotator1": 1, "annotator2": 0, "annotator3": "garbage"},
            {"idx": 2, "instruction": "q", "input": "j", "response1": "a", "response2": "b", "annotator1": null, "annotator2": 2},
            {"idx": 3, "instruction": "q", "input": "k", "response1": "a", "response2": "b", "annotator1": "Tie"}])");
    EXPECT_EQ(set.format, "PandaLM");
    ASSERT_EQ(set.pairs.size(), 2u);
    EXPECT_EQ(set.pairs[0].labels.size(), 2u);
    EXPECT_EQ(set.pairs[0].labels[1].side, 0);
    EXPECT_EQ(set.pairs[1].labels.at(0).annotator, "annotator2");
    ASSERT_EQ(set.unread.size(), 2u);
    EXPECT_EQ(set.unread[0].value, "Tie");
    EXPECT_EQ(set.unread[1].value, "garbage");
    EXPECT_EQ(set.bad.at(0).why, "no label that names a side");
}

TEST(PairSet, TheSamePairShownTheOtherWayRoundIsOnePair) {
    const auto row = [](const char* a, const char* b, const char* winner, const char* judge) {
        const auto talk = [](const char* model) {
            return std::string(
                       R"([{"role": "user", "content": "q"}, {"role": "assistant", "content": "by )") +
                   model + "\"}]";
        };
        return std::string(R"({"question_id": 81, "model_a": ")") + a + R"(", "model_b": ")" + b +
               R"(", "winner": ")" + winner + R"(", "judge": ")" + judge +
               R"(", "turn": 1, "conversation_a": )" + talk(a) + R"(, "conversation_b": )" + talk(b) + "}\n";
    };
    const PairSet set = read_pair_set(row("x", "y", "model_a", "ann") + row("y", "x", "model_a", "ben") +
                                      row("y", "x", "tie (bothbad)", "cy") + row("x", "y", "error", "di"));
    EXPECT_EQ(set.format, "MT-Bench human judgments");
    ASSERT_EQ(set.pairs.size(), 1u);
    ASSERT_EQ(set.pairs[0].labels.size(), 3u);
    // The same person again saw another card, even of the same texts.
    EXPECT_EQ(read_pair_set(row("x", "y", "model_a", "ann") + row("x", "y", "tie", "ann")).pairs.size(), 2u);
    EXPECT_EQ(set.pairs[0].first, "by x");
    EXPECT_EQ(set.pairs[0].labels[0].side, 1);
    EXPECT_EQ(set.pairs[0].labels[1].side, -1); // y won, which is the second here
    EXPECT_EQ(set.pairs[0].labels[2].side, 0);
    EXPECT_EQ(set.bad.size(), 1u);
}

TEST(PairSet, WhatIsNoneIsRefused) {
    EXPECT_THROW((void)read_pair_set(R"([{"instruction": "q", "output": "a"}])"), domain::Error);
    EXPECT_THROW((void)read_pair_set("[]"), domain::Error);
}

TEST(PairSetInTheWild, LlmBarIsReadWhole) {
    std::size_t pairs = 0;
    const auto count = [&](const std::string& bytes) {
        const PairSet set = read_pair_set(bytes);
        EXPECT_TRUE(set.bad.empty() && set.unread.empty());
        pairs += set.pairs.size();
    };
    SHARED_FILE(natural, "llmbar/Natural.json");
    SHARED_FILE(neighbor, "llmbar/Neighbor.json");
    SHARED_FILE(gpt_inst, "llmbar/GPTInst.json");
    SHARED_FILE(gpt_out, "llmbar/GPTOut.json");
    SHARED_FILE(manual, "llmbar/Manual.json");
    for (const std::string* bytes : {&natural, &neighbor, &gpt_inst, &gpt_out, &manual}) {
        count(*bytes);
    }
    EXPECT_EQ(pairs, 419u);
}
