// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/eval_set.h"
#include "formats/join.h"
#include "formats/scores.h"
#include "shared_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::formats {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<domain::Item> items_of(const std::string& json) {
    return read_eval_set(json).items;
}

const char* const three =
    R"([{"id": "a", "instruction": "I", "input": "1"}, {"id": "b", "instruction": "I", "input": "2"},
                              {"id": "c", "instruction": "J"}])";

TEST(Join, ByIdWhateverTheOrder) {
    const auto items = items_of(three);
    const auto joined = join_responses(
        items, read_responses(R"([{"id": "c", "response": "z"}, {"id": "a", "response": "x"}])"));
    ASSERT_THAT(joined.joined, SizeIs(2));
    EXPECT_EQ(joined.joined[0].item, 2U);
    EXPECT_EQ(joined.joined[1].item, 0U);
    EXPECT_EQ(joined.joined[1].row, 1U);
    EXPECT_EQ(joined.joined[0].by, JoinedBy::id);
    EXPECT_THAT(joined.items_without_response, ElementsAre(1));
    EXPECT_THAT(joined.unjoined, IsEmpty());
}

TEST(Join, ByTrimmedTextWhereThereIsNoId) {
    const auto items = items_of(three);
    const auto joined = join_responses(
        items, read_responses("[{\"instruction\": \" I\\n\", \"input\": \"2 \", \"response\": \"x\"},"
                              "{\"instruction\": \"J\", \"response\": \"y\"},\n"
                              "{\"instruction\": \"K\", \"response\": \"z\"},\n"
                              "{\"response\": \"z\"}]"));
    ASSERT_THAT(joined.joined, SizeIs(2));
    EXPECT_EQ(joined.joined[0].item, 1U);
    EXPECT_EQ(joined.joined[0].by, JoinedBy::text);
    EXPECT_EQ(joined.joined[1].item, 2U);
    ASSERT_THAT(joined.unjoined, SizeIs(2));
    EXPECT_EQ(joined.unjoined[0].line, 2U);
    EXPECT_THAT(joined.unjoined[0].why, HasSubstr("no item has this instruction"));
    EXPECT_THAT(joined.unjoined[1].why, HasSubstr("neither"));
    EXPECT_THAT(joined.items_without_response, ElementsAre(0));
}

TEST(Join, AmbiguousAndDoubleAnswersAreNamedNotGuessed) {
    const auto items =
        items_of(R"([{"instruction": "I"}, {"instruction": "I "}, {"id": "c", "instruction": "J"}])");
    const auto joined =
        join_responses(items, read_responses("{\"instruction\": \"I\", \"response\": \"x\"}\n"
                                             "{\"id\": \"c\", \"response\": \"one\"}\n"
                                             "{\"id\": \"c\", \"response\": \"two\"}\n"
                                             "{\"id\": \"c\", \"response\": \"three\", \"repeat\": 2}\n"
                                             "{\"id\": \"d\", \"response\": \"four\"}\n"));
    ASSERT_THAT(joined.joined, SizeIs(2));
    EXPECT_EQ(joined.joined[0].row, 1U);
    EXPECT_EQ(joined.joined[1].row, 3U);
    ASSERT_THAT(joined.unjoined, SizeIs(3));
    EXPECT_THAT(joined.unjoined[0].why, HasSubstr("stand 2 times"));
    EXPECT_THAT(joined.unjoined[1].why, HasSubstr("answered on line 2 already"));
    EXPECT_EQ(joined.unjoined[1].line, 3U);
    EXPECT_THAT(joined.unjoined[2].why, HasSubstr("no item has the id \"d\""));
    EXPECT_THAT(joined.items_without_response, ElementsAre(0, 1));
}

TEST(Join, ARepeatedQuestionsAnswersAreJoinedWhereNothingCanGoWrong) {
    const auto items = items_of(
        R"([{"instruction": "I", "output": "one"}, {"instruction": "J"}, {"instruction": "I", "output": "two"}])");
    const auto same = join_responses(
        items,
        read_responses(
            R"([{"instruction": "I", "response": "x"}, {"instruction": "I", "response": "x"}, {"instruction": "I", "response": "x"}])"));
    ASSERT_THAT(same.joined, SizeIs(2));
    EXPECT_EQ(same.joined[0].item, 0U);
    EXPECT_EQ(same.joined[1].item, 2U);
    EXPECT_THAT(same.unjoined, SizeIs(1));

    const auto differ = read_responses(
        R"([{"instruction": "I", "response": "x"}, {"instruction": "J", "response": "y"}, {"instruction": "I", "response": "z"}])");
    const auto asked = join_responses(items, differ);
    EXPECT_THAT(asked.joined, SizeIs(1));
    EXPECT_THAT(asked.unjoined, SizeIs(2));
    EXPECT_TRUE(asked.order_would_do);
    JoinOptions options;
    options.allow_order = true;
    const auto told = join_responses(items, differ, options);
    ASSERT_THAT(told.joined, SizeIs(3));
    EXPECT_EQ(told.joined[2].item, 2U);
    EXPECT_EQ(told.joined[2].by, JoinedBy::order);
    EXPECT_EQ(told.joined[1].by, JoinedBy::text);

    const auto moved = join_responses(
        items,
        read_responses(
            R"([{"instruction": "I", "response": "x"}, {"instruction": "I", "response": "z"}, {"instruction": "J", "response": "y"}])"),
        options);
    EXPECT_THAT(moved.joined, SizeIs(1)); // row 1 stands where item "J" does: the order contradicts itself
    EXPECT_THAT(moved.unjoined, SizeIs(2));
}

