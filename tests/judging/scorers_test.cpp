// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/error.h"
#include "judging/choice_letter.h"
#include "judging/numbers_in_text.h"
#include "judging/scorers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace tiebreak::judging {
namespace {

std::optional<double> score(const char* scorer, const std::string& reference, std::string_view response) {
    domain::Item item;
    item.reference = reference;
    const HeuristicScore result = find_scorer(scorer)->score(item, response);
    EXPECT_EQ(result.value.has_value(), result.reason.empty());
    return result.value;
}

std::optional<double> score_with(const char* scorer, const char* options, const std::string& reference,
                                 std::string_view response, const std::string& metadata = {}) {
    domain::Item item;
    item.reference = reference;
    item.metadata = metadata;
    const HeuristicScore result = make_scorer(scorer, options).score(item, response);
    EXPECT_EQ(result.value.has_value(), result.reason.empty());
    return result.value;
}

std::string error_of(const char* scorer, const char* options) {
    try {
        (void)make_scorer(scorer, options, "judging x");
    } catch (const domain::Error& error) {
        EXPECT_EQ(error.kind(), domain::ErrorKind::usage);
        EXPECT_EQ(error.where(), "judging x");
        return error.what();
    }
    return {};
}

TEST(Scorers, AreFoundByName) {
    EXPECT_THAT(scorer_names(),
                testing::ElementsAre("reference-overlap", "exact", "contains", "regex", "numeric", "json",
                                     "json-schema", "choice-letter", "rouge-l", "bleu", "chrf", "ifeval"));
    EXPECT_EQ(find_scorer("overlap"), nullptr);
    for (const Scorer& scorer : scorers()) {
        EXPECT_EQ(find_scorer(scorer.name), &scorer);
        EXPECT_EQ(scorer.version, 1);
    }
}

TEST(ReferenceOverlap, IsTheShareOfDistinctReferenceWordsPresent) {
    EXPECT_EQ(score("reference-overlap", "The cat sat.", "the CAT sat"), 100);
    EXPECT_EQ(score("reference-overlap", "The cat sat on the mat", "cat, mat; dog"),
              40);                                                       // 2 of 5 distinct words
    EXPECT_EQ(score("reference-overlap", "cat", "concatenate"), 0);      // words, not substrings
    EXPECT_EQ(score("reference-overlap", "cat cat cat dog", "cat"), 50); // distinct
    EXPECT_EQ(score("reference-overlap", "one two", ""), 0);             // a blank answer is judged
    EXPECT_NEAR(*score("reference-overlap", "a b c", "a and b"), 200.0 / 3, 1e-12);
    EXPECT_EQ(score("reference-overlap", "In 1969, 3.5 kg", "3.5 in 1969 KG"), 100);
    EXPECT_EQ(score("reference-overlap", "Straße", "STRASSE"), 100);       // full case folding
    EXPECT_EQ(score("reference-overlap", "caf\u00e9", "cafe\u0301"), 100); // composed or not
    EXPECT_EQ(score("reference-overlap", "don't stop", "don't"), 50);
    EXPECT_EQ(score("reference-overlap", "слово и дело", "ДЕЛО"), 100.0 / 3);
}

TEST(Exact, ComparesAllButTheWhiteSpaceAround) {
    EXPECT_EQ(score("exact", "Infinite.", " Infinite.\n"), 100);
    EXPECT_EQ(score("exact", "\u2003Infinite.\u2028", "Infinite."), 100);
    EXPECT_EQ(score("exact", "Infinite.", "infinite."), 0);
    EXPECT_EQ(score("exact", "Infinite.", "Infinite"), 0);
    EXPECT_EQ(score("exact", "a b", "a  b"), 0);
    EXPECT_EQ(score("exact", "caf\u00e9", "cafe\u0301"), 100);
    EXPECT_EQ(score("exact", "yes", ""), 0);
    EXPECT_EQ(score("exact", "\xff", "\xff"), 100); // broken bytes do no harm
}

TEST(Contains, FindsTheReferenceAnywhere) {
    EXPECT_EQ(score("contains", " 42 ", "The answer is 42."), 100);
    EXPECT_EQ(score("contains", "42", "4 2"), 0);
    EXPECT_EQ(score("contains", "Paris", "paris"), 0);
    EXPECT_EQ(score("contains", "caf\u00e9", "the cafe\u0301"), 100);
    EXPECT_EQ(score("contains", "x", ""), 0);
}

TEST(Scorers, OptionsAreCheckedAndNamed) {
    using testing::HasSubstr;
    EXPECT_THAT(error_of("regxe", ""), HasSubstr("did you mean \"regex\"?"));
    EXPECT_THAT(error_of("regex", "{}"), HasSubstr("needs \"pattern\""));
    EXPECT_THAT(error_of("regex", R"({"patern": "a"})"), HasSubstr("did you mean \"pattern\"?"));
    EXPECT_THAT(error_of("regex", R"({"pattern": 7})"), HasSubstr("is not a text"));
    EXPECT_THAT(error_of("regex", R"({"pattern": "(a"})"), HasSubstr("no regular expression"));
    EXPECT_THAT(error_of("regex", R"({"pattern": "a", "equals_reference": true})"), HasSubstr("group"));
    EXPECT_THAT(error_of("exact", R"({"ignore_case": "yes"})"), HasSubstr("true or false"));
    EXPECT_THAT(error_of("bleu", R"({"smoothing": "epsilon"})"), HasSubstr("exp, floor, add-k, none"));
    EXPECT_THAT(error_of("json-schema", R"({"schema": {"type": 7}})"), HasSubstr("no JSON schema"));
    EXPECT_THAT(error_of("reference-overlap", R"({"x": 1})"), HasSubstr("takes none"));
}

TEST(Scorers, OnlyWhatDiffersFromTheDefaultsIsStored) {
    EXPECT_EQ(make_scorer("exact", R"({"ignore_case": false})").options, "");
    EXPECT_EQ(make_scorer("exact", R"({ "ignore_case":true })").options, R"({"ignore_case":true})");
    EXPECT_EQ(make_scorer("regex", R"({"full": false, "pattern": "a"})").options, R"({"pattern":"a"})");
}

TEST(Regex, SearchesOrMatchesOrCompares) {
    EXPECT_EQ(score_with("regex", R"({"pattern": "colou?r"})", "", "the Color, the color"), 100);
    EXPECT_EQ(score_with("regex", R"({"pattern": "colou?r"})", "", "Colour"), 0);
    EXPECT_EQ(score_with("regex", R"({"pattern": "colou?r", "ignore_case": true})", "", "Colour"), 100);
    EXPECT_EQ(score_with("regex", R"({"pattern": "[0-9]+", "full": true})", "", " 42\n"), 100);
    EXPECT_EQ(score_with("regex", R"({"pattern": "[0-9]+", "full": true})", "", "42 is it"), 0);
    const char* group = R"x({"pattern": "#### (.*)", "equals_reference": true})x";
    EXPECT_EQ(score_with("regex", group, "72", "#### 71\nno:\n#### 72 "), 100); // the last one counts
    EXPECT_EQ(score_with("regex", group, "72", "72"), 0);
    EXPECT_EQ(score_with("regex", group, "", "#### 72"), std::nullopt);
    EXPECT_EQ(score_with("regex", R"({"pattern": "^\\p{Cyrillic}+$"})", "", "дело"), 100);
    EXPECT_EQ(score_with("regex", R"({"pattern": "x*", "equals_reference": false})", "", ""), 100);
}

TEST(Numeric, FindsTheLastNumberAsPeopleWriteIt) {
    const auto last = [](const char* text) { return last_number(text).value_or(NumberInText{-1e9}).value; };
    EXPECT_EQ(last("first 3, then 1,234.5 apples"), 1234.5);
    EXPECT_EQ(last("1,2,3"), 3);
    EXPECT_EQ(last("12,34"), 34); // no group of three
    EXPECT_EQ(last("1,234,567"), 1234567);
    EXPECT_EQ(last("1234567"), 1234567);
    EXPECT_EQ(last("1\u202f234"), 1234);
    EXPECT_EQ(last("about 6.02e23."), 6.02e23);
    EXPECT_EQ(last("1E-3"), 1e-3);
    EXPECT_EQ(last("x = -5"), -5);
    EXPECT_EQ(last("x = \u22125"), -5);
    EXPECT_EQ(last("COVID-19"), 19);
    EXPECT_EQ(last("pages 3-5"), 5);
    EXPECT_EQ(last(".5"), 0.5);
    EXPECT_EQ(last("the end is 7."), 7);
    EXPECT_EQ(last("\u0663\u066b\u0665"), 3.5); // Arabic-Indic digits
    EXPECT_EQ(last_number("1.234,5", ',')->value, 1234.5);
    EXPECT_EQ(last_number("no number here"), std::nullopt);
    EXPECT_TRUE(last_number("it is 40 %")->percent);
}

TEST(Numeric, ComparesWithinTheTolerance) {
    EXPECT_EQ(score("numeric", "#### 1,234", "So it is 1234."), 100);
    EXPECT_EQ(score("numeric", "0.3", "0.30000000000000004"), 100);
    EXPECT_EQ(score("numeric", "3.14", "3.15"), 0);
    EXPECT_EQ(score_with("numeric", R"({"tolerance": 0.01})", "3.14", "3.15"), 100);
    EXPECT_EQ(score_with("numeric", R"({"tolerance": 0.01})", "3.14", "3.16"), 0);
    EXPECT_EQ(score_with("numeric", R"({"relative_tolerance": 0.1})", "100", "109"), 100);
    EXPECT_EQ(score_with("numeric", R"({"relative_tolerance": 0.1})", "-100", "-111"), 0);
    EXPECT_EQ(score("numeric", "0.4", "40 %"), 100);
    EXPECT_EQ(score("numeric", "40%", "0.4"), 100);
    EXPECT_EQ(score("numeric", "40%", "40"), 100);
    EXPECT_EQ(score("numeric", "40%", "41%"), 0);
    EXPECT_EQ(score("numeric", "none", "3"), std::nullopt);
    EXPECT_EQ(score("numeric", "3", "three"), 0);
}

TEST(Json, IsOneValueWithOrWithoutItsFence) {
    EXPECT_EQ(score("json", "", R"( {"a": [1, 2.5e3, null]} )"), 100);
    EXPECT_EQ(score("json", "", "```json\n{\"a\": 1}\n```"), 100);
    EXPECT_EQ(score("json", "", "```\n[1]\n```"), 100);
    EXPECT_EQ(score_with("json", R"({"fenced": false})", "", "```json\n{}\n```"), 0);
    EXPECT_EQ(score("json", "", "Here: {}"), 0);
    EXPECT_EQ(score("json", "", "{'a': 1}"), 0);
    EXPECT_EQ(score("json", "", "{\"a\": 1,}"), 0);
    EXPECT_EQ(score("json", "", ""), 0);
}

TEST(JsonSchema, IsOfTheJudgingOrOfTheItem) {
    const char* schema = R"({"schema": {"type": "object", "required": ["age"],
        "properties": {"age": {"type": "integer", "minimum": 0}}, "additionalProperties": false}})";
    EXPECT_EQ(score_with("json-schema", schema, "", R"({"age": 3})"), 100);
    EXPECT_EQ(score_with("json-schema", schema, "", R"({"age": "3"})"), 0);
    EXPECT_EQ(score_with("json-schema", schema, "", R"({"age": -3})"), 0);
    EXPECT_EQ(score_with("json-schema", schema, "", R"({"age": 3, "b": 1})"), 0);
    EXPECT_EQ(score_with("json-schema", schema, "", R"({})"), 0);
    EXPECT_EQ(score_with("json-schema", schema, "", "age: 3"), 0);
    const char* own = R"({"schema": {"type": "array", "minItems": 2}})";
    EXPECT_EQ(score_with("json-schema", "", "", "[1, 2]", own), 100);
    EXPECT_EQ(score_with("json-schema", "", "", "[1]", own), 0);
    EXPECT_EQ(score_with("json-schema", "", "", "[1]"), std::nullopt);
    EXPECT_EQ(score_with("json-schema", "", "", "[1]", R"({"schema": {"type": 1}})"), std::nullopt);
    domain::Item item;
    EXPECT_THAT(make_scorer("json-schema", schema).score(item, R"({"age": "3"})").comment,
                testing::HasSubstr("age"));
}

