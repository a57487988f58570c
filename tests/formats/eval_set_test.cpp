// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/eval_set.h"
#include "shared_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::formats {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using namespace std::string_literals;

std::string why_refused(std::string_view bytes, const ReadOptions& options = {}) {
    return error_of([&] { (void)read_eval_set(bytes, options); });
}

TEST(EvalSet, AlpacaKeepsWhatItHasNoFieldFor) {
    const auto set =
        read_eval_set("\xef\xbb\xbf[\r\n {\"instruction\": \"Do\", \"input\": \"\", \"output\": \"done\",\r\n"
                      "  \"model_response\": \"x\\u2028y\", \"llm_score\": 7},\r\n"
                      " {\"instruction\": \"Go\", \"input\": \"far\", \"output\": \"gone\"}]\r\n");
    EXPECT_EQ(set.format, "alpaca");
    EXPECT_THAT(set.bad, IsEmpty());
    ASSERT_THAT(set.items, SizeIs(2));
    EXPECT_EQ(set.items[0].reference, "done");
    EXPECT_EQ(set.items[0].metadata, "{\"llm_score\":7,\"model_response\":\"x\xe2\x80\xa8y\"}");
    EXPECT_EQ(set.items[1].input, "far");
    EXPECT_EQ(set.items[1].metadata, "");
    EXPECT_THAT(set.lines, ElementsAre(2, 4));
    EXPECT_EQ(set.mapping.at("reference"), "output");
}

TEST(EvalSet, JsonLinesInItsManyForms) {
    const auto set =
        read_eval_set(R"({"id": 1, "prompt": "P", "ideal": ["a", "b"], "tags": ["x", "y"], "system": "S"}
{"id": "two", "turns": ["T1", "T2"], "category": "math", "z": [1, {"y": null}]}

{"id": 3.5, "prompt": [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "Hi"}], "ideal": 42}
)");
    EXPECT_EQ(set.format, "json-lines");
    EXPECT_THAT(set.bad, IsEmpty());
    ASSERT_THAT(set.items, SizeIs(3));
    EXPECT_EQ(set.items[0].external_id, "1");
    EXPECT_EQ(set.items[0].instruction, "P");
    EXPECT_EQ(set.items[0].reference, "a");
    EXPECT_EQ(set.items[0].system, "S");
    EXPECT_EQ(set.items[0].metadata,
              R"({"ideal":["a","b"],"tags":["x","y"]})"); // the others of a list are kept
    EXPECT_EQ(set.items[1].instruction, "T1");
    EXPECT_THAT(set.items[1].turns, ElementsAre("T2"));
    EXPECT_EQ(set.items[1].metadata, R"({"z":[1,{"y":null}]})");
    EXPECT_EQ(set.items[1].category, "math");
    EXPECT_EQ(set.items[2].instruction, "Hi");
    EXPECT_EQ(set.items[2].system, "Be brief");
    EXPECT_EQ(set.items[2].reference, "42");
}

TEST(EvalSet, InputAloneIsTheInstruction) {
    const auto set = read_eval_set(R"([{"input": "2+2?", "ideal": "4"}])");
    ASSERT_THAT(set.items, SizeIs(1));
    EXPECT_EQ(set.items[0].instruction, "2+2?");
    EXPECT_EQ(set.items[0].input, "");
    EXPECT_EQ(set.items[0].reference, "4");
}

TEST(EvalSet, CsvWithAMappingAndQuotedNewlines) {
    ReadOptions options;
    options.mapping = {{"instruction", "Question"}, {"reference", "Solution"}};
    const auto set = read_eval_set(
        "Question;Solution;level\r\n\"one\r\ntwo\";\"x; y\";3\r\n;empty;1\r\nlast;;\r\nragged;1\r\n",
        options);
    EXPECT_EQ(set.format, "csv");
    ASSERT_THAT(set.items, SizeIs(2));
    EXPECT_EQ(set.items[0].instruction, "one\r\ntwo");
    EXPECT_EQ(set.items[0].reference, "x; y");
    EXPECT_EQ(set.items[0].metadata, R"({"level":"3"})");
    EXPECT_EQ(set.items[1].metadata, "");
    EXPECT_THAT(set.bad, ElementsAre(BadRow{4, "there is no instruction text"},
                                     BadRow{6, "2 cells where the header has 3"}));
}

TEST(EvalSet, AMappingThatFitsNothingIsRefused) {
    ReadOptions options;
    options.mapping = {{"instruction", "Qestion"}};
    EXPECT_THAT(why_refused("Question,x\na,b\n", options), HasSubstr("did you mean \"Question\""));
    options.mapping = {{"instuction", "Question"}};
    EXPECT_THAT(why_refused("Question,x\na,b\n", options), HasSubstr("did you mean \"instruction\""));
    EXPECT_EQ(parse_mapping("a=b=c"), (std::pair{"a"s, "b=c"s}));
    EXPECT_THROW((void)parse_mapping("ab"), domain::Error);
    EXPECT_THROW((void)parse_mapping("=b"), domain::Error);
}