TEST(Join, ByOrderOnlyWhenToldAndOfEqualLength) {
    const auto items = items_of(three);
    const auto texts = read_responses(R"(["x", "y", "z"])");
    const auto asked = join_responses(items, texts);
    EXPECT_TRUE(asked.order_would_do);
    EXPECT_THAT(asked.joined, IsEmpty());
    JoinOptions options;
    options.allow_order = true;
    const auto joined = join_responses(items, texts, options);
    EXPECT_FALSE(joined.order_would_do);
    ASSERT_THAT(joined.joined, SizeIs(3));
    EXPECT_EQ(joined.joined[2].item, 2U);
    EXPECT_EQ(joined.joined[2].by, JoinedBy::order);
    EXPECT_THAT(joined.items_without_response, IsEmpty());
    EXPECT_THAT(joined.unjoined, IsEmpty());
    options.where = "r.json";
    EXPECT_THAT(error_of([&] { (void)join_responses(items, read_responses(R"(["x", "y"])"), options); }),
                AllOf(HasSubstr("r.json"), HasSubstr("2 answers for 3 items")));
}

TEST(Join, ABadRowKeepsItsPlaceInTheOrder) {
    const auto items = items_of(three);
    JoinOptions options;
    options.allow_order = true;
    const auto joined = join_responses(
        items, read_responses(R"([{"response": "x"}, {"response": null}, {"response": "z"}])"), options);
    ASSERT_THAT(joined.joined, SizeIs(2));
    EXPECT_EQ(joined.joined[1].item, 2U);
    EXPECT_THAT(joined.items_without_response, ElementsAre(1));
}

TEST(Join, AnotherEvalSetsAnswersAreNotTakenByOrder) {
    JoinOptions options;
    options.allow_order = true;
    const auto joined = join_responses(
        items_of(three),
        read_responses(
            R"([{"instruction": "X", "response": "1"}, {"instruction": "Y", "response": "2"}, {"instruction": "Z", "response": "3"}])"),
        options);
    EXPECT_THAT(joined.joined, IsEmpty());
    EXPECT_THAT(joined.unjoined, SizeIs(3));
    const auto other =
        join_responses(items_of(three),
                       read_responses(R"([{"id": "a", "instruction": "Quite different", "response": "1"}])"));
    EXPECT_THAT(other.joined, SizeIs(1));
    EXPECT_THAT(other.notes,
                ElementsAre(HasSubstr("1 answers have the id of an item but another instruction")));
}

TEST(JoinInTheWild, TrimmedTextGetsAllOfSelfInstruct) {
    SHARED_FILE(set, "self_instruct/user_oriented_instructions.jsonl");
    const auto items = read_eval_set(set).items;
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(shared_path("self_instruct/predictions"))) {
        const auto responses = read_responses(read_file(entry.path().string()));
        const auto joined = join_responses(items, responses);
        EXPECT_THAT(joined.joined, SizeIs(252)) << entry.path();
        EXPECT_THAT(joined.unjoined, IsEmpty());
        EXPECT_THAT(joined.items_without_response, IsEmpty());
        int exact = 0;
        for (const JoinedRow& row : joined.joined) {
            const ResponseRow& response = responses.rows[row.row];
            exact +=
                response.instruction == items[row.item].instruction && response.input == items[row.item].input
                    ? 1
                    : 0;
        }
        EXPECT_EQ(exact, 252 - 18) << entry.path();
        ++files;
    }
    EXPECT_EQ(files, 8);
}

TEST(JoinInTheWild, TheSliceJoinsItsAnswersAndTheSampleItsIds) {
    SHARED_FILE(data, "rasbt/instruction-data.json");
    ReadOptions options;
    options.slice = {935, 1045};
    const auto items = read_eval_set(data, options).items;
    SHARED_FILE(answers, "rasbt/instruction-data-with-response.json");
    const auto joined = join_responses(items, read_responses(answers));
    EXPECT_THAT(joined.joined, SizeIs(110));
    EXPECT_THAT(joined.items_without_response, IsEmpty());
    SHARED_FILE(sample, "sample/items.jsonl");
    SHARED_FILE(sample_answers, "sample/responses/wordnet-4m-longest.jsonl");
    const auto sample_joined = join_responses(read_eval_set(sample).items, read_responses(sample_answers));
    EXPECT_THAT(sample_joined.joined, SizeIs(60));
    EXPECT_THAT(sample_joined.unjoined, IsEmpty());
}

TEST(JoinInTheWild, NinetyNineScoresForAHundredItemsAreRefused) {
    SHARED_FILE(set, "rasbt/eval-example-data.json");
    const std::size_t items = read_eval_set(set).items.size();
    ASSERT_EQ(items, 100U);
    int refused = 0;
    for (const char* name : {"gpt4-model-1", "gpt4-model-2", "llama3-8b-model-1", "llama3-8b-model-2"}) {
        SHARED_FILE(scores, std::string("rasbt/scores/") + name + "-response.json");
        try {
            EXPECT_THAT(read_score_list(scores, items), SizeIs(100)) << name;
        } catch (const domain::Error& error) {
            EXPECT_THAT(error.what(), HasSubstr("99 scores for 100 items")) << name;
            ++refused;
        }
    }
    EXPECT_EQ(refused, 1);
}

} // namespace tiebreak::formats
