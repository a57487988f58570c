// SPDX-License-Identifier: GPL-3.0-or-later
// Every API against the real endpoint process: whole and streamed, with and without faults.
#include "client/model_client.h"
#include "client/model_loading.h"
#include "client/weights.h"
#include "tests/client/support.h"
#include "tests/support/endpoint_answers.h"
#include "tests/support/endpoint_process.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <mutex>

namespace tiebreak::client {

using domain::Answer;
using domain::Api;
using domain::FailureKind;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using test::ask_one;
using test::call_of;
using test::Gathered;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using tiebreak::test::answer_text;
using tiebreak::test::EndpointProcess;

struct Way {
    Api api;
    bool raw;
    bool stream;
};

std::string name_of(const ::testing::TestParamInfo<Way>& info) {
    std::string name = domain::to_string(info.param.api) + (info.param.raw ? "_raw" : "") +
                       (info.param.stream ? "_streamed" : "_whole");
    std::ranges::replace(name, '-', '_');
    return name;
}

class EveryApi : public ::testing::TestWithParam<Way> {
protected:
    domain::Candidate candidate(const std::string& model = "m1") const {
        const bool ollama = GetParam().api == Api::ollama;
        domain::Candidate result =
            test::candidate(ollama ? endpoint.origin() : endpoint.base_url(), model, GetParam().api);
        result.prompt_template = GetParam().raw ? "raw" : "";
        result.endpoint.stream = GetParam().stream;
        return result;
    }

    Answer under(const std::string& fault) {
        endpoint.control({{"rates", {{fault, 1.0}}}});
        ClientOptions options = test::without_retries();
        options.retry.max_busy = 1;
        options.stall_timeout = milliseconds(100);
        options.first_byte_timeout = milliseconds(1000);
        ModelClient client(secrets, options);
        return ask_one(client, call_of(candidate(), "a prompt"));
    }

