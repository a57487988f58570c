// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/eval_config.h"
#include "shared_data.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tiebreak::formats {

using domain::Api;
using domain::JudgeSpec;
using domain::Protocol;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

/// The example of the interface, as people will copy it.
const char* const example = R"({
  "name": "checkpoints of May",
  "eval_set": {"path": "instruction-data.json", "slice": [935, 1045]},
  "candidates": [
    {"name": "step-2000", "responses": "step-2000.jsonl", "test_loss": 3.674, "test_loss_se": 0.004, "loss_set": "fineweb-val",
     "tokenizer": "gpt2", "tags": {"data": "FineWeb"}},
    {"name": "step-4000", "api": "openai-completions", "base_url": "http://127.0.0.1:8080/v1/", "model": "step-4000",
     "key": "env:MY_KEY", "template": "alpaca", "parameters": {"temperature": 0, "max_tokens": 256},
     "concurrency": 32, "requests_per_minute": 600, "timeout_s": 120, "test_loss": 3.5,
     "price": {"input": 0.15, "output": 0.60}}
  ],
  "judgings": [
    {"name": "ift", "protocol": "joint", "judge": {"api": "openai-chat", "base_url": "https://judge.example/v1", "model": "m"},
     "rubric": "ift-0-100", "repeats": 5, "seed": 7},
    {"name": "vs base", "protocol": "pairwise", "baseline": "step-2000", "judge": {"scorer": "reference-overlap"}}
  ]
})";

TEST(EvalConfig, ReadsTheExample) {
    const EvalConfig config = read_eval_config(example, "eval.json", "/base");
    EXPECT_EQ(config.name, "checkpoints of May");
    EXPECT_EQ(config.base_dir, "/base");
    EXPECT_EQ(config.eval_set.slice, (std::pair<std::size_t, std::size_t>{935, 1045}));
    ASSERT_THAT(config.candidates, SizeIs(2));
    const auto& recorded = config.candidates[0];
    EXPECT_EQ(recorded.api, Api::recorded);
    EXPECT_EQ(recorded.responses_path, "step-2000.jsonl");
    EXPECT_EQ(recorded.test_loss.value, 3.674);
    EXPECT_EQ(recorded.test_loss.se, 0.004);
    EXPECT_EQ(recorded.test_loss.loss_set, "fineweb-val");
    EXPECT_EQ(recorded.tags.at("data"), "FineWeb");
    const auto& asked = config.candidates[1];
    EXPECT_EQ(asked.api, Api::openai_completions);
    EXPECT_EQ(asked.endpoint.base_url, "http://127.0.0.1:8080/v1");
    EXPECT_EQ(asked.endpoint.key, "env:MY_KEY");
    EXPECT_EQ(asked.endpoint.concurrency, 32);
    EXPECT_EQ(asked.endpoint.requests_per_minute, 600);
    EXPECT_EQ(asked.parameters.temperature, 0.0);
    EXPECT_EQ(asked.parameters.max_tokens, 256);
    EXPECT_EQ(asked.parameters.top_p, std::nullopt);
    EXPECT_EQ(asked.price, (domain::Price{0.15, 0.60}));
    ASSERT_THAT(config.judgings, SizeIs(2));
    EXPECT_EQ(config.judgings[0].judge.kind, JudgeSpec::Kind::endpoint);
    EXPECT_EQ(config.judgings[0].judge.model.model, "m");
    EXPECT_EQ(config.judgings[0].repeats, 5);
    EXPECT_EQ(config.judgings[0].seed, 7U);
    EXPECT_EQ(config.judgings[1].protocol, Protocol::pairwise);
    EXPECT_EQ(config.judgings[1].judge.scorer, "reference-overlap");
    EXPECT_EQ(config.judgings[1].baseline, "step-2000");
}

/// A config with one candidate and one judging, made of these fields.
std::string config_with(const std::string& candidate, const std::string& judging = {}) {
    return fmt::format(R"({{"eval_set": {{"path": "e"}}, "candidates": [{{{}}}], "judgings": [{}]}})",
                       candidate, judging.empty() ? "" : "{" + judging + "}");
}

const std::string chat = R"("name": "a", "api": "openai-chat", "base_url": "http://h/v1", "model": "m")";
const std::string recorded = R"("name": "a", "responses": "r.jsonl")";

