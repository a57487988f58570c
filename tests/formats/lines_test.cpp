// SPDX-License-Identifier: GPL-3.0-or-later
// Recorded judges' replies, and the lines that exports write.
#include "formats/export_lines.h"
#include "formats/recorded_judge.h"
#include "formats/responses.h"
#include "shared_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::formats {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST(RecordedJudge, ReadsBothShapesAndKeepsTheReplyAsItIs) {
    const auto file = read_recorded_replies("\xef\xbb\xbf{\"item\": \"a\", \"repeat\": 2, \"order\": [\"x\", "
                                            "\"y\"], \"reply\": \"```json\\n{}\"}\r\n"
                                            "{\"item\": 7, \"candidate\": \"x\", \"reply\": \"\"}\r\n");
    EXPECT_THAT(file.bad, IsEmpty());
    ASSERT_THAT(file.replies, SizeIs(2));
    EXPECT_THAT(file.replies[0].order, ElementsAre("x", "y"));
    EXPECT_EQ(file.replies[0].repeat, 2);
    EXPECT_EQ(file.replies[0].reply, "```json\n{}");
    EXPECT_EQ(file.replies[1].item, "7");
    EXPECT_EQ(file.replies[1].candidate, "x");
    EXPECT_EQ(file.replies[1].repeat, 1);
    EXPECT_EQ(file.replies[1].line, 2U);
}

TEST(RecordedJudge, BadRowsAreNamed) {
    const auto file = read_recorded_replies(R"({"item": "a", "reply": "r"}
{"item": "a", "order": ["x"], "candidate": "x", "reply": "r"}
{"order": ["x"], "reply": "r"}
{"item": "a", "order": ["x", "x"], "reply": "r"}
{"item": "a", "order": [], "reply": "r"}
{"item": "a", "order": ["x", null], "reply": "r"}
{"item": "a", "order": ["x"], "repeat": 0, "reply": "r"}
{"item": "a", "order": ["x"], "repeat": "1", "reply": "r"}
{"item": "a", "order": ["x"]}
{"item": "a", "order": ["x"], "reply": {"Model 1": 3}}
{"item": "a", "item": "b", "order": ["x"], "reply": "r"}
[]
{"item": "a", "order": ["x"], "reply": "r)");
    EXPECT_THAT(file.replies, IsEmpty());
    ASSERT_THAT(file.bad, SizeIs(13));
    EXPECT_EQ(file.bad[0].why, "neither \"order\" nor \"candidate\"");
    EXPECT_EQ(file.bad[1].why, "both \"order\" and \"candidate\"");
    EXPECT_EQ(file.bad[3].why, "\"x\" stands twice in the order");
    EXPECT_EQ(file.bad[9].why, "\"reply\" is an object, not text");
    EXPECT_THAT(file.bad[10].why, HasSubstr("stands twice"));
    EXPECT_EQ(file.bad[12].line, 13U);
    EXPECT_THAT(error_of([] { (void)read_recorded_replies("a,b\n1,2\n", "j.jsonl"); }), HasSubstr("j.jsonl"));
}

TEST(RecordedJudgeInTheWild, TheSample) {
    SHARED_FILE(joint, "sample/judge/joint.jsonl");
    const auto file = read_recorded_replies(joint);
    EXPECT_THAT(file.bad, IsEmpty());
    EXPECT_THAT(file.replies, SizeIs(180));
    EXPECT_THAT(file.replies[0].order, SizeIs(8));
    SHARED_FILE(single, "sample/judge/single.jsonl");
    EXPECT_THAT(read_recorded_replies(single).replies, SizeIs(960));
}

TEST(ExportLines, HaveTheFieldsOfTheInterfaceInTheirOrder) {
    ResponseLine response;
    response.run = "r";
    response.item = "a";
    response.instruction = "I";
    response.candidate = "c";
    response.response = "x\n";
    response.finish_reason = "stop";
    response.latency_ms = 12.5;
    response.prompt_tokens = 3;
    EXPECT_EQ(
        to_json_line(response),
        R"({"run":"r","item":"a","instruction":"I","candidate":"c","repeat":1,"response":"x\n","error":null,"finish_reason":"stop",)"
        R"("latency_ms":12.5,"ttft_ms":null,"prompt_tokens":3,"completion_tokens":null,"cost":null})"
        "\n");
    VerdictLine verdict;
    verdict.run = "r";
    verdict.judging = "ift";
    verdict.item = "a";
    verdict.candidate = "c";
    verdict.position = 2;
    verdict.score = 88;
    verdict.status = "read";
    verdict.comment = "good";
    verdict.raw = "{}";
    verdict.origin = "judge";
    EXPECT_EQ(
        to_json_line(verdict),
        R"({"run":"r","judging":"ift","item":"a","candidate":"c","opponent":null,"repeat":1,"position":2,"score":88.0,)"
        R"("winner":null,"status":"read","comment":"good","raw":"{}","origin":"judge"})"
        "\n");
}

TEST(ExportLines, ReadBackAsResponsesWhateverTheText) {
    const std::string nasty = std::string("a\0b\x1b\"\\\r\n", 9) + "\xe2\x80\xa8\xe2\x80\xa9\xc2\x85 é 😀";
    ResponseLine line;
    line.item = "a";
    line.candidate = "c";
    line.repeat = 3;
    line.response = nasty;
    line.completion_tokens = 9;
    ResponseLine failed = line;
    failed.response.reset();
    failed.error = "timeout";
    const std::string text = to_json_line(line) + to_json_line(failed);
    EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xa8")));
    const auto file = read_responses(text);
    ASSERT_THAT(file.rows, SizeIs(1));
    EXPECT_EQ(file.rows[0].text, nasty);
    EXPECT_EQ(file.rows[0].repeat, 3);
    EXPECT_EQ(file.rows[0].external_id, "a");
    EXPECT_EQ(file.rows[0].completion_tokens, 9);
    EXPECT_THAT(file.bad, ElementsAre(testing::Field(&BadRow::why, HasSubstr("timeout"))));
    line.response = "\xff";
    EXPECT_THAT(to_json_line(line), HasSubstr("\xef\xbf\xbd"));
}

} // namespace tiebreak::formats