    EndpointProcess endpoint;
    test::TableSecrets secrets;
};

INSTANTIATE_TEST_SUITE_P(
    All, EveryApi,
    ::testing::Values(Way{Api::openai_chat, false, false}, Way{Api::openai_chat, false, true},
                      Way{Api::openai_completions, false, false}, Way{Api::openai_completions, false, true},
                      Way{Api::anthropic, false, false}, Way{Api::anthropic, false, true},
                      Way{Api::ollama, false, false}, Way{Api::ollama, false, true},
                      Way{Api::ollama, true, false}, Way{Api::ollama, true, true}),
    name_of);

TEST_P(EveryApi, AnswersItsOwnPromptWithUsageAndLogProbabilities) {
    secrets.keys["env:K"] = "sk-canary-0123456789";
    endpoint.control({{"key", "sk-canary-0123456789"}});
    ModelClient client(secrets);
    domain::Candidate model = candidate();
    model.endpoint.key = "env:K";
    const bool weighs = GetParam().api != Api::anthropic;
    model.parameters.logprobs = weighs;
    if (weighs) {
        model.parameters.top_logprobs = 2;
    }
    ModelCall call = call_of(model, "Name a river.");
    call.messages.insert(call.messages.begin(), {"system", "Be short."});
    const Answer answer = ask_one(client, call);
    ASSERT_EQ(answer.failure, FailureKind::none) << answer.failure_detail;
    EXPECT_EQ(answer.text, answer_text("m1", "Name a river."));
    EXPECT_EQ(answer.model_returned, "m1");
    EXPECT_THAT(answer.finish_reason, ::testing::AnyOf("stop", "end_turn"));
    EXPECT_GT(answer.usage.completion_tokens.value_or(0), 5);
    EXPECT_GT(answer.usage.prompt_tokens.value_or(0), 3);
    EXPECT_EQ(answer.usage.cached_tokens.has_value(), GetParam().api != Api::ollama);
    EXPECT_EQ(answer.ttft_ms.has_value(), GetParam().stream);
    EXPECT_LE(answer.ttft_ms.value_or(0), answer.latency_ms.value());
    if (!weighs) { // what was asked for about each token is kept as it came
        EXPECT_THAT(answer.envelope, Not(HasSubstr("quality="))) << "the text is kept once";
    }
    std::string joined;
    for (const domain::TokenLogprob& token : answer.logprobs) {
        joined += token.token;
        EXPECT_EQ(token.top.size(), 2U);
        EXPECT_LT(token.logprob, 0);
    }
    EXPECT_EQ(joined, weighs ? answer.text : "");
    const nlohmann::json log = endpoint.log();
    EXPECT_EQ(log["with_key"], 1);
    EXPECT_EQ(log["streamed"], GetParam().stream ? 1 : 0);
}

TEST_P(EveryApi, WhatIsNoAnswerIsNeverOne) {
    const std::vector<std::string> faults{
        "400",      "429",       "500",        "reset",          "cut",        "html",
        "not-json", "half-json", "no-choices", "number-content", "empty-body", "error-in-200"};
    for (const std::string& fault : faults) {
        if (fault == "no-choices" && GetParam().api == Api::anthropic && GetParam().stream) {
            continue; // a message of no blocks that has a reason to end is an empty answer
        }
        const Answer answer = under(fault);
        EXPECT_NE(answer.failure, FailureKind::none) << fault;
        EXPECT_EQ(answer.text, "") << fault;
        EXPECT_FALSE(answer.failure_detail.empty()) << fault;
    }
    if (!GetParam().stream) {
        return;
    }
    EXPECT_EQ(under("stall").failure, FailureKind::timeout);
    EXPECT_EQ(under("early-end").failure, FailureKind::bad_body);
    EXPECT_EQ(under("error-event").failure, FailureKind::server);
    EXPECT_THAT(under("error-event").failure_detail, HasSubstr("the model has crashed"));
}

TEST_P(EveryApi, EveryAnswerIsRightUnderAStormOfFaults) {
    endpoint.control({{"rates",
                       {{"429", 0.10},
                        {"500", 0.05},
                        {"reset", 0.03},
                        {"not-json", 0.03},
                        {"cut", 0.03},
                        {"early-end", GetParam().stream ? 0.03 : 0.0},
                        {"error-event", GetParam().stream ? 0.03 : 0.0}}},
                      {"seed", 11}});
    ModelClient client(secrets, test::quick());
    domain::Candidate model = candidate();
    model.endpoint.concurrency = 32;
    Gathered gathered;
    for (int i = 0; i < 300; ++i) {
        const std::string prompt = "prompt " + std::to_string(i);
        client.ask(call_of(model, prompt), gathered.slot(answer_text("m1", prompt)));
    }
    for (const auto& [name, answer] : gathered.wait(300)) {
        EXPECT_EQ(answer.text, name) << answer.failure_detail;
    }
}

class Streamed : public ::testing::Test {
protected:
    EndpointProcess endpoint;
    test::TableSecrets secrets;
    ModelClient client{secrets, test::quick()};
    domain::Candidate model = test::candidate(endpoint.base_url());
};

TEST_F(Streamed, TellsTheTimeToTheFirstTokenByTheServersClock) {
    endpoint.control({{"latency_ms", 40}, {"token_ms", 5}});
    double nearest_first = 1e9;
    double nearest_all = 1e9;
    for (int round = 0; round < 5; ++round) {
        const Answer answer = ask_one(client, call_of(model, std::to_string(round)));
        ASSERT_EQ(answer.failure, FailureKind::none) << answer.failure_detail;
        // 40 ms to the head and an empty piece, 5 more to the first word; some seventeen pieces in all.
        EXPECT_GE(answer.ttft_ms.value(), 44.5);
        nearest_first = std::min(nearest_first, answer.ttft_ms.value());
        nearest_all = std::min(nearest_all, answer.latency_ms.value() - answer.ttft_ms.value());
    }
    EXPECT_LT(nearest_first, 60);
    EXPECT_GE(nearest_all, 5 * 15);
}

TEST_F(Streamed, ALiveViewSeesTheTextGrow) {
    endpoint.control({{"token_ms", 20}, {"script", {"early-end"}}});
    std::mutex mutex;
    std::vector<LiveText> seen;
    ModelCall call = call_of(model, "x");
    call.live = [&](const LiveText& text) {
        const std::lock_guard lock(mutex);
        seen.push_back(text);
    };
    const Answer answer = ask_one(client, call);
    const std::lock_guard lock(mutex);
    ASSERT_GE(seen.size(), 3U);
    EXPECT_EQ(answer.attempts, 2);
    for (const LiveText& text : seen) {
        EXPECT_TRUE(answer.text.starts_with(text.text));
        EXPECT_EQ(text.ended, &text == &seen.back());
    }
    EXPECT_EQ(seen.back().text, answer.text);
    EXPECT_LT(seen.front().text.size(), answer.text.size());
    EXPECT_LE(seen.size(), 12U) << "in batches, not by the token";
}

TEST_F(Streamed, ServersThatDoNotStreamAreAskedWithout) {
    for (const auto& [refuses, calls] : {std::pair("ignored", 2), {"options", 3}, {"refused", 3}}) {
        EndpointProcess server(nlohmann::json{{"no_stream", refuses}});
        model.endpoint.base_url = server.base_url();
        for (const char* prompt : {"a", "b"}) {
            const Answer answer = ask_one(client, call_of(model, prompt));
            EXPECT_EQ(answer.text, answer_text("m1", prompt)) << refuses << ": " << answer.failure_detail;
        }
        EXPECT_EQ(server.log()["by_path"]["/v1/chat/completions"], calls) << refuses << ": learned at once";
    }
}

TEST_F(Streamed, AnEchoedKeyIsNotShownLive) {
    secrets.keys["env:K"] = "sk-canary-0123456789";
    model.endpoint.key = "env:K";
    bool leaked = false;
    ModelCall call = call_of(model, "x");
    call.live = [&](const LiveText& text) {
        leaked = leaked || text.text.find("canary") != std::string::npos;
    };
    (void)ask_one(client, call);
    EXPECT_FALSE(leaked);
}

class Limited : public ::testing::Test {
protected:
    std::vector<std::pair<std::string, Answer>> ask_all(ModelClient& client, int calls) {
        Gathered gathered;
        for (int i = 0; i < calls; ++i) {
            const std::string prompt = "prompt " + std::to_string(i);
            client.ask(call_of(model, prompt), gathered.slot(answer_text("m1", prompt)));
        }
        return gathered.wait(static_cast<std::size_t>(calls));
    }