std::string why(const std::string& config) {
    return error_of([&] { (void)read_eval_config(config, "eval.json"); });
}
std::string why_candidate(const std::string& fields) {
    return why(config_with(fields));
}
std::string why_chat(const std::string& fields) {
    return why(config_with(chat + ", " + fields));
}
std::string why_judging(const std::string& fields) {
    return why(config_with(recorded, fields));
}

TEST(EvalConfig, MisspeltFieldsNameTheNearest) {
    EXPECT_THAT(why(R"({"eval-sets": {}})"),
                AllOf(HasSubstr("eval-sets"), HasSubstr("did you mean \"eval_set\"")));
    EXPECT_THAT(why_candidate(R"("nmae": "a", "responses": "r")"), HasSubstr("did you mean \"name\""));
    EXPECT_THAT(why_candidate(R"("name": "a", "respones": "r")"),
                AllOf(HasSubstr("eval.json: candidates[0]"), HasSubstr("did you mean \"responses\"")));
    EXPECT_THAT(why_chat(R"("parameters": {"temprature": 0})"),
                AllOf(HasSubstr("candidates[0].parameters"), HasSubstr("did you mean \"temperature\""),
                      HasSubstr("extra")));
    EXPECT_THAT(why_chat(R"("prize": {"input": 0})"), HasSubstr("did you mean \"price\""));
    EXPECT_THAT(why_judging(R"("protocol": "jiont", "judge": {"recorded": "x"})"),
                AllOf(HasSubstr("judgings[0].protocol"), HasSubstr("did you mean \"joint\"")));
    EXPECT_THAT(why_judging(R"("judge": {"scorer": "exact"}, "repeat": 2)"),
                HasSubstr("did you mean \"repeats\""));
    EXPECT_THAT(why_judging(R"("judge": {"scoer": "exact"})"), HasSubstr("did you mean \"scorer\""));
    EXPECT_THAT(why(R"({"eval_set": {"path": "e", "slcie": [0, 1]}, "candidates": [{}]})"),
                HasSubstr("did you mean \"slice\""));
    EXPECT_THAT(why_candidate(R"("name": "a", "api": "openai_caht", "base_url": "http://h", "model": "m")"),
                HasSubstr("did you mean \"openai-chat\""));
}

TEST(EvalConfig, ALiteralKeyIsRefusedAndNeverRepeated) {
    const std::string secret = "sk-live-0123456789abcdef";
    for (const std::string& text :
         {why_chat(fmt::format(R"("key": "{}")", secret)),
          why_chat(fmt::format(R"("api_key": "{}")", secret)),
          why_chat(fmt::format(R"("key": "env:{}")", secret)), why_chat(fmt::format(R"("key": {})", secret)),
          why_chat(fmt::format(R"("key": "{}", "key": "{}")", secret, secret))}) {
        EXPECT_THAT(text, AllOf(Not(HasSubstr("sk-")), Not(HasSubstr("0123")))) << text;
    }
    EXPECT_THAT(why_chat(fmt::format(R"("key": "{}")", secret)),
                AllOf(HasSubstr("candidates[0].key"), HasSubstr("env:NAME")));
    EXPECT_THAT(why_chat(R"("key": "keyring: ")"), HasSubstr("keyring"));
    EXPECT_NO_THROW((void)read_eval_config(config_with(chat + R"(, "key": "keyring:work key")")));
}

TEST(EvalConfig, ASecondTemplateIsRefusedWithTheReason) {
    EXPECT_THAT(why_chat(R"("template": "chatml")"),
                AllOf(HasSubstr("candidates[0].template"), HasSubstr("own template"),
                      HasSubstr("openai-completions")));
    EXPECT_THAT(why_chat(R"("template": "{{prompt}}")"), HasSubstr("nest"));
    EXPECT_NO_THROW((void)read_eval_config(config_with(chat + R"(, "template": "alpaca")")));
    const std::string completions =
        R"("name": "a", "api": "openai-completions", "base_url": "http://h/v1", "model": "m")";
    EXPECT_THAT(why_candidate(completions + R"(, "template": "{{instuction}}")"),
                HasSubstr("did you mean \"instruction\""));
    EXPECT_THAT(why_candidate(completions + R"(, "template": "alpacca")"), HasSubstr("alpaca"));
    EXPECT_NO_THROW(
        (void)read_eval_config(config_with(completions + R"(, "template": "Q: {{prompt}}\nA:")")));
}

TEST(EvalConfig, AddressesAreHttpWithoutUserOrFragment) {
    const auto why_url = [](const std::string& url) {
        return why_candidate(
            fmt::format(R"("name": "a", "api": "openai-chat", "base_url": "{}", "model": "m")", url));
    };
    EXPECT_THAT(why_url("file:///etc/passwd"), HasSubstr("candidates[0].base_url: only http"));
    EXPECT_THAT(why_url("127.0.0.1:8080"), HasSubstr("only http"));
    EXPECT_THAT(why_url("http://user:hunter2@h/v1"),
                AllOf(HasSubstr("user name"), Not(HasSubstr("hunter2"))));
    EXPECT_THAT(why_url("http://h/v1#x"), HasSubstr("#fragment"));
    EXPECT_THAT(why_url("http:///v1"), HasSubstr("no host"));
    EXPECT_THAT(why_url("http://h /v1"), HasSubstr("blanks"));
    EXPECT_THAT(why_url("http://h/v1/chat/completions"), HasSubstr("too far"));
    EXPECT_THAT(why_url(""), HasSubstr("\"base_url\" is missing"));
    const auto config = read_eval_config(
        config_with(R"("name": "a", "api": "openai-chat", "base_url": "HTTPS://h:1//", "model": "m")"));
    EXPECT_EQ(config.candidates[0].endpoint.base_url, "HTTPS://h:1");
}

TEST(EvalConfig, NumbersHaveTheirRanges) {
    EXPECT_THAT(why_chat(R"("parameters": {"temperature": -1})"), HasSubstr("out of range"));
    EXPECT_THAT(why_chat(R"("parameters": {"temperature": "0"})"), HasSubstr("without quotes"));
    EXPECT_THAT(why_chat(R"("parameters": {"top_p": 1.5})"), HasSubstr("from 0 to 1"));
    EXPECT_THAT(why_chat(R"("parameters": {"max_tokens": 0})"), HasSubstr("from 1"));
    EXPECT_THAT(why_chat(R"("parameters": {"max_tokens": 2.5})"), HasSubstr("a fraction"));
    EXPECT_THAT(why_chat(R"("concurrency": 0)"), HasSubstr("candidates[0].concurrency"));
    EXPECT_THAT(why_chat(R"("timeout_s": 0)"), HasSubstr("timeout_s"));
    EXPECT_THAT(why_chat(R"("test_loss": NaN)"), HasSubstr("eval.json: line 1"));
    EXPECT_THAT(why_chat(R"("test_loss": 1e999)"), HasSubstr("eval.json"));
    EXPECT_THAT(why_chat(R"("test_loss": -0.5)"), HasSubstr("test_loss"));
    EXPECT_THAT(why_chat(R"("test_loss_se": 0.1)"), HasSubstr("without its test loss"));
    EXPECT_THAT(why_chat(R"("price": {"input": 1})"), HasSubstr("\"output\""));
    EXPECT_THAT(why_judging(R"("judge": {"scorer": "exact"}, "repeats": 0)"), HasSubstr("repeats"));
    EXPECT_THAT(why_judging(R"("judge": {"scorer": "exact"}, "seed": -1)"), HasSubstr("seed"));
    const auto big = read_eval_config(
        config_with(recorded, R"("judge": {"scorer": "exact"}, "seed": 18446744073709551615)"));
    EXPECT_EQ(big.judgings[0].seed, 18446744073709551615ULL);
}

TEST(EvalConfig, ParametersOfOneServerStandInExtra) {
    const auto config = read_eval_config(
        config_with(chat + R"(, "parameters": {"stop": "\n", "extra": {"min_p": 0.1, "a": {"b": 1}}})"));
    EXPECT_EQ(config.candidates[0].parameters.extra, R"({"a":{"b":1},"min_p":0.1})");
    EXPECT_THAT(config.candidates[0].parameters.stop, testing::ElementsAre("\n"));
    EXPECT_THAT(why_chat(R"("parameters": {"extra": {"seed": 1}})"), HasSubstr("parameters.extra.seed"));
    EXPECT_THAT(why_chat(R"("parameters": {"extra": {"messages": []}})"), HasSubstr("sets this itself"));
    EXPECT_THAT(why_chat(R"("parameters": {"stop": [""]})"), HasSubstr("stop every answer"));
    EXPECT_THAT(why_chat(R"("parameters": {"stop": [1]})"), HasSubstr("list of texts"));
}

TEST(EvalConfig, WhatIsMissingTwiceOrBothIsNamed) {
    EXPECT_THAT(why("{}"), HasSubstr("\"eval_set\" is missing"));
    EXPECT_THAT(why(R"({"eval_set": {"path": "e"}})"), HasSubstr("at least one candidate"));
    EXPECT_THAT(why(R"({"eval_set": {"path": "e"}, "candidates": {}})"), HasSubstr("not a list"));
    EXPECT_THAT(why(R"({"eval_set": "e", "candidates": []})"), HasSubstr("eval_set: this is text"));
    EXPECT_THAT(why(R"({"eval_set": {"path": "e", "slice": [5, 5]}, "candidates": []})"),
                HasSubstr("eval_set.slice"));
    EXPECT_THAT(why(R"({"eval_set": {"path": "e", "slice": [-1, 5]}, "candidates": []})"),
                HasSubstr("eval_set.slice"));
    EXPECT_THAT(why_candidate(R"("name": "a")"), HasSubstr("neither recorded answers nor an endpoint"));
    EXPECT_THAT(why_candidate(R"("name": " ", "responses": "r")"), HasSubstr("\"name\" is missing"));
    EXPECT_THAT(why_candidate(recorded + R"(, "base_url": "http://h")"), HasSubstr("not both"));
    EXPECT_THAT(
        why(R"({"eval_set": {"path": "e"}, "candidates": [{"name": "a", "responses": "r"}, {"name": "a ", "responses": "s"}]})"),
        AllOf(HasSubstr("candidates[1].name"), HasSubstr("two candidates are called \"a\"")));
    EXPECT_THAT(why(R"({"eval_set": {"path": "e"}, "eval_set": {"path": "f"}, "candidates": []})"),
                HasSubstr("stands twice"));
    EXPECT_THAT(why_judging(R"("protocol": "joint")"), HasSubstr("\"judge\" is missing"));
    EXPECT_THAT(why_judging(R"("judge": {"recorded": "x"})"), HasSubstr("\"protocol\" is missing"));
    EXPECT_THAT(why_judging(R"("judge": {"recorded": "x", "scorer": "exact"})"), HasSubstr("not both"));
    EXPECT_THAT(why_judging(R"("protocol": "scorer", "judge": {"recorded": "x"})"),
                HasSubstr("needs a scorer"));
    EXPECT_THAT(why_judging(R"("protocol": "pairwise", "judge": {"recorded": "x"})"),
                HasSubstr("needs a baseline"));
    EXPECT_THAT(why_judging(R"("protocol": "pairwise", "judge": {"recorded": "x"}, "baseline": "b")"),
                HasSubstr("no candidate \"b\""));
    EXPECT_THAT(why_judging(R"("protocol": "joint", "judge": {"recorded": "x"}, "baseline": "a")"),
                HasSubstr("only pairwise"));
    EXPECT_THAT(why_judging(R"("judge": {"scorer": "exact"}}, {"judge": {"scorer": "exact"})"),
                HasSubstr("two judgings are called \"exact\""));
}

TEST(EvalConfig, BrokenFilesAreRefused) {
    EXPECT_THAT(why(""), HasSubstr("empty"));
    EXPECT_THAT(why("[]"), HasSubstr("this is a list, not an object"));
    EXPECT_THAT(why("<html></html>"), HasSubstr("line 1, column 1"));
    EXPECT_THAT(why(std::string(example).substr(0, 300)), HasSubstr("cut"));
    EXPECT_NO_THROW((void)read_eval_config("\xef\xbb\xbf" + config_with(recorded)));
}

TEST(EvalConfig, DefaultsAreThoseOfTheInterface) {
    const auto config = read_eval_config(config_with(
        recorded, R"("protocol": "single", "judge": {"recorded": "x"}}, {"judge": {"scorer": "exact"})"));
    EXPECT_EQ(config.judgings[0].rubric, "ift-0-100");
    EXPECT_EQ(config.judgings[0].name, "single");
    EXPECT_EQ(config.judgings[0].repeats, 1);
    EXPECT_TRUE(config.judgings[0].merge_identical);
    EXPECT_EQ(config.judgings[1].protocol, Protocol::scorer);
    EXPECT_EQ(config.judgings[1].rubric, "");
    EXPECT_EQ(config.judgings[1].name, "exact");
}

TEST(EvalConfig, CanonicalFormIsStableAndReadsBack) {
    const EvalConfig config = read_eval_config(example);
    const std::string canonical = to_canonical_json(config);
    EXPECT_EQ(read_eval_config(canonical), config);
    EXPECT_EQ(to_canonical_json(read_eval_config(canonical)), canonical);
    const auto one =
        read_eval_config(config_with(R"("responses": "r", "name": "a", "tags": {"b": 1, "a": "x"})"));
    const auto other = read_eval_config(config_with(
        R"("tags": {"a": "x", "b": "1"}, "name": "a", "responses": "r", "parameters": {}, "template": null)"));
    EXPECT_EQ(to_canonical_json(one), to_canonical_json(other));
    EXPECT_EQ(to_canonical_json(read_eval_config(config_with(recorded), "x", "/elsewhere")),
              to_canonical_json(read_eval_config(config_with(recorded))));
}

TEST(EvalConfig, WhatIsAskedLeavesOutPlaceAndLimits) {
    const auto asked = [](const EvalConfig& config) {
        return to_canonical_json(config, ConfigParts::what_is_asked);
    };
    const EvalConfig config = read_eval_config(example);
    EvalConfig moved = config;
    moved.candidates[1].endpoint.base_url = "http://other/v1";
    moved.candidates[1].endpoint.concurrency = 1;
    moved.candidates[1].price.reset();
    moved.judgings[0].judge.model.endpoint.key = "env:OTHER";
    EXPECT_EQ(asked(moved), asked(config));
    EXPECT_NE(to_canonical_json(moved), to_canonical_json(config));
    for (const auto& change : std::vector<std::function<void(EvalConfig&)>>{
             [](EvalConfig& c) { c.candidates[1].parameters.temperature = 0.1; },
             [](EvalConfig& c) { c.candidates[1].model = "other"; },
             [](EvalConfig& c) { c.candidates[1].prompt_template = "raw"; },
             [](EvalConfig& c) { c.judgings[0].seed = 8; }, [](EvalConfig& c) { c.judgings[0].repeats = 4; },
             [](EvalConfig& c) { c.judgings[0].judge.model.model = "n"; },
             [](EvalConfig& c) { c.eval_set.slice.reset(); },
             [](EvalConfig& c) { c.candidates.pop_back(); }}) {
        EvalConfig changed = config;
        change(changed);
        EXPECT_NE(asked(changed), asked(config));
    }
}

TEST(EvalConfig, AJudgingAloneIsReadLikeOneOfAConfig) {
    const std::vector<std::string> names{"a", "b"};
    const auto judging = read_judging(
        R"({"protocol": "single", "judge": {"recorded": "x.jsonl"}, "repeats": 2})", names, "j.json");
    EXPECT_EQ(judging.protocol, Protocol::single);
    EXPECT_EQ(judging.repeats, 2);
    EXPECT_THAT(error_of([&] { (void)read_judging(R"({"protocol": "single"})", names, "j.json"); }),
                HasSubstr("j.json"));
}

/// What read_judging says of an object with these fields and a model as judge.
domain::JudgingSpec judged(const std::string& fields) {
    return read_judging(R"({"judge": {"api": "openai-chat", "base_url": "http://h/v1", "model": "m"}, )" +
                            fields + "}",
                        {"a", "b"}, "j.json");
}
std::string why_judged(const std::string& fields) {
    return error_of([&] { (void)judged(fields); });
}

TEST(JudgingConfig, EveryProtocolHasItsFieldsAndDefaults) {
    const auto pairs = judged(R"("protocol": "pairwise", "baseline": "reference", "swap": false,
                                 "logprobs": true, "repair": false, "prompt": "p.jsonl", "prompt_name": "pair")");
    EXPECT_EQ(pairs.baseline, domain::reference_baseline);
    EXPECT_FALSE(pairs.swap);
    EXPECT_TRUE(pairs.logprobs);
    EXPECT_FALSE(pairs.repair);
    EXPECT_EQ(pairs.prompt, "p.jsonl");
    EXPECT_EQ(pairs.prompt_name, "pair");
    const auto past = judged(R"("protocol": "pairwise", "baseline": {"run": "May", "candidate": "old"})");
    EXPECT_EQ(past.baseline_run, "May");
    EXPECT_EQ(past.baseline, "old") << "a past run's candidates need not be this run's";
    EXPECT_TRUE(past.swap);
    EXPECT_TRUE(past.repair);
    EXPECT_EQ(judged(R"("protocol": "multi-turn")").rubric, "conversation-1-10");
    EXPECT_EQ(judged(R"("protocol": "listwise", "method": "bubble")").method, domain::RankMethod::bubble);
    const auto joint = judged(R"("protocol": "joint", "group_size": 8, "context_tokens": 8000, "items": 20)");
    EXPECT_EQ(joint.group_size, 8);
    EXPECT_EQ(joint.context_tokens, 8000);
    EXPECT_EQ(joint.items, 20);
    EXPECT_FALSE(joint.sample);
    EXPECT_TRUE(judged(R"("protocol": "joint", "items": {"sample": 20})").sample);
}

TEST(JudgingConfig, RubricsAreNamedOrWrittenOut) {
    const auto several = judged(R"("protocol": "rubric", "criteria": [{"rubric": "helpfulness", "weight": 2},
        {"rubric": {"criteria": "Is it kind?", "score1_description": "no", "score5_description": "yes"}}])");
    ASSERT_THAT(several.criteria, SizeIs(2));
    EXPECT_EQ(several.criteria[0].weight, 2);
    EXPECT_EQ(several.criteria[1].rubric, "Is it kind?");
    EXPECT_THAT(several.criteria[1].rubric_text, HasSubstr("score5_description"));
    EXPECT_EQ(several.rubric, "");
    const auto relative = judged(R"("protocol": "rubric", "relative": true, "baseline": "a", "rubric": "r")");
    EXPECT_TRUE(relative.relative);
    EXPECT_THAT(why_judged(R"("protocol": "rubric")"), HasSubstr("needs a rubric"));
    EXPECT_THAT(why_judged(R"("protocol": "rubric", "rubric": "r", "criteria": [{"rubric": "s"}])"),
                HasSubstr("both \"rubric\" and \"criteria\""));
    EXPECT_THAT(why_judged(R"("protocol": "rubric", "criteria": [{"rubric": "s"}, {"rubric": "s"}])"),
                HasSubstr("criteria[1].rubric"));
    EXPECT_THAT(why_judged(R"("protocol": "rubric", "criteria": [{"rubric": "s", "weight": 0}])"),
                HasSubstr("weight"));
    EXPECT_THAT(why_judged(R"("protocol": "rubric", "relative": true, "rubric": "r")"),
                HasSubstr("needs a baseline"));
    EXPECT_THAT(why_judged(R"("protocol": "rubric", "baseline": "a", "rubric": "r")"),
                HasSubstr("\"relative\": true"));
}

TEST(JudgingConfig, WhatMeansNothingIsRefused) {
    EXPECT_THAT(why_judged(R"("protocol": "joint", "swap": false)"), HasSubstr("both orders"));
    EXPECT_THAT(why_judged(R"("protocol": "single", "logprobs": true)"), HasSubstr("log-probabilities"));
    EXPECT_THAT(why_judged(R"("protocol": "single", "group_size": 8)"), HasSubstr("only joint"));
    EXPECT_THAT(why_judged(R"("protocol": "joint", "group_size": 2)"), HasSubstr("from 3"));
    EXPECT_THAT(why_judged(R"("protocol": "joint", "method": "bubble")"), HasSubstr("only listwise"));
    EXPECT_THAT(why_judged(R"("protocol": "joint", "prompt_name": "x")"), HasSubstr("\"prompt\""));
    EXPECT_THAT(why_judged(R"("protocol": "joint", "swop": true)"), HasSubstr("\"swap\""));
    EXPECT_THAT(why_judging(R"("judge": {"scorer": "exact"}, "prompt": "p")"), HasSubstr("no prompt"));
    EXPECT_THAT(why_judged(R"("protocol": "listwise", "method": "bubbel")"), HasSubstr("\"bubble\""));
}

TEST(JudgingConfig, APanelIsOfModelsWithNamesOfTheirOwn) {
    const auto panel = [](const std::string& judges) {
        return R"("protocol": "single", "judges": [)" + judges + "]";
    };
    const std::string one = R"({"api": "openai-chat", "base_url": "http://h/v1", "model": "m"})";
    const std::string two =
        R"({"api": "openai-chat", "base_url": "http://h/v1", "model": "m", "name": "again"})";
    const auto read = read_eval_config(config_with(recorded, panel(one + ", " + two))).judgings.at(0);
    ASSERT_THAT(read.panel, SizeIs(1));
    EXPECT_EQ(read.judge.model.name, "m");
    EXPECT_EQ(read.panel[0].model.name, "again");
    EXPECT_THAT(read.judges(), SizeIs(2));
    EXPECT_THAT(why_judging(panel(one + ", " + one)), HasSubstr("two judges are called \"m\""));
    EXPECT_THAT(why_judging(panel(one + R"(, {"scorer": "exact"})")), HasSubstr("only models"));
    EXPECT_THAT(why_judged(panel(one)), HasSubstr("both \"judge\" and \"judges\""));
}

TEST(JudgingConfig, EveryFieldReadsBackFromTheCanonicalForm) {
    const std::string judge = R"("judge": {"api": "openai-chat", "base_url": "http://h/v1", "model": "m"}, )";
    for (const char* fields :
         {R"("protocol": "pairwise", "baseline": "a", "swap": false, "logprobs": true, "prompt": "p")",
          R"("protocol": "pairwise", "baseline": {"run": "r", "candidate": "c"}, "items": {"sample": 3})",
          R"("protocol": "rubric", "criteria": [{"rubric": {"name": "n", "criteria": "c"}, "weight": 0.5}])",
          R"("protocol": "rubric", "relative": true, "baseline": "reference", "rubric": {"name": "n"})",
          R"("protocol": "joint", "group_size": 4, "context_tokens": 9, "items": 3, "repair": false)",
          R"("protocol": "listwise", "method": "sorting", "prompt": "p", "prompt_name": "q")",
          R"("protocol": "multi-turn", "baseline": "a")"}) {
        const EvalConfig config = read_eval_config(config_with(recorded, judge + fields));
        EXPECT_EQ(read_eval_config(to_canonical_json(config)), config) << fields;
    }
}

/// A config of one candidate with these fields, and what is wrong with it.
EvalConfig with_candidate(const std::string& fields) {
    return read_eval_config(R"({"name": "n", "eval_set": {"path": "x.json"}, "candidates": [{"name": "a", )" +
                            fields + "}]}");
}

std::string why_asked(const std::string& fields) {
    try {
        (void)with_candidate(fields);
        return "taken";
    } catch (const domain::Error& error) {
        return error.what();
    }
}

TEST(CandidateConfig, ReplicasShareLimitsAndNeverKeys) {
    const domain::Candidate asked =
        with_candidate(
            R"("api": "openai-chat", "model": "m", "concurrency": 4, "timeout_s": 9, "stream": false,
        "replicas": [{"base_url": "http://127.0.0.1:8081/v1", "key": "env:ONE", "concurrency": 16},
                     {"base_url": "http://127.0.0.1:8082/v1/"}])")
            .candidates.at(0);
    EXPECT_EQ(asked.endpoint.base_url, "http://127.0.0.1:8081/v1");
    EXPECT_EQ(asked.endpoint.key, "env:ONE");
    EXPECT_EQ(asked.endpoint.concurrency, 16);
    ASSERT_THAT(asked.replicas, SizeIs(1));
    EXPECT_EQ(asked.replicas[0].base_url, "http://127.0.0.1:8082/v1");
    EXPECT_EQ(asked.replicas[0].key, "") << "a key goes to the server it was named for";
    EXPECT_EQ(asked.replicas[0].concurrency, 4);
    EXPECT_EQ(asked.replicas[0].timeout_s, 9);
    EXPECT_FALSE(asked.replicas[0].stream);
    EXPECT_THAT(
        why_asked(
            R"("api": "openai-chat", "model": "m", "key": "env:K", "replicas": [{"base_url": "http://h"}])"),
        HasSubstr("no address to go to"));
    EXPECT_THAT(why_asked(R"("api": "openai-chat", "model": "m", "base_url": "http://h", "replicas": [])"),
                HasSubstr("no list of servers"));
    EXPECT_THAT(
        why_asked(
            R"("api": "openai-chat", "model": "m", "base_url": "http://h", "replicas": [{"base_ur": "x"}])"),
        AllOf(HasSubstr("replicas[0]"), HasSubstr("\"base_url\"")));
    EXPECT_THAT(
        why_asked(
            R"("api": "openai-chat", "model": "m", "base_url": "http://h", "replicas": [{"token": "sk"}])"),
        HasSubstr("holds no secrets"));
}

TEST(CandidateConfig, EachApiTakesWhatItCanSay) {
    EXPECT_THAT(
        why_asked(R"("api": "anthropic", "base_url": "https://h", "model": "m", "parameters": {"seed": 1})"),
        AllOf(HasSubstr("parameters.seed"), HasSubstr("\"anthropic\" has no such parameter")));
    EXPECT_THAT(why_asked(R"("api": "command", "model": "./a.sh", "parameters": {"logprobs": true})"),
                HasSubstr("logprobs"));
    EXPECT_THAT(why_asked(R"("api": "command", "model": "./a.sh", "base_url": "http://h")"),
                HasSubstr("no address"));
    EXPECT_THAT(why_asked(R"("api": "ollama", "base_url": "http://h/api/chat", "model": "m")"),
                HasSubstr("end it before /api/chat"));
    EXPECT_THAT(
        why_asked(R"("api": "openai-chat", "base_url": "http://h", "model": "m", "template": "chatml")"),
        HasSubstr("template"));
    const auto raw =
        with_candidate(R"("api": "ollama", "base_url": "http://h", "model": "m", "template": "chatml",
        "parameters": {"logprobs": true, "top_logprobs": 5})")
            .candidates.at(0);
    EXPECT_TRUE(domain::asks_with_prompt(raw));
    EXPECT_TRUE(raw.parameters.logprobs);
    EXPECT_EQ(raw.parameters.top_logprobs, 5);
    EXPECT_THAT(
        why_asked(
            R"("api": "openai-chat", "base_url": "http://h", "model": "m", "parameters": {"top_logprob": 2})"),
        HasSubstr("\"top_logprobs\""));
}

TEST(CandidateConfig, EveryFieldReadsBackFromTheCanonicalForm) {
    for (
        const char* fields :
        {R"("api": "anthropic", "base_url": "https://h", "model": "m", "stream": false)",
         R"("api": "ollama", "base_url": "http://h", "model": "m", "parameters": {"top_logprobs": 2, "logprobs": true})",
         R"("api": "command", "model": "./answer.sh --fast", "concurrency": 2)",
         R"("api": "openai-chat", "base_url": "http://h", "model": "m", "replicas": [{"base_url": "http://i", "key": "env:K"}])"}) {
        const EvalConfig config = with_candidate(fields);
        EXPECT_EQ(read_eval_config(to_canonical_json(config)), config) << fields;
    }
}

TEST(EvalConfigInTheWild, TheSample) {
    SHARED_FILE(bytes, "sample/eval.json");
    const EvalConfig config = read_eval_config(bytes, "eval.json");
    EXPECT_EQ(config.name, "Eight small GPTs");
    ASSERT_THAT(config.candidates, SizeIs(8));
    EXPECT_EQ(config.candidates[7].test_loss.value, 3.5431);
    EXPECT_EQ(config.candidates[7].tags.at("parameters"), "4.2M");
    ASSERT_THAT(config.judgings, SizeIs(3));
    EXPECT_EQ(config.judgings[1].judge.recorded_path, "judge/joint.jsonl");
    EXPECT_EQ(config.judgings[1].repeats, 3);
    EXPECT_EQ(read_eval_config(to_canonical_json(config)), config);
}

} // namespace tiebreak::formats
