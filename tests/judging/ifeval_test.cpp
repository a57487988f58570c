// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "judging/ifeval.h"
#include "judging/scorers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <map>
#include <set>

namespace tiebreak::judging {
namespace {

using Json = nlohmann::json;

struct Example {
    const char* kind;
    const char* arguments;
    std::vector<std::string> followed;
    std::vector<std::string> broken;
};

/// Texts that follow each kind and texts that do not, read strictly.
const std::vector<Example>& examples() {
    static const std::vector<Example> all{
        {"keywords:existence",
         R"({"keywords": ["river", "Bridge"]})",
         {"A bridge over the River.", "riverbridge"},
         {"A bridge.", "r i v e r bridge"}},
        {"keywords:frequency",
         R"({"keyword": "story", "frequency": 2, "relation": "at least"})",
         {"A story of a Story.", "storystory"},
         {"One story.", ""}},
        {"keywords:frequency",
         R"({"keyword": "story ", "frequency": 2, "relation": "less than"})",
         {"One story.", "None."},
         {"story, story"}},
        {"keywords:forbidden_words",
         R"({"forbidden_words": ["rock", "дело"]})",
         {"A rocket.", "rocks", "делом"},
         {"A ROCK!", "it's rock-solid", "ДЕЛО"}},
        {"keywords:letter_frequency",
         R"({"letter": "Q", "let_frequency": 2, "let_relation": "at least"})",
         {"Quick quiz", "qQ"},
         {"quick", "none"}},
        {"keywords:letter_frequency",
         R"({"letter": "#", "let_frequency": 2.0, "let_relation": "less than"})",
         {"# one", "none"},
         {"## two"}},
        {"language:response_language",
         R"({"language": "kn", "relation": null})",
         {"ಇದು ಕನ್ನಡ ಭಾಷೆಯಲ್ಲಿ ಬರೆದ ಒಂದು ಸಣ್ಣ ಉದಾಹರಣೆ ಆಗಿದೆ."},
         {"This is written in English, plainly.", "यह हिंदी में लिखा गया एक वाक्य है", "hi"}},
        {"language:response_language",
         R"({"language": "mr"})",
         {"मी मराठी बोलतो आणि पुण्यात राहतो."},
         {"म नेपाली बोल्छु र काठमाडौँमा बस्छु।"}},
        {"length_constraints:number_sentences",
         R"({"num_sentences": 3, "relation": "at least"})",
         {"One. Two! Three?", "Dr. A. Smith came. He sat. He left.", "一つ。二つ。三つ。",
          "¿Uno? Dos… Tres."},
         {"One. Two.", "Dr. Smith came at 3.30 p.m. and left. Yes.", "no end at all"}},
        {"length_constraints:number_sentences",
         R"({"num_sentences": 2, "relation": "less than"})",
         {"Only one", "One. "},
         {"one. two."}},
        {"length_constraints:number_paragraphs",
         R"({"num_paragraphs": 2})",
         {"One\n***\nTwo", "One *** Two", "***\nOne\n***\nTwo\n***"},
         {"One", "One\n\nTwo", "One\n***\n***\nTwo", "One\n***\nTwo\n***\nThree"}},
        {"length_constraints:number_words",
         R"({"num_words": 4, "relation": "at least"})",
         {"one two three four", "don't be so", "שלום עולם מה שלומך", "ฉันชอบกินข้าว", "one two\u2028three four"},
         {"one two three", "— ! ?"}},
        {"length_constraints:number_words",
         R"({"num_words": 4, "relation": "less than"})",
         {"one two three"},
         {"one-two-three-four"}},
        {"length_constraints:nth_paragraph_first_word",
         R"({"num_paragraphs": 2, "nth_paragraph": 2, "first_word": "Weekend"})",
         {"First.\n\nweekend, at last", "First.\n\n\"Weekend\" it is", "First.\n\nWeekend"},
         {"First.\n\nThe weekend", "First.\nweekend", "First.\n\nweekend\n\nthird", "weekend"}},
        {"detectable_content:number_placeholders",
         R"({"num_placeholders": 2})",
         {"Dear [name] of [address]", "[a][b]"},
         {"Dear [name]", "[a\nb] [c]"}},
        {"detectable_content:postscript",
         R"({"postscript_marker": "P.S."})",
         {"Bye.\nP.S. One more", "bye p. s. more"},
         {"Bye.\nPS one more"}},
        {"detectable_content:postscript",
         R"({"postscript_marker": "P.P.S"})",
         {"Bye.\nP.P.S. again", "p. p. s"},
         {"Bye.\nP.S. once"}},
        {"detectable_format:number_bullet_lists",
         R"({"num_bullets": 2})",
         {"* one\n* two", "Intro\n - one\n - two", "* one\n- two"},
         {"* one", "* one\n* two\n* three", "**bold**\n* one"}},
        {"detectable_format:constrained_response",
         R"({})",
         {"My answer is yes.", "Well. My answer is maybe. Truly."},
         {"my answer is yes.", "Yes.", "My answer is perhaps."}},
        {"detectable_format:number_highlighted_sections",
         R"({"num_highlights": 2})",
         {"*one* and *two*", "**one** and *two*"},
         {"*one*", "* one\n* two", "****"}},
        {"detectable_format:multiple_sections",
         R"({"section_spliter": "SECTION", "num_sections": 2})",
         {"SECTION 1\na\nSECTION 2\nb", "SECTION1 SECTION 22"},
         {"SECTION 1\na", "Section 1 Section 2", "SECTION A SECTION B"}},
        {"detectable_format:json_format",
         R"({})",
         {"{\"a\": 1}", "```json\n[1, 2]\n```", "```\n{}\n```"},
         {"{a: 1}", "Here it is: {}", "```json\n{\n```"}},
        {"detectable_format:title",
         R"({})",
         {"<<poem of joy>>\nText", "a <<b>> c"},
         {"<poem>", "<< >>", "<<poem\nof joy>>"}},
        {"combination:two_responses",
         R"({})",
         {"One\n******\nTwo", "******\nOne\n******\nTwo\n******"},
         {"One", "One\n******\nOne", "A******B******C", "A************B"}},
        {"combination:repeat_prompt",
         R"({"prompt_to_repeat": "Write a poem."})",
         {"write a poem. Roses are red", "  Write a poem."},
         {"Sure! Write a poem.", "Write a song."}},
        {"startend:end_checker",
         R"({"end_phrase": "Any other questions?"})",
         {"Fine. Any other questions?", "\"Fine. any OTHER questions?\"\n"},
         {"Any other questions? No.", "Any other questions"}},
        {"startend:quotation", R"({})", {"\"All of it.\"", " \"x\"\n"}, {"\"Half", "'All'", "\"", "“All”"}},
        {"change_case:capital_word_frequency",
         R"({"capital_frequency": 3, "capital_relation": "at least"})",
         {"I AM HERE", "NASA, ESA and JAXA", "WELL-KNOWN THINGS HERE", "IT'S OK"},
         {"Only NASA", "I am", "WELL-KNOWN"}},
        {"change_case:capital_word_frequency",
         R"({"capital_frequency": 2, "capital_relation": "less than"})",
         {"Only NASA", "none"},
         {"NASA and ESA"}},
        {"change_case:english_capital",
         R"({})",
         {"THIS IS ALL IN CAPITAL LETTERS, 100 PERCENT."},
         {"This is not.", "DIES IST EIN SATZ IN DEUTSCHER SPRACHE UND KEIN ENGLISCHER", "12345"}},
        {"change_case:english_lowercase",
         R"({})",
         {"this is all in small letters, 100 percent."},
         {"This is not.", "dies ist ein satz in deutscher sprache und kein englischer"}},
        {"punctuation:no_comma", R"({})", {"No such mark; none."}, {"One, two", "一，二", "واحد، اثنان"}},
    };
    return all;
}

TEST(Ifeval, EachKindOnTextsThatFollowItAndTextsThatDoNot) {
    std::set<std::string> seen;
    for (const Example& example : examples()) {
        seen.insert(example.kind);
        const Json arguments = Json::parse(example.arguments);
        for (const std::string& text : example.followed) {
            EXPECT_TRUE(follows_instruction(example.kind, arguments, text)) << example.kind << ": " << text;
        }
        for (const std::string& text : example.broken) {
            EXPECT_FALSE(follows_instruction(example.kind, arguments, text)) << example.kind << ": " << text;
        }
        EXPECT_FALSE(follows_instruction(example.kind, arguments, " \n")) << "a blank answer follows nothing";
    }
    EXPECT_EQ(ifeval_kinds().size(), 25U);
    EXPECT_EQ(seen.size(), 25U) << "every kind has its examples";
}

HeuristicScore score(const Json& kinds, const Json& arguments, std::string_view response) {
    domain::Item item;
    item.metadata = Json{{"instruction_id_list", kinds}, {"kwargs", arguments}}.dump();
    return find_scorer("ifeval")->score(item, response);
}

std::map<std::string, std::vector<double>> figures(const HeuristicScore& score) {
    std::map<std::string, std::vector<double>> by_name;
    for (const FurtherFigure& figure : score.further) {
        by_name[figure.name].push_back(figure.value);
    }
    return by_name;
}

/// Wrapped in a first and a last line and in stars, every text that follows an instruction still does so
/// loosely, where the instruction is about a part of the text; and what is loosely broken is strictly broken.
TEST(Ifeval, LooselyAFrameAroundTheAnswerDoesNotCount) {
    EXPECT_THAT(loose_readings("a\n*b*\nc"),
                testing::ElementsAre("a\n*b*\nc", "*b*\nc", "a\n*b*", "*b*", "a\nb\nc", "b\nc", "a\nb", "b"));
    EXPECT_THAT(loose_readings("*one*"), testing::ElementsAre("*one*", "", "", "", "one", "", "", ""));
    EXPECT_THAT(loose_readings("a\nb")[3], "");
    for (const Example& example : examples()) {
        const Json arguments = Json::parse(example.arguments);
        for (const std::string& text : example.followed) {
            const HeuristicScore framed = score(Json::array({example.kind}), Json::array({arguments}),
                                                "Sure, here:\n" + text + "\nBye, Q Q!");
            EXPECT_THAT(figures(framed)["prompt_loose"], testing::ElementsAre(100))
                << example.kind << ": " << text;
        }
        for (const std::string& text : example.broken) {
            const HeuristicScore as_it_is =
                score(Json::array({example.kind}), Json::array({arguments}), text);
            const auto found = figures(as_it_is);
            EXPECT_EQ(as_it_is.value, 0);
            EXPECT_THAT(found.at("inst_strict"), testing::ElementsAre(0));
            EXPECT_EQ(found.at("inst_loose"), found.at("prompt_loose"));
        }
    }
    // Strictly broken, loosely followed: only the stars stand in the way.
    const Json quotation = Json::array({"startend:quotation"});
    EXPECT_THAT(figures(score(quotation, Json::array({Json::object()}), "*\"All of it.\"*"))["prompt_loose"],
                testing::ElementsAre(100));
    EXPECT_THAT(figures(score(quotation, Json::array({Json::object()}), "All of \"it\""))["prompt_loose"],
                testing::ElementsAre(0));
}

TEST(Ifeval, APromptIsFollowedWhereAllItsInstructionsAre) {
    const Json kinds{"punctuation:no_comma", "detectable_format:title"};
    const Json arguments{Json::object(), Json::object()};
    const HeuristicScore both = score(kinds, arguments, "<<a>> b");
    EXPECT_EQ(both.value, 100);
    const HeuristicScore half = score(kinds, arguments, "<<a>>, b");
    EXPECT_EQ(half.value, 0);
    EXPECT_EQ(half.comment, "not followed: punctuation:no_comma");
    EXPECT_THAT(figures(half)["inst_strict"], testing::ElementsAre(0, 100));
    EXPECT_THAT(figures(half)["inst_loose"], testing::ElementsAre(0, 100));
    EXPECT_THAT(figures(half)["prompt_loose"], testing::ElementsAre(0));
}

TEST(Ifeval, WhatCannotBeCheckedIsNotJudged) {
    domain::Item item;
    EXPECT_EQ(find_scorer("ifeval")->score(item, "x").value, std::nullopt);
    EXPECT_EQ(score({"no:such_kind"}, Json::array({Json::object()}), "x").value, std::nullopt);
    const HeuristicScore lacks = score({"keywords:existence"}, Json::array({Json::object()}), "x");
    EXPECT_EQ(lacks.value, std::nullopt);
    EXPECT_THAT(lacks.reason, testing::HasSubstr("\"keywords\" is missing"));
    EXPECT_EQ(score({"punctuation:no_comma"}, Json::array(), "x").value, std::nullopt);
    EXPECT_EQ(score({"keywords:frequency"},
                    Json::array({Json{{"keyword", "a"}, {"frequency", 1}, {"relation", "at most"}}}), "x")
                  .value,
              std::nullopt);
}

TEST(Ifeval, All541PublicPromptsCanBeChecked) {
    const std::string path = std::string(TIEBREAK_SOURCE_DIR) + "/../shared/data/ifeval/input_data.jsonl";
    std::ifstream file(path);
    if (!file) {
        GTEST_SKIP() << "shared/data/ifeval is not here";
    }
    std::size_t prompts = 0;
    std::map<std::string, std::size_t> instructions;
    for (std::string line; std::getline(file, line);) {
        const Json row = Json::parse(line);
        domain::Item item;
        item.metadata = row.dump();
        const HeuristicScore echo = find_scorer("ifeval")->score(item, row.at("prompt").get<std::string>());
        ASSERT_TRUE(echo.value.has_value()) << row.at("key") << ": " << echo.reason;
        EXPECT_EQ(find_scorer("ifeval")->score(item, "").value, 0);
        ++prompts;
        for (const Json& kind : row.at("instruction_id_list")) {
            ++instructions[kind.get<std::string>()];
        }
    }
    EXPECT_EQ(prompts, 541U);
    EXPECT_EQ(instructions.size(), 25U);
    std::size_t sum = 0;
    for (const auto& [kind, n] : instructions) {
        sum += n;
    }
    EXPECT_EQ(sum, 834U);
}

} // namespace
} // namespace tiebreak::judging
