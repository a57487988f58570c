// SPDX-License-Identifier: GPL-3.0-or-later
// Prompts of a person's own, and FastChat's file of them.
#include "domain/error.h"
#include "judging/own_prompt.h"
#include "judging/rubrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::judging {

namespace {

using domain::Protocol;
using testing::HasSubstr;
using testing::Not;

domain::JudgingSpec spec_of(Protocol protocol, const std::string& name = {}) {
    domain::JudgingSpec spec;
    spec.protocol = protocol;
    spec.prompt_name = name;
    if (protocol == Protocol::pairwise) {
        spec.baseline = "b";
    }
    return spec;
}

domain::Item conversation() {
    domain::Item item;
    item.instruction = "What is 2 + 2?";
    item.turns = {"And doubled?"};
    item.reference = "4";
    item.category = "math";
    item.metadata = R"({"reference": ["4", "8"]})";
    return item;
}

/// As FastChat lays its file out; the wording is ours.
const char* const fastchat =
    R"({"name": "pair-v2", "type": "pairwise", "system_prompt": "Judge two. End in \"[[A]]\", \"[[B]]\" or \"[[C]]\".", "prompt_template": "Q: {question}\nA: {answer_a}\nB: {answer_b}", "output_format": "[[A]]"}
{"name": "single-v1", "type": "single", "system_prompt": "Judge.", "prompt_template": "Q: {question}\nAnswer: {answer}\nEnd in {{rating}}, as [[5]].", "output_format": "[[rating]]"}
{"name": "single-math-v1", "type": "single", "system_prompt": "Judge.", "prompt_template": "Q: {question}\nRight: {ref_answer_1}\nAnswer: {answer}", "output_format": "[[rating]]"}
{"name": "single-v1-multi-turn", "type": "single", "system_prompt": "Judge.", "prompt_template": "Q1: {question_1}\nA1: {answer_1}\nQ2: {question_2}\nA2: {answer_2}", "output_format": "[[rating]]"}
{"name": "single-math-v1-multi-turn", "type": "single", "system_prompt": "Judge.", "prompt_template": "Q1: {question_1}\nR1: {ref_answer_1}\nA1: {answer_1}\nQ2: {question_2}\nR2: {ref_answer_2}\nA2: {answer_2}", "output_format": "[[rating]]"}
)";

std::string user_of(const OwnPrompt& own, const domain::Item& item, int turn,
                    const std::vector<std::string>& texts) {
    ItemResponses responses{"uid", {}};
    Unit unit;
    unit.turn = turn;
    for (std::size_t k = 0; k < texts.size(); ++k) {
        responses.responses.push_back(
            {k, true, texts[k], std::vector<std::string>(turn > 1 ? 1 : 0, "four")});
        unit.positions.push_back({{k}});
    }
    return render(unit, item, responses, *find_builtin_rubric("conversation-1-10"), own.prompt)
        .back()
        .content;
}