TEST(ChoiceLetter, IsReadByAStrictGrammar) {
    using testing::Optional;
    for (const char* b :
         {"B", "b", " (B) ", "B.", "**B**", "[B]", "\\boxed{B}", "$\\boxed{B}$", "Answer: B",
          "The answer is B.", "The correct answer is (B)", "B. Paris", "(B) Paris", "B) Paris", "B: Paris",
          "I think the answer is A. No, the answer is B", "answer is **B**, not A",
          "So it is \\boxed{\\text{B}}.", "The correct option is B because A is wrong"}) {
        EXPECT_THAT(choice_letter(b, 4), Optional('B')) << b;
    }
    for (const char* none :
         {"", "Paris", "A cat sat on the mat", "E", "Both A and B", "AB", "B-movies are fun", "Because",
          "the answer is a matter of taste", "The answer is Eventually"}) {
        EXPECT_EQ(choice_letter(none, 4), std::nullopt) << none;
    }
    EXPECT_THAT(choice_letter("E", 5), Optional('E'));
}

TEST(ChoiceLetter, ByTheLikeliestLetterWhereItIsTold) {
    const auto ready = make_scorer("choice-letter", R"({"logprobs": true})");
    ASSERT_TRUE(ready.by_logprobs);
    EXPECT_FALSE(make_scorer("choice-letter").by_logprobs);
    domain::Item item;
    item.reference = "B";
    const auto token = [](const char* text, std::vector<domain::TokenLogprob::Alternative> top) {
        return domain::TokenLogprob{text, top.empty() ? 0.0 : top.front().logprob, std::move(top)};
    };
    // "A" was said, but "B" and " B" together are likelier: 0.4 against 0.3 + 0.25.
    const std::vector<domain::TokenLogprob> said{token(
        "A", {{"A", std::log(0.4)}, {"B", std::log(0.3)}, {" B", std::log(0.25)}, {"The", std::log(0.05)}})};
    const HeuristicScore score = ready.by_logprobs(item, said);
    EXPECT_EQ(score.value, 100);
    ASSERT_EQ(score.further.size(), 1U);
    EXPECT_NEAR(score.further[0].value, 100 * 0.55 / 0.95, 1e-9);
    // The letter counts where it stands, not the article before it.
    const std::vector<domain::TokenLogprob> later{
        token("The", {{"The", std::log(0.6)}, {"A", std::log(0.4)}}), token(" answer", {{" answer", 0}}),
        token(" B", {{" B", std::log(0.7)}, {" C", std::log(0.3)}})};
    EXPECT_EQ(ready.by_logprobs(item, later).value, 100);
    // Where no letter was said, what the first token might have been counts (as MMLU's harnesses do).
    const std::vector<domain::TokenLogprob> unsaid{
        token("It", {{"It", std::log(0.5)}, {"C", std::log(0.3)}, {"B", std::log(0.2)}})};
    EXPECT_EQ(ready.by_logprobs(item, unsaid).value, 0);
    EXPECT_NEAR(ready.by_logprobs(item, unsaid).further[0].value, 40, 1e-9);
    const std::vector<domain::TokenLogprob> tied{token("B", {{"B", std::log(0.5)}, {"C", std::log(0.5)}})};
    EXPECT_EQ(ready.by_logprobs(item, tied).value, 0) << "of two equally likely neither is the answer";
    EXPECT_EQ(ready.by_logprobs(item, {}).value, std::nullopt);
    const std::vector<domain::TokenLogprob> wordy{token("It", {{"It", 0}})};
    EXPECT_EQ(ready.by_logprobs(item, wordy).value, std::nullopt);
    EXPECT_FALSE(ready.by_logprobs(item, wordy).reason.empty());
}

