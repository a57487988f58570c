// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/endpoint.h"
#include "domain/error.h"
#include "tests/client/support.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tiebreak::client {

using nlohmann::json;
using test::call_of;
using test::candidate;
using ::testing::HasSubstr;

TEST(Request, ChatSendsMessagesAndOnlyWhatWasSet) {
    ModelCall call = call_of(candidate("http://127.0.0.1:8080/v1/", "step-4000"), "Name a river.");
    call.messages.insert(call.messages.begin(), {"system", "Be short."});
    const Transfer transfer = render_request(call);
    EXPECT_EQ(transfer.method, "POST");
    EXPECT_EQ(transfer.url.text, "http://127.0.0.1:8080/v1/chat/completions");
    EXPECT_EQ(json::parse(transfer.body), json::parse(R"({"model": "step-4000", "messages": [
        {"role": "system", "content": "Be short."}, {"role": "user", "content": "Name a river."}]})"));
    EXPECT_EQ(transfer.timeouts.total, std::chrono::seconds(20));
}

TEST(Request, CompletionsSendThePromptAndEveryParameter) {
    domain::Candidate model = candidate("http://127.0.0.1:8080/v1", "m", domain::Api::openai_completions);
    model.parameters.temperature = 0;
    model.parameters.top_p = 0.9;
    model.parameters.top_k = 40;
    model.parameters.max_tokens = 256;
    model.parameters.frequency_penalty = 0.1;
    model.parameters.presence_penalty = 0.2;
    model.parameters.repeat_penalty = 1.1;
    model.parameters.seed = 7;
    model.parameters.stop = {"\n###"};
    model.parameters.extra = R"({"min_p": 0.05, "top_k": 50, "frequency_penalty": null})";
    const Transfer transfer = render_request(call_of(model, "### Instruction:\nName a river.\n"));
    EXPECT_EQ(transfer.url.text, "http://127.0.0.1:8080/v1/completions");
    EXPECT_EQ(json::parse(transfer.body),
              json::parse(R"({"model": "m", "prompt": "### Instruction:\nName a river.\n", "temperature": 0.0,
        "top_p": 0.9, "top_k": 50, "max_tokens": 256, "presence_penalty": 0.2, "repeat_penalty": 1.1, "seed": 7,
        "stop": ["\n###"], "min_p": 0.05})"));
}

TEST(Request, TextThatIsNotUtf8IsRepairedNotThrown) {
    const Transfer transfer = render_request(call_of(candidate("http://h/v1"), "caf\xE9"));
    EXPECT_EQ(json::parse(transfer.body)["messages"][0]["content"], "caf\xEF\xBF\xBD");
}

TEST(Request, AnthropicHasTheSystemPromptApartAndAlwaysALimit) {
    domain::Candidate model = candidate("https://api.anthropic.com", "claude-x", domain::Api::anthropic);
    model.parameters.temperature = 0;
    model.parameters.stop = {"END"};
    ModelCall call = call_of(model, "Name a river.");
    call.messages.insert(call.messages.begin(), {"system", "Be short."});
    const Transfer transfer = render_request(call, Streaming::full);
    EXPECT_EQ(transfer.url.text, "https://api.anthropic.com/v1/messages");
    EXPECT_EQ(transfer.key_header, KeyHeader::x_api_key);
    EXPECT_THAT(transfer.headers,
                ::testing::Contains(std::pair(std::string("anthropic-version"), std::string("2023-06-01"))));
    EXPECT_EQ(json::parse(transfer.body), json::parse(R"({"model": "claude-x", "system": "Be short.",
        "messages": [{"role": "user", "content": "Name a river."}], "max_tokens": 4096, "temperature": 0.0,
        "stop_sequences": ["END"], "stream": true})"));
    model.endpoint.base_url = "https://api.anthropic.com/v1/";
    EXPECT_EQ(render_request(call_of(model, "x")).url.text, "https://api.anthropic.com/v1/messages");
}

