// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/endpoint.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tiebreak::client {

using domain::Answer;
using domain::Api;
using domain::FailureKind;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

TransferResult reply(int status, std::string body) {
    TransferResult result;
    result.status = status;
    result.body = std::move(body);
    result.latency_ms = 12.5;
    return result;
}

Answer chat(const std::string& message, const std::string& finish = "stop") {
    return read_reply(
        Api::openai_chat,
        reply(200, R"({"choices":[{"finish_reason":")" + finish + R"(","message":)" + message + "}]}"),
        nullptr);
}

TEST(Reply, ChatAnswerWithEverythingAServerTells) {
    const Answer answer = read_reply(Api::openai_chat, reply(200, R"({"id":"c1","model":"m-0613",
        "system_fingerprint":"fp_1","choices":[{"index":0,"finish_reason":"length","message":{"role":"assistant",
        "content":"The Loire."}}],"usage":{"prompt_tokens":11,"completion_tokens":4,
        "prompt_tokens_details":{"cached_tokens":8},"completion_tokens_details":{"reasoning_tokens":2}}})"),
                                     nullptr);
    EXPECT_EQ(answer.failure, FailureKind::none) << answer.failure_detail;
    EXPECT_EQ(answer.text, "The Loire.");
    EXPECT_EQ(answer.finish_reason, "length");
    EXPECT_EQ(answer.model_returned, "m-0613");
    EXPECT_EQ(answer.fingerprint_returned, "fp_1");
    EXPECT_EQ(answer.usage, (domain::Usage{11, 4, 8, 2}));
    EXPECT_EQ(answer.latency_ms, 12.5);
    // The envelope is the reply, with the text kept once: in `text`.
    const json envelope = json::parse(answer.envelope);
    EXPECT_EQ(envelope["id"], "c1");
    EXPECT_EQ(envelope["choices"][0]["message"]["content"], answer_placeholder);
    EXPECT_THAT(answer.envelope, Not(HasSubstr("Loire")));
}

TEST(Reply, CompletionText) {
    const Answer answer =
        read_reply(Api::openai_completions, reply(200, R"({"choices":[{"text":" blue\n"}]})"), nullptr);
    EXPECT_EQ(answer.failure, FailureKind::none) << answer.failure_detail;
    EXPECT_EQ(answer.text, " blue\n");
    EXPECT_EQ(answer.usage, domain::Usage{});
}

TEST(Reply, AnthropicCountsItsCacheToThePrompt) {
    const Answer answer =
        read_reply(Api::anthropic, reply(200, R"({"type":"message","model":"claude-x-20250101",
        "content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"The "},{"type":"text","text":"Loire."}],
        "stop_reason":"end_turn","usage":{"input_tokens":11,"cache_read_input_tokens":8,
        "cache_creation_input_tokens":2,"output_tokens":4}})"),
                   nullptr);
    EXPECT_EQ(answer.failure, FailureKind::none) << answer.failure_detail;
    EXPECT_EQ(answer.text, "The Loire.");
    EXPECT_EQ(answer.finish_reason, "end_turn");
    EXPECT_EQ(answer.usage, (domain::Usage{21, 4, 8, std::nullopt}));
    EXPECT_THAT(answer.envelope, Not(HasSubstr("Loire")));
    EXPECT_THAT(answer.envelope, HasSubstr("hm"));
}

TEST(Reply, OllamaInBothForms) {
    const Answer said = read_reply(Api::ollama, reply(200, R"({"model":"m","message":{"role":"assistant",
        "content":"The Loire.","thinking":"hm"},"done":true,"done_reason":"stop","prompt_eval_count":11,"eval_count":4})"),
                                   nullptr);
    EXPECT_EQ(said.text, "The Loire.");
    EXPECT_EQ(said.usage, (domain::Usage{11, 4, std::nullopt, std::nullopt}));
    const Answer generated = read_reply(
        Api::ollama, reply(200, R"({"response":"blue","done":true,"done_reason":"length","eval_count":1})"),
        nullptr);
    EXPECT_EQ(generated.text, "blue");
    EXPECT_EQ(generated.finish_reason, "length");
    EXPECT_EQ(read_reply(Api::ollama, reply(200, R"({"response":"bl","done":false})"), nullptr).failure,
              FailureKind::bad_body);
    EXPECT_EQ(
        read_reply(Api::ollama, reply(404, R"({"error":"model 'm' not found"})"), nullptr).failure_detail,
        "model 'm' not found");
}

