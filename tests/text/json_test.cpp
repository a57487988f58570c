// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "text/json.h"
#include "text/value_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tiebreak::text {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string why(std::string_view bytes) {
    try {
        (void)parse_json(bytes, "x.json");
    } catch (const domain::Error& error) {
        EXPECT_EQ(error.kind(), domain::ErrorKind::format);
        return error.what();
    }
    return "nothing was thrown";
}

TEST(Json, ReadsWithAndWithoutBom) {
    EXPECT_EQ(parse_json("\xef\xbb\xbf {\"a\": [1, {\"a\": 2}]}\r\n")["a"][1]["a"], 2);
    EXPECT_EQ(parse_json(R"({"a": 1, "a": 2})", "", DuplicateKeys::keep_last)["a"], 2);
}

TEST(Json, ErrorsSayWhere) {
    EXPECT_THAT(why("{\n \"a\": 1,\n \"é\" 2}"),
                AllOf(HasSubstr("x.json: line 3, column 6"), HasSubstr("expected ':'")));
    EXPECT_THAT(why("[1, 2"), AllOf(HasSubstr("line 1"), HasSubstr("cut")));
    EXPECT_THAT(why(" \n"), HasSubstr("empty"));
    EXPECT_THAT(why(""), HasSubstr("empty"));
    EXPECT_THAT(why("[NaN]"), HasSubstr("line 1"));
    EXPECT_THAT(why("[1e999]"), HasSubstr("range"));
    EXPECT_THAT(why("{} {}"), HasSubstr("line 1, column 4"));
    EXPECT_THAT(why(std::string("[\"a\0b\"]", 7)), HasSubstr("control character"));
    EXPECT_THAT(why("<html>"), HasSubstr("line 1, column 1"));
}

TEST(Json, ErrorsNeverRepeatTheText) {
    EXPECT_THAT(why("{\"key\": sk-secret1234}"),
                AllOf(HasSubstr("column"), Not(HasSubstr("sk-")), Not(HasSubstr("secret"))));
    EXPECT_THAT(why("{\"key\": \"sk-secret1234"), Not(HasSubstr("secret")));
    EXPECT_THAT(why("{\"key\": \"sk-secret'; expected x"), Not(HasSubstr("secret")));
}

TEST(Json, AKeyTwiceIsNamedWithItsPath) {
    EXPECT_THAT(why(R"({"a": [1, {"b": {"c": 1, "d": 2, "c": 3}}]})"),
                HasSubstr("\"a[1].b.c\" stands twice"));
    EXPECT_NO_THROW((void)parse_json(R"([{"a": 1}, {"a": 1, "b": {"a": 1}}])"));
}

TEST(Json, DepthIsLimited) {
    EXPECT_THAT(why(std::string(100'000, '[')), HasSubstr("nested deeper"));
    EXPECT_NO_THROW((void)parse_json(std::string(150, '[') + std::string(150, ']')));
}

TEST(Json, RepairsWhatScriptsWrite) {
    JsonRepairs repairs;
    const auto value =
        parse_json("[\"\\ud83d\", \"\\ud83d\\ude00\", \"\\ude00x\", \"\\\\ud83d\", \"a\xff\", \"\\u0000\"]",
                   "", DuplicateKeys::refuse, &repairs);
    EXPECT_EQ(value[0], "\xef\xbf\xbd");
    EXPECT_EQ(value[1], "😀");
    EXPECT_EQ(value[2], "\xef\xbf\xbdx");
    EXPECT_EQ(value[3], "\\ud83d");
    EXPECT_EQ(value[4], "a\xef\xbf\xbd");
    EXPECT_EQ(value[5].get<std::string>().size(), 1U);
    EXPECT_EQ(repairs.surrogates, 2U);
    EXPECT_EQ(repairs.bytes, 1U);
}

TEST(Json, DumpNeverThrows) {
    EXPECT_EQ(dump_json(nlohmann::json{{"b", "x\xff"}, {"a", 1}}), "{\"a\":1,\"b\":\"x\xef\xbf\xbd\"}");
    EXPECT_EQ(quoted_json("a\"b\n"), "\"a\\\"b\\n\"");
}

TEST(ValueJson, ParametersComeBackAsTheyWere) {
    domain::Parameters parameters;
    EXPECT_EQ(parameters_to_json(parameters), "{}");
    EXPECT_EQ(parameters_from_json("{}"), parameters);
    parameters.temperature = 0;
    parameters.top_p = 0.95;
    parameters.top_k = 40;
    parameters.max_tokens = 256;
    parameters.repeat_penalty = 1.1;
    parameters.seed = -7;
    parameters.stop = {"\n", "###"};
    parameters.extra = R"({"logit_bias":{"50256":-100}})";
    const std::string json = parameters_to_json(parameters);
    EXPECT_EQ(json,
              R"({"extra":{"logit_bias":{"50256":-100}},"max_tokens":256,"repeat_penalty":1.1,"seed":-7,)"
              R"("stop":["\n","###"],"temperature":0.0,"top_k":40,"top_p":0.95})");
    EXPECT_EQ(parameters_from_json(json), parameters);
}

TEST(ValueJson, WrongTypesAreNamed) {
    EXPECT_THROW((void)parameters_from_json(R"({"temperature": "0"})"), domain::Error);
    EXPECT_THROW((void)parameters_from_json(R"({"max_tokens": 2.5})"), domain::Error);
    EXPECT_THROW((void)parameters_from_json(R"({"seed": 18446744073709551615})"), domain::Error);
    EXPECT_THROW((void)parameters_from_json(R"({"stop": "x"})"), domain::Error);
    EXPECT_THROW((void)parameters_from_json(R"([])"), domain::Error);
    try {
        (void)parameters_from_json(R"({"temprature": 1})");
        FAIL();
    } catch (const domain::Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("did you mean \"temperature\""));
    }
}

TEST(ValueJson, TagsAndListsComeBack) {
    const std::map<std::string, std::string> tags{{"data", "FineWeb"}, {"a \"b\"", ""}};
    EXPECT_EQ(tags_from_json(tags_to_json(tags)), tags);
    EXPECT_EQ(tags_to_json({}), "{}");
    const std::vector<std::string> turns{"one", "", "drei\n"};
    EXPECT_EQ(strings_from_json(strings_to_json(turns)), turns);
    EXPECT_THROW((void)tags_from_json(R"({"a": 1})"), domain::Error);
    EXPECT_THROW((void)strings_from_json(R"({"a": 1})"), domain::Error);
}

} // namespace tiebreak::text