TEST(Request, OllamaSaysParametersAsOptionsAndRawTextAsItStands) {
    domain::Candidate model = candidate("http://127.0.0.1:11434", "m", domain::Api::ollama);
    model.parameters.max_tokens = 64;
    model.parameters.seed = 7;
    model.parameters.top_logprobs = 2;
    model.parameters.extra = R"({"options": {"num_ctx": 4096}, "keep_alive": "10m", "think": false})";
    Transfer transfer = render_request(call_of(model, "Name a river."));
    EXPECT_EQ(transfer.url.text, "http://127.0.0.1:11434/api/chat");
    EXPECT_EQ(json::parse(transfer.body), json::parse(R"({"model": "m", "messages": [{"role": "user",
        "content": "Name a river."}], "options": {"num_predict": 64, "seed": 7, "num_ctx": 4096}, "stream": false,
        "logprobs": true, "top_logprobs": 2, "keep_alive": "10m", "think": false})"));
    model.prompt_template = "alpaca";
    model.parameters = {};
    transfer = render_request(call_of(model, "### Instruction:\nName a river.\n"), Streaming::full);
    EXPECT_EQ(transfer.url.text, "http://127.0.0.1:11434/api/generate");
    EXPECT_EQ(json::parse(transfer.body),
              json::parse(R"({"model": "m", "prompt": "### Instruction:\nName a river.\n",
        "raw": true, "stream": true})"));
}

TEST(Request, SaysHowMuchOfStreamingAndLogProbabilitiesEachApiWants) {
    domain::Candidate model = candidate("http://h/v1", "m");
    model.parameters.logprobs = true;
    const auto body = [&](Streaming streaming) {
        return json::parse(render_request(call_of(model, "x"), streaming).body);
    };
    EXPECT_EQ(body(Streaming::full)["stream_options"], json::parse(R"({"include_usage": true})"));
    EXPECT_EQ(body(Streaming::full)["logprobs"], true);
    EXPECT_EQ(body(Streaming::without_usage)["stream"], true);
    EXPECT_FALSE(body(Streaming::without_usage).contains("stream_options"));
    EXPECT_FALSE(body(Streaming::off).contains("stream"));
    for (const Streaming less : {Streaming::without_usage, Streaming::off}) {
        EXPECT_EQ(json::parse(with_streaming(body(Streaming::full).dump(), model.api, less)), body(less));
    }
    model.api = domain::Api::openai_completions;
    EXPECT_EQ(body(Streaming::off)["logprobs"], 1) << "0 would mean none to llama.cpp";
    model.parameters.top_logprobs = 5;
    EXPECT_EQ(body(Streaming::off)["logprobs"], 5);
}

std::string refusal_of(const ModelCall& call) {
    try {
        (void)render_request(call);
        return "taken";
    } catch (const domain::Error& error) {
        return error.what_happened();
    }
}

TEST(Request, RefusesWhatCannotBeAsked) {
    domain::Candidate model = candidate("http://h/v1");
    model.parameters.extra = "[1]";
    EXPECT_THAT(refusal_of(call_of(model, "x")), HasSubstr("not a JSON object"));
    model.parameters.extra = R"({"stream": true})";
    EXPECT_THAT(refusal_of(call_of(model, "x")), HasSubstr("\"stream\" may not stand"));
    model = candidate("http://h/v1");
    model.endpoint.timeout_s = 0;
    EXPECT_THAT(refusal_of(call_of(model, "x")), HasSubstr("time-out"));
    EXPECT_THAT(refusal_of(call_of(candidate("ftp://h/v1"), "x")), HasSubstr("http"));
    EXPECT_THAT(refusal_of(call_of(candidate("http://h/v1", "m", domain::Api::recorded), "x")),
                HasSubstr("cannot be called"));
    model = candidate("http://h/v1", "m", domain::Api::anthropic);
    model.parameters.seed = 1;
    EXPECT_THAT(refusal_of(call_of(model, "x")), HasSubstr("no parameter \"seed\""));
    ModelCall empty = call_of(candidate("http://h/v1"), "x");
    empty.messages.clear();
    EXPECT_THAT(refusal_of(empty), HasSubstr("at least one message"));
}

} // namespace tiebreak::client