/// One token with its alternatives, as each server writes it, with the natural logarithms of 0.6 and 0.3.
TEST(Reply, LogProbabilitiesInEveryForm) {
    const std::vector<domain::TokenLogprob> expected{{"A", -0.51, {{"A", -0.51}, {"B", -1.2}}}};
    const auto read = [](Api api, const std::string& choice, const std::string& beside = "") {
        const Answer answer =
            read_reply(api, reply(200, R"({"choices":[{)" + choice + "}]" + beside + "}"), nullptr);
        EXPECT_EQ(answer.failure, FailureKind::none) << answer.failure_detail;
        EXPECT_EQ(logprobs_in(answer.envelope), answer.logprobs) << "and again from what is stored";
        return answer.logprobs;
    };
    const std::string list =
        R"([{"token":"A","logprob":-0.51,"top_logprobs":[{"token":"B","logprob":-1.2},{"token":"A","logprob":-0.51}]}])";
    EXPECT_EQ(read(Api::openai_chat, R"("message":{"content":"A"},"logprobs":{"content":)" + list + "}"),
              expected);
    EXPECT_EQ(read(Api::openai_completions, R"("text":"A","logprobs":{"content":)" + list + "}"), expected)
        << "llama.cpp";
    EXPECT_EQ(read(Api::openai_completions, R"("text":"A","logprobs":{"tokens":["A"],"token_logprobs":[-0.51],
        "top_logprobs":[{"A":-0.51,"B":-1.2}]})"),
              expected)
        << "OpenAI, vLLM";
    EXPECT_EQ(read(Api::ollama, "", R"(,"response":"A","done":true,"logprobs":)" + list), expected);
    EXPECT_TRUE(read(Api::openai_chat, R"("message":{"content":"A"},"logprobs":null)").empty());
    EXPECT_TRUE(read(Api::openai_chat, R"("message":{"content":"A"},"logprobs":{"content":[{"token":"A"}]})")
                    .empty());
}

TEST(Reply, EmptyTextIsAnAnswer) {
    EXPECT_EQ(chat(R"({"content":""})").failure, FailureKind::none);
    EXPECT_EQ(chat(R"({"content":null,"reasoning_content":"hm"})").failure, FailureKind::none);
    EXPECT_EQ(chat(R"({"content":null,"tool_calls":[{"id":1}]})").failure, FailureKind::none);
    EXPECT_EQ(chat(R"({"content":null})", "length").failure, FailureKind::none);
}

TEST(Reply, ToleratesOtherFormsOfContent) {
    EXPECT_EQ(
        chat(R"({"content":[{"type":"text","text":"a"},{"type":"image_url"},{"type":"text","text":"b"}]})")
            .text,
        "ab");
    EXPECT_EQ(chat(R"({"content":null,"refusal":"I will not."})").text, "I will not.");
    const Answer thinking = chat(R"({"content":"42","reasoning_content":"six times seven"})");
    EXPECT_EQ(thinking.text, "42");
    EXPECT_THAT(thinking.envelope, HasSubstr("six times seven"));
}

TEST(Reply, RepairsBrokenCharactersInsteadOfLosingTheAnswer) {
    EXPECT_EQ(chat(R"({"content":"a \ud83d b"})").text, "a \xEF\xBF\xBD b");
    EXPECT_EQ(chat(R"({"content":"\ude00x \ud83d\ude00 \\ud83d"})").text +
                  chat(R"({"content":"\ud83d"})").text,
              "\xEF\xBF\xBDx \xF0\x9F\x98\x80 \\ud83d\xEF\xBF\xBD");
    EXPECT_THAT(chat("{\"content\":\"a \xF0\x9F\x98 b\"}").text, HasSubstr("\xEF\xBF\xBD b"));
}

struct Bad {
    const char* name;
    const char* body;
    const char* reason;
};

class BadBodies : public ::testing::TestWithParam<Bad> {};

