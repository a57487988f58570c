// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/responses.h"
#include "shared_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::formats {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string why_refused(std::string_view bytes, const ResponseOptions& options = {}) {
    return error_of([&] { (void)read_responses(bytes, options); });
}

TEST(Responses, JsonLinesWithEverything) {
    const auto file = read_responses(
        R"({"id": "a", "response": "", "finish_reason": "length", "prompt_tokens": 3, "completion_tokens": 0, "latency_ms": 12.5, "repeat": 2}
{"id": 7, "response": "x\u2028y", "finish_reason": null}
)");
    EXPECT_EQ(file.format, "json-lines");
    EXPECT_THAT(file.bad, IsEmpty());
    ASSERT_THAT(file.rows, SizeIs(2));
    EXPECT_EQ(file.rows[0].text, ""); // a model that wrote nothing has answered
    EXPECT_EQ(file.rows[0].finish_reason, "length");
    EXPECT_EQ(file.rows[0].prompt_tokens, 3);
    EXPECT_EQ(file.rows[0].completion_tokens, 0);
    EXPECT_EQ(file.rows[0].latency_ms, 12.5);
    EXPECT_EQ(file.rows[0].repeat, 2);
    EXPECT_EQ(file.rows[1].external_id, "7");
    EXPECT_EQ(file.rows[1].repeat, 1);
    EXPECT_EQ(file.rows[1].prompt_tokens, std::nullopt);
    EXPECT_EQ(file.rows[1].order, 1U);
    EXPECT_EQ(file.rows[1].instruction, std::nullopt);
}

TEST(Responses, MissingAndWrongOnesAreBadRows) {
    const auto file = read_responses("{\"id\": \"a\", \"response\": null}\n"
                                     "{\"id\": \"b\"}\n"
                                     "{\"id\": \"c\", \"response\": 4}\n"
                                     "{\"id\": \"d\", \"response\": \"x\", \"repeat\": 0}\n"
                                     "{\"id\": \"e\", \"response\": null, \"error\": \"timeout\"}\n"
                                     "{\"id\": \"f\", \"response\": \"x\", \"latency_ms\": -1}\n"
                                     "{\"id\": \"g\", \"response\": \"x\", \"prompt_tokens\": 1.5}\n"
                                     "{\"id\": \"h\", \"response\": \"ok\"}\n");
    EXPECT_THAT(file.rows, SizeIs(1));
    EXPECT_EQ(file.rows[0].order, 7U); // places count bad rows, or the rest would shift
    EXPECT_EQ(file.rows_in_file, 8U);
    ASSERT_THAT(file.bad, SizeIs(7));
    EXPECT_EQ(file.bad[0].why, "there is no \"response\"");
    EXPECT_EQ(file.bad[2].why, "\"response\" is a number, not text");
    EXPECT_THAT(file.bad[4].why, HasSubstr("timeout"));
    EXPECT_EQ(file.bad[6].line, 7U);
}

TEST(Responses, TheAnswerIsFoundByItsKey) {
    EXPECT_EQ(
        read_responses(R"([{"instruction": "i", "input": "", "output": "reference", "model_response": "m"}])")
            .rows.at(0)
            .text,
        "m");
    EXPECT_EQ(read_responses(R"([{"instruction": "i", "output": "o", "generator": "g"}])").rows.at(0).text,
              "o");
    EXPECT_EQ(read_responses("id,completion\n1,\n2,b\n").rows.at(0).text, "");
    EXPECT_EQ(read_responses("id,completion\n1,\n2,b\n").rows.at(1).text, "b");
    EXPECT_THAT(why_refused("[{\"id\": 1, \"score\": 3}]"), HasSubstr("no key or column"));
    EXPECT_THAT(why_refused("[1, 2]"), HasSubstr("no key or column"));
    const auto texts = read_responses(R"(["a", "b"])");
    EXPECT_EQ(texts.format, "texts");
    EXPECT_EQ(texts.rows.at(1).text, "b");
}

