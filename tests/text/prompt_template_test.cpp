// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "text/prompt_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <functional>

namespace tiebreak::text {

using testing::ElementsAre;
using testing::HasSubstr;

std::string message_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const domain::Error& error) {
        return error.what();
    }
    return "nothing was thrown";
}

/// What Raschka's chapter 7 trains on, put together here by concatenation.
std::string chapter_7(const std::string& instruction, const std::string& input) {
    return "Below is an instruction that describes a task. Write a response that appropriately completes the "
           "request."
           "\n\n### Instruction:\n" +
           instruction + (input.empty() ? "" : "\n\n### Input:\n" + input) + "\n\n### Response:\n";
}

TEST(PromptTemplate, AlpacaIsTheLayoutThatFineTunesAreTrainedOn) {
    EXPECT_EQ(render_prompt("alpaca", "Rewrite.", ""), chapter_7("Rewrite.", ""));
    EXPECT_EQ(render_prompt("alpaca", "Rewrite.", "A <b> & \"c\"\n\n{{d}}"),
              chapter_7("Rewrite.", "A <b> & \"c\"\n\n{{d}}"));
    EXPECT_EQ(render_prompt("alpaca", "A", "  "), chapter_7("A", "  "));
    EXPECT_EQ(render_prompt("alpaca", "A", "", "Be brief."), "Be brief.\n\n" + chapter_7("A", ""));
}

TEST(PromptTemplate, AlpacaFitsEveryInstructionOfTheSharedSet) {
    const std::filesystem::path path = TIEBREAK_SOURCE_DIR "/../shared/data/rasbt/instruction-data.json";
    if (!std::filesystem::exists(path)) {
        GTEST_SKIP() << "shared/data/rasbt/instruction-data.json is not there";
    }
    std::ifstream file(path);
    int without_input = 0;
    for (const auto& row : nlohmann::json::parse(file)) {
        const auto instruction = row.at("instruction").get<std::string>();
        const auto input = row.at("input").get<std::string>();
        EXPECT_EQ(render_prompt("alpaca", instruction, input), chapter_7(instruction, input));
        without_input += input.empty() ? 1 : 0;
    }
    EXPECT_EQ(without_input, 775);
}

TEST(PromptTemplate, RawAndChatml) {
    EXPECT_EQ(render_prompt("raw", "Say", "hi"), "Say\n\nhi");
    EXPECT_EQ(render_prompt("", "Say ", ""), "Say ");
    EXPECT_EQ(render_prompt("raw", "Say", "", "S"), "S\n\nSay");
    EXPECT_EQ(
        render_prompt("chatml", "Say", "hi", "S"),
        "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nSay\n\nhi<|im_end|>\n<|im_start|>assistant\n");
    EXPECT_EQ(render_prompt("chatml", "Say", ""), "<|im_start|>user\nSay<|im_end|>\n<|im_start|>assistant\n");
}

TEST(PromptTemplate, OwnTemplatesAreMustacheWithStrictNames) {
    EXPECT_EQ(render_prompt(
                  "Q: {{instruction}}{{#input}} ({{input}}){{/input}}{{^input}}!{{/input}}\nA:", "a", "b"),
              "Q: a (b)\nA:");
    EXPECT_EQ(
        render_prompt("Q: {{{instruction}}}{{#input}} ({{.}}){{/input}}{{^input}}!{{/input}}\nA:", "a&", ""),
        "Q: a&!\nA:");
    const std::string unknown = message_of([] { (void)render_prompt("{{instuction}}", "a", ""); });
    EXPECT_THAT(unknown, HasSubstr("{{instuction}}"));
    EXPECT_THAT(unknown, HasSubstr("did you mean \"instruction\"?"));
    EXPECT_THAT(message_of([] { (void)render_prompt("{{#input}}{{instruction}}", "a", "b"); }),
                HasSubstr("input"));
    EXPECT_THAT(message_of([] { (void)render_prompt("{{instruction", "a", "b"); }), HasSubstr("Unclosed"));
    EXPECT_THAT(message_of([] { (void)render_prompt("{{>file}}", "a", "b"); }), HasSubstr("{{>file}}"));
    EXPECT_THAT(message_of([] { (void)render_prompt("alpacca", "a", "b"); }), HasSubstr("\"alpaca\""));
}

TEST(PromptTemplate, ABadTemplateIsFoundBeforeTheFirstCall) {
    for (const std::string name : {"", "raw", "alpaca", "chatml", "{{prompt}}"}) {
        EXPECT_NO_THROW(check_prompt_template(name)) << name;
    }
    EXPECT_THROW(check_prompt_template("{{instruction}}{{#input}}{{inptu}}{{/input}}"), domain::Error);
    EXPECT_THROW(check_prompt_template("{{instruction}}{{^input}}{{inptu}}{{/input}}"), domain::Error);
    EXPECT_THAT(message_of([] { check_prompt_template("the same {{!for all}}"); }),
                HasSubstr("same for every item"));
}

TEST(PromptTemplate, ListsRepeatTheirSection) {
    TemplateData data;
    data.values = {{"criteria", "truth & <b>"}};
    data.lists["answers"] = {{{"n", "1"}, {"text", "{{criteria}}"}}, {{"n", "2"}, {"text", ""}}};
    EXPECT_EQ(
        render_template(
            "{{criteria}}\n{{#answers}}\n[{{n}}] {{text}}{{^text}}(empty){{/text}}\n{{/answers}}\nend", data),
        "truth & <b>\n[1] {{criteria}}\n[2] (empty)\nend");
}

TEST(PromptTemplate, AChatEndpointGetsMessagesOnly) {
    using domain::Message;
    EXPECT_THAT(as_messages("", "Say", "hi", "S"),
                ElementsAre(Message{"system", "S"}, Message{"user", "Say\n\nhi"}));
    EXPECT_THAT(as_messages("alpaca", "Say", ""), ElementsAre(Message{"user", chapter_7("Say", "")}));
    EXPECT_THAT(message_of([] { (void)as_messages("chatml", "a", ""); }), HasSubstr("own template"));
    EXPECT_THROW((void)as_messages("{{prompt}}", "a", ""), domain::Error);
}

} // namespace tiebreak::text