TEST(EvalSet, BadRowsAreNamedAndTheOthersKept) {
    const auto set = read_eval_set("[{\"id\": \"a\", \"instruction\": \"ok\"},\n"
                                   "{\"instruction\": 7},\n"
                                   "{\"instruction\": \"x\", \"instruction\": \"y\"},\n"
                                   "[1],\n"
                                   "{\"instruction\": \" \\n\"},\n"
                                   "{\"id\": \"a\", \"instruction\": \"again\"},\n"
                                   "{\"instruction\": NaN},\n"
                                   "{\"instruction\": \"fine\", \"input\": null}\n]");
    EXPECT_THAT(set.items, SizeIs(2));
    ASSERT_THAT(set.bad, SizeIs(6));
    EXPECT_EQ(set.bad[0], (BadRow{2, "\"instruction\" is a number, not text"}));
    EXPECT_EQ(set.bad[1].line, 3U);
    EXPECT_THAT(set.bad[1].why, HasSubstr("\"instruction\" stands twice"));
    EXPECT_EQ(set.bad[2], (BadRow{4, "the row is a list, not an object"}));
    EXPECT_EQ(set.bad[3], (BadRow{5, "there is no instruction text"}));
    EXPECT_EQ(set.bad[4], (BadRow{6, "the id \"a\" stands already on line 1"}));
    EXPECT_EQ(set.bad[5].line, 7U);
}

TEST(EvalSet, BrokenJsonLinesAreNamedByLine) {
    const auto set = read_eval_set("{\"prompt\": \"a\"}\nnot json\n{\"prompt\": \"b\"}\n{\"prompt\": \"cut");
    EXPECT_THAT(set.items, SizeIs(2));
    ASSERT_THAT(set.bad, SizeIs(2));
    EXPECT_EQ(set.bad[0].line, 2U);
    EXPECT_EQ(set.bad[1].line, 4U);
    EXPECT_THAT(set.bad[1].why, HasSubstr("cut"));
}

TEST(EvalSet, WhatIsNoEvalSetIsRefusedWithAReason) {
    EXPECT_THAT(why_refused(""), HasSubstr("empty"));
    EXPECT_THAT(why_refused("\xef\xbb\xbf \r\n"), HasSubstr("empty"));
    EXPECT_THAT(why_refused("<!DOCTYPE html><html>"), HasSubstr("HTML"));
    EXPECT_THAT(why_refused("\x1f\x8b\x08"), HasSubstr("gzip"));
    EXPECT_THAT(why_refused("\xff\xfe[\0"s), HasSubstr("UTF-16"));
    EXPECT_THAT(why_refused("a\0b"s), HasSubstr("binary"));
    EXPECT_THAT(why_refused("SQLite format 3\0"s), HasSubstr("project"));
    EXPECT_THAT(why_refused("just a line of prose"), HasSubstr("neither JSON nor a table"));
    EXPECT_THAT(why_refused("[{\"instruction\": \"a\"},\n{\"instruction\": \"b"),
                HasSubstr("line 2: the row that begins here never ends"));
    EXPECT_THAT(why_refused("[{\"instruction\": \"a\"},\n"), HasSubstr("never ends"));
    EXPECT_THAT(why_refused("[{\"instruction\": \"a\"},]"), HasSubstr("comma"));
    EXPECT_THAT(why_refused("[,{\"instruction\": \"a\"}]"), HasSubstr("comma"));
    EXPECT_THAT(why_refused("[{\"instruction\": \"a\"}] x"), HasSubstr("behind the end"));
    EXPECT_THAT(why_refused("[1, 2, 3]"), HasSubstr("3 numbers"));
    EXPECT_THAT(why_refused("{\n\"eval_set\": {},\n\"candidates\": []}"), HasSubstr("eval config"));
    EXPECT_THAT(why_refused("{\n\"data\": []\n}"), HasSubstr("one JSON object"));
    EXPECT_THAT(read_eval_set("[]").items, IsEmpty());
}

TEST(EvalSet, BrokenCharactersAreRepairedAndSaid) {
    const auto latin = read_eval_set("instruction,x\ncaf\xe9,1\n");
    EXPECT_EQ(latin.items.at(0).instruction, "caf\xef\xbf\xbd");
    EXPECT_THAT(latin.notes, ElementsAre(HasSubstr("not UTF-8")));
    const auto lone = read_eval_set(R"([{"instruction": "a\ud83d", "input": "\u0000"}])");
    EXPECT_EQ(lone.items.at(0).instruction, "a\xef\xbf\xbd");
    EXPECT_EQ(lone.items.at(0).input, "\0"s);
    EXPECT_THAT(lone.notes, ElementsAre(HasSubstr("half a character")));
}

