// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/endpoint.h"
#include "client/stream_reader.h"
#include "domain/random.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <vector>

namespace tiebreak::client {

using domain::Answer;
using domain::Api;
using domain::FailureKind;
using ::testing::HasSubstr;
using ::testing::Not;

/// The answer to a stream that arrives in pieces of `size` bytes.
Answer streamed(Api api, const std::string& body, std::size_t size = 100'000) {
    StreamReader reader(api);
    TransferResult result;
    result.status = 200;
    result.headers = {
        {"content-type", api == Api::ollama ? "application/x-ndjson" : "text/event-stream; charset=utf-8"}};
    EXPECT_TRUE(reader.wants(result));
    result.streamed = true;
    result.ttft_ms = 5;
    for (std::size_t at = 0; at < body.size(); at += size) {
        reader.take(std::string_view(body).substr(at, size));
    }
    return read_reply(api, result, nullptr, &reader);
}

const char* const chat_stream =
    ": a comment\n\n"
    R"(data: {"id":"c1","model":"m-1","system_fingerprint":"fp","choices":[{"index":0,"delta":{"role":"assistant","content":null},"finish_reason":null}]})"
    "\r\n\r\n"
    R"(data: {"id":"c1","choices":[{"index":0,"delta":{"reasoning_content":"hm"}}]})"
    "\n\n"
    R"(data: {"id":"c1","choices":[{"index":0,"delta":{"content":"The Lo"},"logprobs":{"content":[{"token":"The Lo","logprob":-0.5}]}}],"usage":null})"
    "\n\n"
    R"(data: {"id":"c1","choices":[{"index":0,"delta":{"content":"ire – né."},"logprobs":{"content":[{"token":"ire","logprob":-0.25}]}}]})"
    "\n\n"
    R"(data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})"
    "\n\n"
    R"(data: {"id":"c1","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":4,"completion_tokens_details":{"reasoning_tokens":1}},"timings":{"cache_n":7}})"
    "\n\ndata: [DONE]\n\n";

TEST(Stream, IsTheSameAnswerHoweverItIsCut) {
    for (const std::size_t size : {1U, 2U, 3U, 7U, 64U, 100'000U}) {
        const Answer answer = streamed(Api::openai_chat, chat_stream, size);
        ASSERT_EQ(answer.failure, FailureKind::none) << answer.failure_detail;
        EXPECT_EQ(answer.text, "The Loire – né.");
        EXPECT_EQ(answer.finish_reason, "stop");
        EXPECT_EQ(answer.model_returned, "m-1");
        EXPECT_EQ(answer.fingerprint_returned, "fp");
        EXPECT_EQ(answer.usage, (domain::Usage{11, 4, 7, 1}));
        EXPECT_EQ(answer.ttft_ms, 5);
        ASSERT_EQ(answer.logprobs.size(), 2U);
        EXPECT_EQ(answer.logprobs[1].logprob, -0.25);
        EXPECT_THAT(answer.envelope, HasSubstr("hm"));
        EXPECT_THAT(answer.envelope, Not(HasSubstr("Loire")));
        EXPECT_LT(answer.envelope.size(), 600U) << "one reply, not its events";
    }
}

TEST(Stream, CompletionsWithLogProbabilitiesInTheOlderForm) {
    const Answer answer = streamed(
        Api::openai_completions,
        R"(data: {"choices":[{"index":0,"text":" bl","logprobs":{"tokens":[" bl"],"token_logprobs":[-0.5],"top_logprobs":[{" bl":-0.5}]}}]})"
        "\n\n"
        R"(data: {"choices":[{"index":0,"text":"ue","logprobs":{"tokens":["ue"],"token_logprobs":[-1],"top_logprobs":[{"ue":-1}]},"finish_reason":"length"}]})"
        "\n\n");
    EXPECT_EQ(answer.failure, FailureKind::none) << answer.failure_detail;
    EXPECT_EQ(answer.text, " blue") << "a reason to finish is an end mark, where \"[DONE]\" does not come";
    ASSERT_EQ(answer.logprobs.size(), 2U);
    EXPECT_EQ(answer.logprobs[1], (domain::TokenLogprob{"ue", -1, {{"ue", -1}}}));
}

const std::string anthropic_begin =
    "event: message_start\n"
    R"(data: {"type":"message_start","message":{"id":"msg","type":"message","model":"claude-x","content":[],"usage":{"input_tokens":11,"cache_read_input_tokens":8,"output_tokens":1}}})"
    "\n\nevent: content_block_start\n"
    R"(data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})"
    "\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n"
    R"(data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"The Loire."}})"
    "\n\n";

TEST(Stream, AnthropicsEvents) {
    const Answer answer = streamed(
        Api::anthropic,
        anthropic_begin +
            R"(data: {"type":"content_block_stop","index":0})"
            "\n\n"
            R"(data: {"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"output_tokens":4}})"
            "\n\ndata: {\"type\":\"message_stop\"}\n\n");
    EXPECT_EQ(answer.failure, FailureKind::none) << answer.failure_detail;
    EXPECT_EQ(answer.text, "The Loire.");
    EXPECT_EQ(answer.finish_reason, "max_tokens");
    EXPECT_EQ(answer.usage, (domain::Usage{19, 4, 8, std::nullopt}));
}