TEST_P(BadBodies, AreFailuresWithTheirReason) {
    const Answer answer = read_reply(Api::openai_chat, reply(200, GetParam().body), nullptr);
    EXPECT_EQ(answer.failure, FailureKind::bad_body);
    EXPECT_THAT(answer.failure_detail, HasSubstr(GetParam().reason));
    EXPECT_EQ(answer.text, "");
    EXPECT_EQ(answer.envelope, GetParam().body);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadBodies,
    ::testing::Values(Bad{"empty", "", "empty"}, Bad{"html", "\n<!DOCTYPE html><html>", "web page"},
                      Bad{"cut", R"({"choices":[{"message":{"content":"The Lo)", "not complete JSON"},
                      Bad{"array", "[]", "not a JSON object"}, Bad{"no_choices", R"({"id":1})", "no choices"},
                      Bad{"empty_choices", R"({"choices":[]})", "no choices"},
                      Bad{"odd_choice", R"({"choices":["x"]})", "no choices"},
                      Bad{"no_message", R"({"choices":[{}]})", "no message"},
                      Bad{"number", R"({"choices":[{"message":{"content":42}}]})", "of type number"},
                      Bad{"null", R"({"choices":[{"message":{"content":null}}]})", "no content"},
                      Bad{"odd_part", R"({"choices":[{"message":{"content":[7]}}]})", "neither text"},
                      Bad{"error_in_200", R"({"error":{"message":"crashed"}})", "the server says: crashed"}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(Reply, DeepNestingIsRefusedNotRecursedInto) {
    const std::string deep = std::string(1'000'000, '[') + std::string(1'000'000, ']');
    const std::string body = R"({"choices":[{"message":{"content":"x"}}],"more":)" + deep + "}";
    EXPECT_EQ(read_reply(Api::openai_chat, reply(200, body), nullptr).failure, FailureKind::bad_body);
    const std::string brackets(1000, '[');
    EXPECT_EQ(chat(R"({"content":")" + brackets + R"(\\"})").text, brackets + "\\");
}

TEST(Reply, StatusDecidesTheKindOfFailure) {
    const auto kind = [](int status) {
        return read_reply(Api::openai_chat, reply(status, "{}"), nullptr).failure;
    };
    EXPECT_EQ(kind(400), FailureKind::http_client);
    EXPECT_EQ(kind(401), FailureKind::http_client);
    EXPECT_EQ(kind(404), FailureKind::http_client);
    EXPECT_EQ(kind(408), FailureKind::timeout);
    EXPECT_EQ(kind(429), FailureKind::rate_limit);
    EXPECT_EQ(kind(500), FailureKind::server);
    EXPECT_EQ(kind(529), FailureKind::server);
    EXPECT_EQ(kind(307), FailureKind::redirect);
    EXPECT_EQ(read_reply(Api::openai_chat, reply(400, R"({"error":{"message":"too long"}})"), nullptr)
                  .failure_detail,
              "too long");
    EXPECT_EQ(read_reply(Api::openai_chat, reply(422, R"({"detail":"no field"})"), nullptr).failure_detail,
              "no field");
}

TEST(Reply, ARedirectNamesTheHostOnly) {
    TransferResult result = reply(307, "");
    result.headers = {{"location", "https://evil.example/v1?token=abc"}};
    const Answer answer = read_reply(Api::openai_chat, result, nullptr);
    EXPECT_EQ(answer.failure, FailureKind::redirect);
    EXPECT_THAT(answer.failure_detail, HasSubstr("https://evil.example:443"));
    EXPECT_THAT(answer.failure_detail, Not(HasSubstr("abc")));
}

TEST(Reply, AKeyIsFoundNowhere) {
    const Secret key("sk-canary-0123456789");
    const std::string pad(490, '.');
    for (const std::string& body :
         {std::string(R"({"error":{"message":"Incorrect API key provided: sk-canary-0123456789"}})"),
          R"({"error":{"message":")" + pad + R"(sk-canary-0123456789"}})",
          std::string("no JSON sk-canary-0123456789"), std::string("cut in the key: sk-canary-01"),
          std::string(4090, ' ') + "sk-canary-0123456789"}) {
        for (const int status : {401, 500, 200}) {
            const Answer answer = read_reply(Api::openai_chat, reply(status, body), &key);
            EXPECT_NE(answer.failure, FailureKind::none);
            EXPECT_THAT(answer.failure_detail + answer.envelope, Not(HasSubstr("canary")));
        }
    }
    const Answer echoed = read_reply(
        Api::openai_completions,
        reply(200, R"({"x":"sk-canary-0123456789","choices":[{"text":"sk-canary-0123456789"}]})"), &key);
    EXPECT_EQ(echoed.failure, FailureKind::none);
    EXPECT_THAT(echoed.text + echoed.envelope, Not(HasSubstr("canary")));
}

TEST(Reply, ADummyKeyDoesNotTouchAnswers) {
    const Secret dummy("EMPTY");
    EXPECT_EQ(
        read_reply(Api::openai_completions, reply(200, R"({"choices":[{"text":"EMPTY set"}]})"), &dummy).text,
        "EMPTY set");
}

} // namespace tiebreak::client