TEST(EvalSet, AHugeLineIsRead) {
    const std::string huge(4'000'000, 'x');
    const auto set = read_eval_set("{\"prompt\": \"" + huge + "\"}");
    EXPECT_EQ(set.items.at(0).instruction, huge);
    EXPECT_THAT(why_refused(std::string(1'000'000, '[')), HasSubstr("never ends"));
    const auto deep = read_eval_set("[{\"instruction\": \"a\", \"b\": " + std::string(5000, '[') +
                                    std::string(5000, ']') + "}]");
    EXPECT_THAT(deep.bad.at(0).why, HasSubstr("nested deeper"));
}

TEST(EvalSet, SlicesCountRowsFromZero) {
    ReadOptions options;
    options.slice = {1, 3};
    const auto set = read_eval_set(
        "[{\"instruction\": \"0\"}, {\"instruction\": \"1\"}, {}, {\"instruction\": \"3\"}]", options);
    EXPECT_THAT(set.items, SizeIs(1));
    EXPECT_EQ(set.items[0].instruction, "1");
    EXPECT_THAT(set.bad, SizeIs(1));
    options.slice = {2, 5};
    EXPECT_THAT(why_refused("[{},{},{},{}]", options), HasSubstr("slice [2, 5) of 4 rows"));
    options.slice = {3, 3};
    EXPECT_THAT(why_refused("[{},{},{},{}]", options), HasSubstr("slice"));
}

TEST(EvalSet, SelfInstructInstancesAreItems) {
    const auto set = read_eval_set(
        R"({"id": "t", "motivation_app": "M", "instruction": "I", "instances": [{"input": "a", "output": "A"}, {"input": "", "output": "B"}]}
{"id": "u", "instruction": "J", "instances": []})");
    EXPECT_EQ(set.format, "self-instruct");
    ASSERT_THAT(set.items, SizeIs(2));
    EXPECT_EQ(set.items[0].external_id, "t#1");
    EXPECT_EQ(set.items[0].input, "a");
    EXPECT_EQ(set.items[1].reference, "B");
    EXPECT_EQ(set.items[1].metadata, R"({"motivation_app":"M"})");
    EXPECT_THAT(set.bad, ElementsAre(BadRow{2, "\"instances\" is no list with at least one instance"}));
}

TEST(EvalSetInTheWild, InstructionDataAndItsTestSlice) {
    SHARED_FILE(bytes, "rasbt/instruction-data.json");
    EXPECT_THAT(read_eval_set(bytes).items, SizeIs(1100));
    ReadOptions options;
    options.slice = {935, 1045};
    const auto slice = read_eval_set(bytes, options);
    EXPECT_EQ(slice.format, "alpaca");
    ASSERT_THAT(slice.items, SizeIs(110));
    EXPECT_EQ(slice.items[0].instruction, "Rewrite the sentence using a simile.");
    EXPECT_THAT(slice.bad, IsEmpty());
}

TEST(EvalSetInTheWild, SelfInstruct) {
    SHARED_FILE(bytes, "self_instruct/user_oriented_instructions.jsonl");
    const auto set = read_eval_set(bytes);
    EXPECT_EQ(set.format, "self-instruct");
    EXPECT_THAT(set.items, SizeIs(252));
    EXPECT_THAT(set.bad, IsEmpty());
    EXPECT_EQ(set.items[0].external_id, "user_oriented_task_0");
    EXPECT_THAT(set.items[0].reference, HasSubstr("rate"));
}

TEST(EvalSetInTheWild, MtBench) {
    SHARED_FILE(bytes, "mt_bench/question.jsonl");
    const auto set = read_eval_set(bytes);
    EXPECT_EQ(set.format, "mt-bench");
    ASSERT_THAT(set.items, SizeIs(80));
    EXPECT_THAT(set.bad, IsEmpty());
    EXPECT_EQ(set.items[0].external_id, "81");
    EXPECT_EQ(set.items[0].category, "writing");
    EXPECT_THAT(set.items[0].turns, SizeIs(1));
}

TEST(EvalSetInTheWild, IfevalAndTheSample) {
    SHARED_FILE(ifeval, "ifeval/input_data.jsonl");
    const auto prompts = read_eval_set(ifeval);
    EXPECT_EQ(prompts.format, "ifeval");
    EXPECT_THAT(prompts.items, SizeIs(541));
    EXPECT_THAT(prompts.bad, IsEmpty());
    EXPECT_THAT(prompts.items[0].metadata, HasSubstr("punctuation:no_comma"));
    SHARED_FILE(sample, "sample/items.jsonl");
    const auto items = read_eval_set(sample);
    EXPECT_THAT(items.items, SizeIs(60));
    EXPECT_EQ(items.items[0].category, "antonym");
}

TEST(EvalSetInTheWild, AScoreArrayIsNoEvalSet) {
    SHARED_FILE(bytes, "rasbt/scores/gpt4-model-2-response.json");
    EXPECT_THAT(why_refused(bytes), HasSubstr("numbers, not of items"));
}

} // namespace tiebreak::formats