TEST(Stream, WhatIsCutIsNoAnswerAndMayHaveBeenPaidFor) {
    const Answer answer = streamed(Api::anthropic, anthropic_begin);
    EXPECT_EQ(answer.failure, FailureKind::bad_body);
    EXPECT_THAT(answer.failure_detail, HasSubstr("before its end mark"));
    EXPECT_EQ(answer.text, "");
    EXPECT_EQ(answer.usage.prompt_tokens, 19);
    EXPECT_EQ(answer.ttft_ms, std::nullopt);
    EXPECT_EQ(streamed(Api::ollama, "{\"message\":{\"content\":\"The Lo\"},\"done\":false}\n").failure,
              FailureKind::bad_body);
    EXPECT_EQ(streamed(Api::openai_chat, "").failure, FailureKind::bad_body);
    EXPECT_EQ(streamed(Api::openai_chat, R"(data: {"choices":[{"delta":{"content":"a)").failure,
              FailureKind::bad_body);
}

struct Broken {
    const char* name;
    Api api;
    const char* event;
    FailureKind kind;
};

class BrokenStreams : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenStreams, AreFailuresOfTheirKind) {
    const Answer answer = streamed(GetParam().api, GetParam().event);
    EXPECT_EQ(answer.failure, GetParam().kind) << answer.failure_detail;
    EXPECT_FALSE(answer.failure_detail.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, BrokenStreams,
    ::testing::Values(
        Broken{"openai", Api::openai_chat, "data: {\"error\":{\"message\":\"crashed\",\"code\":500}}\n\n",
               FailureKind::server},
        Broken{"limit", Api::openai_chat, "data: {\"error\":{\"message\":\"slow down\",\"code\":429}}\n\n",
               FailureKind::rate_limit},
        Broken{"too_long", Api::openai_chat, "data: {\"error\":{\"message\":\"too long\",\"code\":400}}\n\n",
               FailureKind::http_client},
        Broken{
            "vllm", Api::openai_completions,
            "data: {\"object\":\"error\",\"message\":\"bad\",\"type\":\"BadRequestError\",\"code\":400}\n\n",
            FailureKind::http_client},
        Broken{
            "overloaded", Api::anthropic,
            "event: error\ndata: "
            "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n",
            FailureKind::server},
        Broken{"ollama", Api::ollama, "{\"error\":\"an error was encountered while running the model\"}\n",
               FailureKind::server},
        Broken{"not_json", Api::openai_chat, "data: {broken\n\ndata: [DONE]\n\n", FailureKind::bad_body},
        Broken{"number", Api::openai_chat,
               "data: {\"choices\":[{\"delta\":{\"content\":42}}]}\n\ndata: [DONE]\n\n",
               FailureKind::bad_body},
        Broken{"far_block", Api::anthropic,
               "data: {\"type\":\"content_block_delta\",\"index\":999999999,\"delta\":{}}\n\n",
               FailureKind::bad_body},
        Broken{"no_choices", Api::openai_chat, "data: {\"choices\":[]}\n\ndata: [DONE]\n\n",
               FailureKind::bad_body}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(Stream, AnyPiecesMakeTheirTextWhateverStandsBetweenThem) {
    domain::Random random(11, "pieces");
    const std::vector<std::string> pieces{"a",      " word", "\"",     "\\",
                                          "\n",     "é",     "語",     "\"content\":\"x",
                                          "[DONE]", "}",     "data: ", "\xF0\x9F\x98\x80",
                                          "\t",     "",      "\x01"};
    for (const Api api : {Api::openai_chat, Api::openai_completions}) {
        for (int round = 0; round < 200; ++round) {
            std::string expected;
            std::string body;
            for (int i = 0; i < 20; ++i) {
                const std::string piece = pieces[random.below(pieces.size())];
                const bool other = random.below(8) == 0; // of a second choice, which nobody asked for
                expected += other ? "" : piece;
                nlohmann::json choice{{"index", other ? 1 : 0}, {"finish_reason", nullptr}};
                if (api == Api::openai_chat) {
                    choice["delta"] = {{"content", piece}};
                } else {
                    choice["text"] = piece;
                }
                const nlohmann::json event{{"id", "c1"}, {"created", random.below(2)}, {"choices", {choice}}};
                body += "data: " + event.dump(-1, ' ', random.below(2) == 0) + "\n\n";
            }
            const Answer answer = streamed(api, body + "data: [DONE]\n\n", 1 + random.below(300));
            ASSERT_EQ(answer.failure, FailureKind::none) << answer.failure_detail << body;
            ASSERT_EQ(answer.text, expected) << body;
        }
    }
}

TEST(Stream, APieceThatIsNotUtf8IsRepairedAmongPlainOnes) {
    const auto event = [](const std::string& piece) {
        return R"(data: {"choices":[{"index":0,"delta":{"content":")" + piece + "\"}}]}\n\n";
    };
    EXPECT_EQ(
        streamed(Api::openai_chat, event("a") + event("b\xF0\x9F") + event("c") + event("d\"") + event("e"))
            .failure,
        FailureKind::bad_body)
        << "a quote ends the text, whatever stood there before";
    EXPECT_EQ(
        streamed(Api::openai_chat, event("a") + event("b\xF0\x9F") + event("c") + "data: [DONE]\n\n").text,
        "ab\xEF\xBF\xBD"
        "c");
}

TEST(Stream, WantsOnlyWhatIsOne) {
    StreamReader reader(Api::openai_chat);
    TransferResult result;
    result.status = 200;
    result.headers = {{"content-type", "application/json"}};
    EXPECT_FALSE(reader.wants(result));
    result.headers = {{"content-type", "text/event-stream"}};
    result.status = 500;
    EXPECT_FALSE(reader.wants(result)) << "an error's body is kept whole";
    // A server that forgets to say so is understood all the same.
    result.status = 200;
    result.headers = {};
    result.body = chat_stream + 13;
    EXPECT_EQ(read_reply(Api::openai_chat, result, nullptr).text, "The Loire – né.");
}

} // namespace tiebreak::client