    EndpointProcess endpoint;
    test::TableSecrets secrets;
    domain::Candidate model = test::candidate(endpoint.base_url());
};

TEST_F(Limited, ABusyServerIsAskedLessUntilItAnswersAll) {
    endpoint.control({{"busy_above", 4}, {"latency_ms", 5}, {"retry_after", ""}});
    ModelClient client(secrets, test::quick());
    model.endpoint.concurrency = 64;
    for (const auto& [right, answer] : ask_all(client, 400)) {
        EXPECT_EQ(answer.text, right) << answer.failure_detail;
    }
    const nlohmann::json log = endpoint.log();
    EXPECT_LT(log["by_fault"].value("busy", 0), 400)
        << "at 64 at once fifteen of sixteen would be turned away";
}

TEST_F(Limited, ADailyQuotaEndsTheServersWorkWithItsReason) {
    endpoint.control({{"quota", 5}, {"quota_wait_s", 43200}});
    ModelClient client(secrets, test::quick());
    model.endpoint.concurrency = 2;
    int answered = 0;
    for (const auto& [right, answer] : ask_all(client, 200)) {
        if (answer.failure == FailureKind::none) {
            ++answered;
            continue;
        }
        EXPECT_EQ(answer.failure, FailureKind::rate_limit);
        EXPECT_EQ(answer.http_status, 429);
        EXPECT_THAT(answer.failure_detail,
                    HasSubstr("used up today's quota; the server asks to wait 720 min"));
    }
    EXPECT_EQ(answered, 5);
    EXPECT_LE(endpoint.log()["by_fault"]["quota"], 2) << "what flew then, and no more";
}

TEST_F(Limited, UsedUpLimitsAreWaitedFor) {
    endpoint.control(
        {{"headers", {{"x-ratelimit-remaining-requests", "0"}, {"x-ratelimit-reset-requests", "60ms"}}}});
    ModelClient client(secrets, test::quick());
    model.endpoint.concurrency = 1;
    const auto begun = steady_clock::now();
    ask_all(client, 4);
    EXPECT_GE(steady_clock::now() - begun, milliseconds(180));
}

TEST_F(Limited, AnOutageIsWaitedOutAndALongOneEndsAllAtOnce) {
    ClientOptions options = test::quick();
    options.retry.longest_outage = std::chrono::seconds(20);
    ModelClient client(secrets, options);
    Gathered gathered;
    auto first = std::make_unique<EndpointProcess>();
    const int port = first->port();
    model.endpoint.base_url = first->base_url();
    first.reset();
    for (int i = 0; i < 50; ++i) {
        const std::string prompt = std::to_string(i);
        client.ask(call_of(model, prompt), gathered.slot(answer_text("m1", prompt)));
    }
    const EndpointProcess back(nlohmann::json::object(), port);
    int tries = 0;
    for (const auto& [right, answer] : gathered.wait(50)) {
        EXPECT_EQ(answer.text, right) << answer.failure_detail;
        tries += answer.attempts;
    }
    EXPECT_LT(tries, 2000) << "one asks whether it is back, the others wait";

    options.retry.longest_outage = milliseconds(50);
    ModelClient hasty(secrets, options);
    EndpointProcess gone;
    model.endpoint.base_url = gone.base_url();
    gone.kill();
    const auto begun = steady_clock::now();
    for (const auto& [right, answer] : ask_all(hasty, 100)) {
        EXPECT_EQ(answer.failure, FailureKind::connect);
        EXPECT_THAT(answer.failure_detail, HasSubstr("could not be reached for"));
    }
    EXPECT_LT(steady_clock::now() - begun, std::chrono::seconds(5));
}

TEST_F(Limited, ReplicasShareTheWorkAndADeadOneIsLeftOut) {
    endpoint.control({{"latency_ms", 5}});
    EndpointProcess second(nlohmann::json{{"latency_ms", 5}});
    EndpointProcess dead;
    const auto replica = [](const std::string& base_url) {
        domain::Endpoint one;
        one.base_url = base_url;
        one.concurrency = 4;
        return one;
    };
    model.endpoint.concurrency = 4;
    model.replicas = {replica(second.base_url()), replica(dead.base_url())};
    dead.kill();
    ModelClient client(secrets, test::quick());
    for (const auto& [right, answer] : ask_all(client, 400)) {
        EXPECT_EQ(answer.text, right) << answer.failure_detail;
    }
    const int at_first = endpoint.log()["calls"];
    const int at_second = second.log()["calls"];
    EXPECT_EQ(at_first + at_second, 400);
    EXPECT_GT(at_first, 100);
    EXPECT_GT(at_second, 100);
    EXPECT_LE(endpoint.log()["max_concurrent"], 4);
}

TEST_F(Limited, ReplicasMustServeTheSameWeights) {
    endpoint.control({{"model", "step-2000"}});
    EndpointProcess other(nlohmann::json{{"model", "step-2000"}});
    EndpointProcess dead;
    model.replicas = {{other.base_url(), "", 8, {}, {}}, {dead.base_url(), "", 8, {}, {}}};
    dead.kill();
    ModelClient client(secrets);
    const Weights same = fingerprint(client, model);
    EXPECT_EQ(same.knowledge, Weights::Knowledge::told) << same.detail;
    EXPECT_THAT(same.detail, HasSubstr("1 of 3 servers cannot be used"));
    other.control({{"model", "step-4000"}});
    const Weights differ = fingerprint(client, model);
    EXPECT_EQ(differ.knowledge, Weights::Knowledge::unreachable);
    EXPECT_EQ(differ.failure, FailureKind::weights_changed);
    EXPECT_THAT(differ.detail, HasSubstr("serve different weights"));
    other.control({{"tells", "nothing"}});
    EXPECT_EQ(fingerprint(client, model).knowledge, Weights::Knowledge::cannot_tell);
}

TEST_F(Limited, ARedirectReceivesNeitherKeyNorPrompt) {
    const EndpointProcess elsewhere;
    secrets.keys["env:K"] = "sk-canary-0123456789";
    for (const Api api : {Api::openai_chat, Api::anthropic, Api::ollama}) {
        const std::string path = api == Api::ollama      ? "/api/chat"
                                 : api == Api::anthropic ? "/v1/messages"
                                                         : "/v1/chat/completions";
        endpoint.control({{"redirect_to", elsewhere.origin() + path}, {"script", {"redirect"}}});
        model = test::candidate(endpoint.origin() + (api == Api::ollama ? "" : "/v1"), "m1", api);
        model.endpoint.key = "env:K";
        ModelClient client(secrets, test::quick());
        const Answer answer = ask_one(client, call_of(model, "secret words"));
        EXPECT_EQ(answer.failure, FailureKind::redirect);
        EXPECT_EQ(answer.attempts, 1);
        EXPECT_THAT(answer.failure_detail, HasSubstr("127.0.0.1:" + std::to_string(elsewhere.port())));
    }
    EXPECT_EQ(elsewhere.log()["requests"], 0);
}

/// Whatever goes wrong, the key stands in nothing that is kept.
TEST_F(Limited, ACanaryKeyIsFoundInNothingThatComesBack) {
    secrets.keys["env:K"] = "sk-canary-0123456789";
    const std::string echo = R"(made to fail: Bearer sk-canary-0123456789)";
    for (const Api api : {Api::openai_chat, Api::anthropic}) {
        for (const char* fault :
             {"401", "400", "429", "500", "html", "cut", "error-event", "reset", "early-end"}) {
            EndpointProcess server(
                nlohmann::json{{"headers", {{"x-echo", echo}}}, {"rates", {{fault, 1.0}}}});
            if (std::string(fault) == "401") {
                server.control(
                    {{"key", "another"}, {"rates", nlohmann::json::object()}}); // echoes the wrong one
            }
            model = test::candidate(server.base_url(), "m1", api);
            model.endpoint.key = "env:K";
            ClientOptions options = test::quick();
            options.retry.max_attempts = options.retry.max_busy = 2;
            ModelClient client(secrets, options);
            const Answer answer = ask_one(client, call_of(model, "x"));
            EXPECT_NE(answer.failure, FailureKind::none) << fault;
            std::string kept = answer.failure_detail + answer.envelope + answer.text;
            for (const domain::Attempt& attempt : answer.attempt_log) {
                kept += attempt.detail + attempt.envelope;
            }
            EXPECT_THAT(kept, Not(HasSubstr("canary"))) << fault;
            const ConnectionReport report = test_connection(client, model);
            EXPECT_THAT(report.detail + report.weights.detail, Not(HasSubstr("canary"))) << fault;
        }
    }
}

class Servers : public ::testing::Test {
protected:
    EndpointProcess endpoint{{{"models", {"a", "b"}}}};
    test::TableSecrets secrets;
    ModelClient client{secrets};
};

TEST_F(Servers, OllamaListsLoadsAndUnloadsThroughItsOwnApi) {
    endpoint.control({{"tells", "ollama"}});
    const domain::Candidate model = test::candidate(endpoint.origin(), "a", Api::ollama);
    const ConnectionReport report = test_connection(client, model);
    EXPECT_TRUE(report.reachable) << report.detail;
    EXPECT_TRUE(report.model_listed);
    EXPECT_THAT(report.models, ElementsAre("a:latest", "b:latest"));
    EXPECT_EQ(report.weights.knowledge, Weights::Knowledge::told);
    EXPECT_EQ(load_model(client, model).how, Loaded::How::done);
    EXPECT_EQ(unload_model(client, model).how, Loaded::How::done);
    EXPECT_THAT(endpoint.log()["loads"], ElementsAre("load a", "unload a"));
    endpoint.kill();
    const Loaded gone = load_model(client, model);
    EXPECT_EQ(gone.how, Loaded::How::failed);
    EXPECT_EQ(gone.failure, FailureKind::connect);
}

TEST_F(Servers, WhereNothingIsToBeLoadedThatIsSaid) {
    EXPECT_EQ(load_model(client, test::candidate(endpoint.base_url(), "a")).how, Loaded::How::not_offered);
    EXPECT_EQ(load_model(client, test::candidate(endpoint.base_url(), "a", Api::anthropic)).how,
              Loaded::How::not_offered);
}

TEST_F(Servers, ALlamaCppOfSeveralModelsLoadsOneToTellItsWeightsOnlyWhenAsked) {
    endpoint.control({{"tells", "router"}, {"holds", 1}});
    const domain::Candidate a = test::candidate(endpoint.base_url(), "a");
    const domain::Candidate b = test::candidate(endpoint.base_url(), "b");
    const ConnectionReport report = test_connection(client, a);
    EXPECT_TRUE(report.model_listed);
    EXPECT_EQ(report.weights.knowledge, Weights::Knowledge::not_loaded);
    EXPECT_EQ(fingerprint(client, a, client::Loading::leave).knowledge, Weights::Knowledge::not_loaded);
    EXPECT_TRUE(endpoint.log()["loads"].empty());

    const Weights first = fingerprint(client, a);
    EXPECT_EQ(first.knowledge, Weights::Knowledge::told) << first.detail;
    EXPECT_NE(fingerprint(client, b).fingerprint, first.fingerprint);
    EXPECT_THAT(endpoint.log()["loads"], ElementsAre("load a", "load b", "evict a"));
    EXPECT_EQ(load_model(client, a).how, Loaded::How::done);
    EXPECT_EQ(load_model(client, a).how, Loaded::How::done) << "it was there already";
    EXPECT_EQ(fingerprint(client, a).fingerprint, first.fingerprint) << "loaded before or for it: the same";
    EXPECT_EQ(unload_model(client, a).how, Loaded::How::done);

    endpoint.control({{"cannot_load", {{"a", "out of memory"}}}});
    EXPECT_EQ(fingerprint(client, a).knowledge, Weights::Knowledge::unreachable);
    EXPECT_EQ(load_model(client, a).how, Loaded::How::failed);
}

TEST_F(Servers, AnthropicListsItsModelsUnderItsOwnHeaders) {
    endpoint.control({{"tells", "anthropic"}, {"key", "sk-canary-0123456789"}});
    secrets.keys["env:K"] = "sk-canary-0123456789";
    domain::Candidate model = test::candidate(endpoint.origin(), "a", Api::anthropic);
    model.endpoint.key = "env:K";
    const ConnectionReport report = test_connection(client, model);
    EXPECT_TRUE(report.reachable) << report.detail;
    EXPECT_THAT(report.models, ElementsAre("a", "b"));
    EXPECT_EQ(report.weights.knowledge, Weights::Knowledge::cannot_tell);
    EXPECT_EQ(endpoint.log()["with_key"], 1);
}

} // namespace tiebreak::client