TEST(Responses, OfTwoModelsOneIsToBeChosen) {
    const char* const both =
        R"([{"instruction": "i", "model 1 response": "one", "model 2 response": "two", "output": "r"}])";
    EXPECT_THAT(why_refused(both), HasSubstr("response=model 1 response"));
    ResponseOptions options;
    options.mapping = {{"response", "model 2 response"}};
    const auto file = read_responses(both, options);
    EXPECT_EQ(file.format, "two-responses");
    EXPECT_EQ(file.rows.at(0).text, "two");
    options.mapping = {{"response", "model 3 response"}};
    EXPECT_THAT(why_refused(both, options), HasSubstr("no column"));
}

TEST(Responses, ExportsOfManyCandidatesAreFiltered) {
    const char* const lines = "{\"item\": \"a\", \"candidate\": \"x\", \"response\": \"1\"}\n"
                              "{\"item\": \"a\", \"candidate\": \"y\", \"response\": \"2\"}\n";
    ResponseOptions options;
    EXPECT_THAT(read_responses(lines).rows, SizeIs(2));
    options.candidate = "y";
    const auto file = read_responses(lines, options);
    ASSERT_THAT(file.rows, SizeIs(1));
    EXPECT_EQ(file.rows[0].text, "2");
    EXPECT_EQ(file.rows[0].external_id, "a");
    options.candidate = "z";
    EXPECT_THAT(why_refused(lines, options), HasSubstr("no answers of \"z\""));
}

TEST(Responses, BrokenFiles) {
    EXPECT_THAT(why_refused(""), HasSubstr("empty"));
    EXPECT_THAT(why_refused("<html>502</html>"), HasSubstr("HTML"));
    EXPECT_THAT(why_refused("[{\"response\": \"a\"}, {\"resp"), HasSubstr("never ends"));
    const auto file = read_responses("\xef\xbb\xbf{\"response\": \"a\\ud800\"}\r\n{\"response\": "
                                     "\"\xff\"}\r\n{\"response\": \"x\", \"response\": \"y\"}\r\n");
    ASSERT_THAT(file.rows, SizeIs(2));
    EXPECT_EQ(file.rows[0].text, "a\xef\xbf\xbd");
    EXPECT_EQ(file.rows[1].text, "\xef\xbf\xbd");
    EXPECT_THAT(file.bad, SizeIs(1));
    EXPECT_THAT(file.notes, SizeIs(2));
}

TEST(ResponsesInTheWild, FineTunedAnswersAndTwoModels) {
    SHARED_FILE(single, "rasbt/instruction-data-with-response.json");
    const auto file = read_responses(single);
    EXPECT_EQ(file.format, "alpaca");
    ASSERT_THAT(file.rows, SizeIs(110));
    EXPECT_EQ(file.rows[0].text, "The car is as fast as a bullet.");
    SHARED_FILE(both, "rasbt/eval-example-data.json");
    ResponseOptions options;
    options.mapping = {{"response", "model 1 response"}};
    EXPECT_THAT(read_responses(both, options).rows, SizeIs(100));
}

TEST(ResponsesInTheWild, SelfInstructPredictions) {
    SHARED_FILE(bytes, "self_instruct/predictions/davinci_predictions.jsonl");
    const auto file = read_responses(bytes);
    EXPECT_EQ(file.format, "self-instruct");
    EXPECT_THAT(file.rows, SizeIs(252));
    EXPECT_THAT(file.bad, IsEmpty());
    EXPECT_EQ(file.mapping.at("response"), "response");
}

TEST(ResponsesInTheWild, TheSample) {
    SHARED_FILE(bytes, "sample/responses/wordnet-4m-long.jsonl");
    const auto file = read_responses(bytes);
    ASSERT_THAT(file.rows, SizeIs(60));
    EXPECT_EQ(file.rows[0].external_id, "antonym-middle");
    EXPECT_EQ(file.rows[0].completion_tokens, 4);
    EXPECT_EQ(file.rows[0].finish_reason, "stop");
}

} // namespace tiebreak::formats