TEST(ChoiceLetter, ReferenceIsALetterANumberOrAText) {
    const char* list = R"({"choices": ["Rome", "Paris", "Oslo"]})";
    EXPECT_EQ(score("choice-letter", "B", "The answer is B"), 100);
    EXPECT_EQ(score("choice-letter", "(b)", "C"), 0);
    EXPECT_EQ(score("choice-letter", "1", "B"), 100); // MMLU and HellaSwag count from 0
    EXPECT_EQ(score_with("choice-letter", R"({"index_from": 1})", "1", "A"), 100);
    EXPECT_EQ(score_with("choice-letter", "", "Paris", "B", list), 100);
    EXPECT_EQ(score_with("choice-letter", "", "1", "paris", list), 100);
    EXPECT_EQ(score_with("choice-letter", "", "D", "D", list), std::nullopt) << "there are three choices";
    EXPECT_EQ(score_with("choice-letter", "", "3", "C", list), std::nullopt);
    EXPECT_EQ(score("choice-letter", "A", "I do not know"), 0);
}

TEST(Scorers, AnItemWithoutReferenceIsNotJudged) {
    for (const char* scorer :
         {"reference-overlap", "exact", "contains", "numeric", "choice-letter", "rouge-l", "bleu", "chrf"}) {
        EXPECT_EQ(score(scorer, "", "anything"), std::nullopt) << scorer;
        EXPECT_EQ(score(scorer, " \n\u00a0", "anything"), std::nullopt) << scorer;
    }
    EXPECT_EQ(score("reference-overlap", "→ !", "→ !"), std::nullopt); // no words to share
    EXPECT_EQ(score("exact", "→ !", "→ !"), 100);
}

} // namespace
} // namespace tiebreak::judging