std::string why(const OwnPrompt& own, int answers = 1) {
    try {
        check_own_prompt(own, conversation(), *find_builtin_rubric("conversation-1-10"), answers);
    } catch (const domain::Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

TEST(OwnPrompt, FastChatsPairPromptFillsItsNames) {
    const OwnPrompt own = read_own_prompt(fastchat, spec_of(Protocol::pairwise, "pair-v2"), "p.jsonl");
    EXPECT_EQ(own.grammar, Grammar::winner);
    EXPECT_FALSE(own.rates_to_ten);
    EXPECT_EQ(user_of(own, conversation(), 1, {"four", "five"}), "Q: What is 2 + 2?\nA: four\nB: five");
    EXPECT_EQ(why(own, 2), "");
}

TEST(OwnPrompt, AConversationTakesTheWordingOfItsTurnAndReference) {
    const OwnPrompt own = read_own_prompt(fastchat, spec_of(Protocol::multi_turn, "single-v1"), "p.jsonl");
    EXPECT_EQ(own.grammar, Grammar::rating);
    EXPECT_TRUE(own.rates_to_ten);
    EXPECT_EQ(why(own), "");
    domain::Item item = conversation();
    EXPECT_EQ(user_of(own, item, 1, {"four"}), "Q: What is 2 + 2?\nRight: 4\nAnswer: four");
    EXPECT_EQ(user_of(own, item, 2, {"eight"}),
              "Q1: What is 2 + 2?\nR1: 4\nA1: four\nQ2: And doubled?\nR2: 8\nA2: eight");
    item.category = "writing";
    EXPECT_EQ(user_of(own, item, 1, {"four"}), "Q: What is 2 + 2?\nAnswer: four\nEnd in {rating}, as [[5]].");
    EXPECT_THAT(user_of(own, item, 2, {"eight"}), Not(HasSubstr("R1")));
}

TEST(OwnPrompt, NamesThatAreMissingOrUnknownAreTold) {
    const auto error_of = [](const domain::JudgingSpec& spec, std::string_view bytes) -> std::string {
        try {
            (void)read_own_prompt(bytes, spec, "p.jsonl");
        } catch (const domain::Error& error) {
            return error.what();
        }
        return {};
    };
    EXPECT_THAT(error_of(spec_of(Protocol::single), fastchat), HasSubstr("several prompts"));
    EXPECT_THAT(error_of(spec_of(Protocol::single, "singel-v1"), fastchat), HasSubstr("\"single-v1\""));
    EXPECT_THAT(error_of(spec_of(Protocol::single), " \n"), HasSubstr("empty"));
    EXPECT_THAT(error_of(spec_of(Protocol::single), "\xff{{instruction}}"), HasSubstr("UTF-8"));
    EXPECT_THAT(error_of(spec_of(Protocol::single, "x"), "{{instruction}}"), HasSubstr("prompt_name"));
}

TEST(OwnPrompt, APlainFileIsCheckedAgainstARealItem) {
    const auto read = [](Protocol protocol, const char* text) {
        return read_own_prompt(text, spec_of(protocol), "own.txt");
    };
    EXPECT_EQ(why(read(Protocol::single, "=== system\nJudge.\n=== user\n{{instruction}}: "
                                         "{{#answers}}{{text}}{{/answers}}")),
              "");
    EXPECT_THAT(why(read(Protocol::single, "{{#answers}}{{text}}{{/answers}}")), HasSubstr("what was asked"));
    EXPECT_THAT(why(read(Protocol::single, "{{instruction}}")), HasSubstr("the answer"));
    EXPECT_THAT(why(read(Protocol::pairwise, "{{question}} {{answer_a}}"), 2), HasSubstr("answer 2"));
    EXPECT_THAT(why(read(Protocol::single, "{{instruction}} {{anwser}}")), HasSubstr("\"answer\""));
    EXPECT_THAT(why(read(Protocol::multi_turn, "{{question_1}} {{answer_1}}")),
                HasSubstr("also in the wording for later turns"));
    EXPECT_EQ(read(Protocol::single, "{{instruction}} {{answer}} End with [RESULT] n").grammar,
              Grammar::result);
    EXPECT_EQ(read(Protocol::single, "{question} {answer}: [[n]]").grammar, Grammar::rating);
    EXPECT_EQ(read(Protocol::single, "{{instruction}} {{answer}}").grammar, Grammar::score);
    EXPECT_EQ(read(Protocol::joint, "{{instruction}} [[n]]").grammar, Grammar::scores)
        << "several scores never stand in one label";
}

TEST(MultiTurnPrompt, ShowsTheConversationAndGuidesWhereItShould) {
    domain::Item item = conversation();
    ItemResponses responses{"uid", {{0, true, "eight", {"four"}}, {1, true, "nine", {"five"}}}};
    Unit unit;
    unit.turn = 2;
    unit.positions = {{{1}}, {{0}}};
    const domain::Rubric rubric = *find_builtin_rubric("conversation-1-10");
    const auto messages = render(unit, item, responses, rubric, builtin_prompt("multi-turn-pair"));
    const std::string& user = messages.at(1).content;
    std::size_t at = 0;
    for (const char* part : {"### Message 1", "2 + 2", "### Earlier answer 1 of Model 1", "five",
                             "### Earlier answer 1 of Model 2", "four", "### Message 2", "doubled",
                             "### Reference answer", "8", "### Model 1", "nine", "### Model 2", "eight"}) {
        const std::size_t found = user.find(part, at);
        ASSERT_NE(found, std::string::npos) << part << " after " << at << "\n" << user;
        at = found;
    }
    item.category = "writing";
    EXPECT_THAT(render(unit, item, responses, rubric, builtin_prompt("multi-turn-pair"))[1].content,
                Not(HasSubstr("Reference")));
    EXPECT_EQ(reference_of(conversation(), 2), "8");
    EXPECT_EQ(reference_of(conversation(), 3), "");
}

} // namespace tiebreak::judging
