// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/model_client.h"
#include "tests/client/support.h"
#include "tests/support/endpoint_answers.h"
#include "tests/support/endpoint_process.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <future>
#include <set>

namespace tiebreak::client {

using domain::Answer;
using domain::Api;
using domain::FailureKind;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using test::ask_one;
using test::call_of;
using test::candidate;
using test::Gathered;
using ::testing::HasSubstr;
using ::testing::Not;
using tiebreak::test::answer_text;
using tiebreak::test::EndpointProcess;

class Asking : public ::testing::Test {
protected:
    /// One answer under the fault each time it is asked.
    Answer under(const std::string& fault, const ClientOptions& options = test::without_retries()) {
        endpoint.control({{"rates", {{fault, 1.0}}}});
        ModelClient client(secrets, options);
        domain::Candidate model = candidate(endpoint.base_url());
        model.endpoint.stream = false; // streams have their own test
        return ask_one(client, call_of(model, "a prompt"));
    }

    EndpointProcess endpoint;
    test::TableSecrets secrets;
};

TEST_F(Asking, BothApisAnswerTheirOwnPrompt) {
    ModelClient client(secrets);
    for (const Api api : {Api::openai_chat, Api::openai_completions}) {
        const Answer answer =
            ask_one(client, call_of(candidate(endpoint.base_url(), "m1", api), "Name a river."));
        EXPECT_EQ(answer.failure, FailureKind::none) << answer.failure_detail;
        EXPECT_EQ(answer.text, answer_text("m1", "Name a river."));
        EXPECT_EQ(answer.model_returned, "m1");
        EXPECT_EQ(answer.finish_reason, "stop");
        EXPECT_GT(answer.usage.completion_tokens.value_or(0), 5);
        EXPECT_EQ(answer.usage.cached_tokens, 3);
        EXPECT_EQ(answer.attempts, 1);
        ASSERT_EQ(answer.attempt_log.size(), 1U);
        EXPECT_EQ(answer.attempt_log[0].http_status, 200);
        EXPECT_EQ(answer.attempt_log[0].latency_ms, answer.latency_ms);
        EXPECT_EQ(answer.attempt_log[0].envelope, "");
        EXPECT_THAT(answer.envelope, Not(HasSubstr("quality=")));
    }
    EXPECT_EQ(client.outstanding(), 0U);
}

TEST_F(Asking, ThousandsAtOnceEachGetTheirOwnAnswer) {
    ModelClient client(secrets);
    domain::Candidate a = candidate(endpoint.base_url(), "a");
    domain::Candidate b = candidate(endpoint.base_url(), "b", Api::openai_completions);
    a.endpoint.concurrency = b.endpoint.concurrency = 64;
    Gathered gathered;
    std::set<std::string> expected;
    for (int i = 0; i < 1500; ++i) {
        const std::string prompt = "prompt " + std::to_string(i);
        client.ask(call_of(a, prompt), gathered.slot(answer_text("a", prompt)));
        client.ask(call_of(b, prompt), gathered.slot(answer_text("b", prompt)));
        expected.insert({answer_text("a", prompt), answer_text("b", prompt)});
    }
    std::set<std::string> got;
    for (const auto& [name, answer] : gathered.wait(3000)) {
        EXPECT_EQ(answer.text, name) << answer.failure_detail;
        got.insert(answer.text);
    }
    EXPECT_EQ(got, expected);
    EXPECT_EQ(endpoint.log()["repeated"], 0);
}

TEST_F(Asking, TheCapOfAnOriginHoldsAcrossCandidates) {
    endpoint.control({{"latency_ms", 5}});
    ModelClient client(secrets);
    domain::Candidate a = candidate(endpoint.base_url(), "a");
    domain::Candidate b = candidate(endpoint.base_url(), "b");
    a.endpoint.concurrency = 6;
    b.endpoint.concurrency = 50;
    Gathered gathered;
    for (int i = 0; i < 60; ++i) {
        client.ask(call_of(b, std::to_string(i)), gathered.slot(""));
        client.ask(call_of(a, std::to_string(i)), gathered.slot(""));
    }
    gathered.wait(120);
    EXPECT_LE(endpoint.log()["max_concurrent"], 6);
    EXPECT_GE(endpoint.log()["max_concurrent"], 5);
    // Once nobody asks for so little, the other's own cap holds.
    for (int i = 0; i < 200; ++i) {
        client.ask(call_of(b, std::to_string(i)), gathered.slot(""));
    }
    gathered.wait(320);
    EXPECT_GT(endpoint.log()["max_concurrent"], 20);
    EXPECT_LE(endpoint.log()["max_concurrent"], 50);
}

TEST_F(Asking, RequestsAMinuteArePaced) {
    ModelClient client(secrets);
    domain::Candidate model = candidate(endpoint.base_url());
    model.endpoint.requests_per_minute = 1200; // 20 a second, with a second's worth at the start
    Gathered gathered;
    const auto begun = steady_clock::now();
    for (int i = 0; i < 30; ++i) {
        client.ask(call_of(model, std::to_string(i)), gathered.slot(""));
    }
    for (const auto& [name, answer] : gathered.wait(30)) {
        EXPECT_LT(answer.latency_ms.value_or(1e9), 100) << "a wait in the queue is no latency";
    }
    const auto took = steady_clock::now() - begun;
    EXPECT_GE(took, milliseconds(490));
    EXPECT_LT(took, milliseconds(3000));
}

struct Mapped {
    const char* fault;
    FailureKind kind;
    int status;
};

class FaultMapping : public Asking, public ::testing::WithParamInterface<Mapped> {};

TEST_P(FaultMapping, BecomesItsKind) {
    ClientOptions once = test::without_retries();
    once.retry.max_busy = 1;
    const Answer answer = under(GetParam().fault, once);
    EXPECT_EQ(answer.failure, GetParam().kind) << answer.failure_detail;
    EXPECT_EQ(answer.http_status, GetParam().status);
    EXPECT_EQ(answer.text, "");
    EXPECT_EQ(answer.attempts, 1);
    EXPECT_FALSE(answer.failure_detail.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, FaultMapping,
    ::testing::Values(
        Mapped{"400", FailureKind::http_client, 400}, Mapped{"401", FailureKind::http_client, 401},
        Mapped{"404", FailureKind::http_client, 404}, Mapped{"408", FailureKind::timeout, 408},
        Mapped{"429", FailureKind::rate_limit, 429}, Mapped{"500", FailureKind::server, 500},
        Mapped{"503", FailureKind::server, 503}, Mapped{"reset", FailureKind::reset, 0},
        Mapped{"cut", FailureKind::reset, 200}, Mapped{"redirect", FailureKind::redirect, 307},
        Mapped{"html", FailureKind::bad_body, 200}, Mapped{"not-json", FailureKind::bad_body, 200},
        Mapped{"half-json", FailureKind::bad_body, 200}, Mapped{"no-choices", FailureKind::bad_body, 200},
        Mapped{"null-content", FailureKind::bad_body, 200},
        Mapped{"number-content", FailureKind::bad_body, 200},
        Mapped{"empty-body", FailureKind::bad_body, 200}, Mapped{"error-in-200", FailureKind::bad_body, 200}),
    [](const auto& param) {
        std::string name = param.param.fault;
        std::ranges::replace(name, '-', '_');
        return "of_" + name;
    });

TEST_F(Asking, HangsAndHugeBodiesEnd) {
    ClientOptions options = test::without_retries();
    options.first_byte_timeout = milliseconds(50);
    EXPECT_EQ(under("hang", options).failure, FailureKind::timeout);
    options.max_body = 1000;
    EXPECT_EQ(under("huge", options).failure, FailureKind::too_large);
}

TEST_F(Asking, OddButReadableRepliesAreAnswers) {
    EXPECT_EQ(under("parts").text, answer_text("m1", "a prompt"));
    EXPECT_EQ(under("reasoning").failure, FailureKind::none);
    EXPECT_THAT(under("lone-surrogate").text, HasSubstr("\xEF\xBF\xBD quality="));
    EXPECT_THAT(under("bad-utf8").text, HasSubstr("\xEF\xBF\xBD quality="));
}

TEST_F(Asking, WhatMayPassIsTriedAgainAndEachTryKept) {
    endpoint.control({{"script", {"500", "reset", "html", "429", "ok"}}});
    ModelClient client(secrets, test::quick());
    const Answer answer = ask_one(client, call_of(candidate(endpoint.base_url()), "a prompt"));
    EXPECT_EQ(answer.failure, FailureKind::none) << answer.failure_detail;
    EXPECT_EQ(answer.text, answer_text("m1", "a prompt"));
    EXPECT_EQ(answer.attempts, 5);
    ASSERT_EQ(answer.attempt_log.size(), 5U);
    const std::vector<FailureKind> kinds{FailureKind::server, FailureKind::reset, FailureKind::bad_body,
                                         FailureKind::rate_limit, FailureKind::none};
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        EXPECT_EQ(answer.attempt_log[i].failure, kinds[i]) << i;
        EXPECT_GT(answer.attempt_log[i].started_unix_ms, 0);
    }
    EXPECT_THAT(answer.attempt_log[2].envelope, HasSubstr("<!DOCTYPE html>"));
}

TEST_F(Asking, GivesUpAfterAsManyTriesAsAllowed) {
    ClientOptions options = test::quick();
    options.retry.max_attempts = 3;
    const Answer answer = under("500", options);
    EXPECT_EQ(answer.failure, FailureKind::server);
    EXPECT_EQ(answer.attempts, 3);
    EXPECT_EQ(endpoint.log()["calls"], 3);
}

TEST_F(Asking, WhatCannotPassIsNotTriedAgain) {
    EXPECT_EQ(under("400", test::quick()).attempts, 1);
    EXPECT_EQ(under("redirect", test::quick()).attempts, 1);
    EXPECT_EQ(endpoint.log()["calls"], 2);
}

TEST_F(Asking, WaitsAsLongAsTheServerAsks) {
    endpoint.control({{"script", {"429"}}, {"retry_after_ms", "120"}, {"retry_after", "9"}});
    ModelClient client(secrets, test::quick());
    const auto begun = steady_clock::now();
    const Answer answer = ask_one(client, call_of(candidate(endpoint.base_url()), "x"));
    EXPECT_EQ(answer.attempts, 2);
    EXPECT_GE(steady_clock::now() - begun, milliseconds(120));
    EXPECT_LT(answer.latency_ms.value(), 100) << "the wait is no latency";
}

TEST_F(Asking, ADailyQuotaEndsTheCallInsteadOfHangingIt) {
    endpoint.control({{"retry_after", "86400"}});
    const Answer answer = under("429", test::quick());
    EXPECT_EQ(answer.failure, FailureKind::rate_limit);
    EXPECT_EQ(answer.attempts, 1);
    EXPECT_THAT(answer.failure_detail, HasSubstr("1440 min"));
}

TEST_F(Asking, ACallThatWaitsForItsRetryHoldsNoPlace) {
    endpoint.control({{"script", {"429"}}, {"retry_after", "1"}});
    ModelClient client(secrets, test::quick());
    domain::Candidate model = candidate(endpoint.base_url());
    model.endpoint.concurrency = 1;
    Gathered gathered;
    client.ask(call_of(model, "first"), gathered.slot("first"));
    client.ask(call_of(model, "second"), gathered.slot("second"));
    const auto& answers = gathered.wait(2);
    EXPECT_EQ(answers[0].first, "second");
    EXPECT_EQ(answers[1].second.text, answer_text("m1", "first"));
}

TEST_F(Asking, EveryAnswerIsRightUnderAStormOfFaults) {
    endpoint.control(
        {{"rates", {{"429", 0.10}, {"500", 0.05}, {"reset", 0.03}, {"not-json", 0.03}, {"cut", 0.03}}},
         {"seed", 11}});
    ClientOptions options = test::quick();
    options.retry.max_attempts = 12;
    ModelClient client(secrets, options);
    domain::Candidate model = candidate(endpoint.base_url());
    model.endpoint.concurrency = 32;
    Gathered gathered;
    for (int i = 0; i < 1000; ++i) {
        const std::string prompt = "prompt " + std::to_string(i);
        client.ask(call_of(model, prompt), gathered.slot(answer_text("m1", prompt)));
    }
    int tries = 0;
    for (const auto& [name, answer] : gathered.wait(1000)) {
        EXPECT_EQ(answer.text, name) << answer.failure_detail;
        tries += answer.attempts;
    }
    EXPECT_GT(tries, 1200);
    EXPECT_LE(endpoint.log()["max_concurrent"], 32);
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

TEST_F(Asking, LatencyIsTheModelsOwnByTheServersClock) {
    // Time in a queue would add 50 ms and more to the median; a machine that does other work as well adds less.
    constexpr double tolerance_ms = 25;
    endpoint.control({{"latency_ms", 50}, {"log_calls", true}});
    ModelClient client(secrets);
    domain::Candidate model = candidate(endpoint.base_url());
    for (const int at_once : {4, 32}) {
        model.endpoint.concurrency = at_once;
        // Best of a few rounds: whatever else the machine does can only add to a wait.
        double excess = 1e9;
        for (int round = 0; round < 5 && excess > tolerance_ms; ++round) {
            endpoint.control({{"reset_log", true}});
            Gathered gathered;
            const int calls = at_once * 4;
            for (int i = 0; i < calls; ++i) {
                client.ask(call_of(model, std::to_string(i)), gathered.slot(""));
            }
            std::vector<double> ours;
            for (const auto& [name, answer] : gathered.wait(static_cast<std::size_t>(calls))) {
                ours.push_back(answer.latency_ms.value());
            }
            const nlohmann::json log = endpoint.log();
            std::vector<double> servers;
            for (const auto& call : log["list"]) {
                servers.push_back(call["duration_ms"]);
            }
            EXPECT_GE(median(servers), 50.0);
            EXPECT_GE(median(ours), 50.0);
            excess = std::min(excess, std::abs(median(ours) - median(servers)));
        }
        EXPECT_LE(excess, tolerance_ms) << at_once << " at once";
    }
}

TEST_F(Asking, StopEndsWhatWaitsAndWhatFliesAtOnce) {
    endpoint.control({{"rates", {{"hang", 1.0}}}});
    ModelClient client(secrets);
    domain::Candidate model = candidate(endpoint.base_url());
    model.endpoint.concurrency = 4;
    Gathered gathered;
    for (int i = 0; i < 40; ++i) {
        client.ask(call_of(model, std::to_string(i), 1), gathered.slot("1"));
    }
    while (endpoint.log()["active"] < 4) {
    }
    endpoint.control({{"rates", nlohmann::json::object()}});
    client.ask(call_of(model, "of another group", 2), gathered.slot("2"));
    const auto begun = steady_clock::now();
    client.cancel(1);
    for (const auto& [name, answer] : gathered.wait(41)) {
        EXPECT_EQ(answer.failure, name == "1" ? FailureKind::cancelled : FailureKind::none);
        EXPECT_LE(answer.attempts, 1);
    }
    EXPECT_LT(steady_clock::now() - begun, milliseconds(500));
    EXPECT_EQ(ask_one(client, call_of(model, "after it", 1)).failure, FailureKind::none);
}

TEST_F(Asking, StopEndsWhatWaitsForItsRetry) {
    endpoint.control({{"script", {"429"}}, {"retry_after", "60"}});
    ModelClient client(secrets);
    Gathered gathered;
    client.ask(call_of(candidate(endpoint.base_url()), "x"), gathered.slot(""));
    while (endpoint.log()["by_fault"].value("429", 0) < 1) {
    }
    client.cancel_all();
    const Answer answer = gathered.wait(1).front().second;
    EXPECT_EQ(answer.failure, FailureKind::cancelled);
    EXPECT_EQ(answer.attempts, 1);
}

TEST_F(Asking, DestructionEndsEverythingOnce) {
    endpoint.control({{"rates", {{"hang", 0.5}, {"429", 0.5}}}, {"retry_after", "60"}});
    Gathered gathered;
    {
        ModelClient client(secrets);
        for (int i = 0; i < 200; ++i) {
            client.ask(call_of(candidate(endpoint.base_url()), std::to_string(i)), gathered.slot(""));
        }
    }
    EXPECT_EQ(gathered.count(), 200U);
    for (const auto& [name, answer] : gathered.wait(200)) {
        EXPECT_EQ(answer.failure, FailureKind::cancelled);
    }
}

TEST_F(Asking, ACallbackMayAskAgain) {
    ModelClient client(secrets);
    const domain::Candidate model = candidate(endpoint.base_url());
    std::promise<int> finished;
    int left = 50;
    std::function<void(Answer)> next = [&](const Answer& answer) {
        EXPECT_EQ(answer.failure, FailureKind::none) << answer.failure_detail;
        if (--left == 0) {
            finished.set_value(0);
        } else {
            client.ask(call_of(model, std::to_string(left)), next);
        }
    };
    client.ask(call_of(model, "start"), next);
    finished.get_future().wait();
    EXPECT_EQ(endpoint.log()["calls"], 50);
}

TEST_F(Asking, AKeyIsSentOnceLookedUpOnceAndNeverSeen) {
    secrets.keys["env:GOOD"] = "sk-canary-0123456789";
    endpoint.control({{"key", "sk-canary-0123456789"}});
    domain::Candidate model = candidate(endpoint.base_url());
    model.endpoint.key = "env:GOOD";
    ModelClient client(secrets, test::quick());
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(ask_one(client, call_of(model, "x")).failure, FailureKind::none);
    }
    EXPECT_EQ(secrets.looked_up, 1);

    secrets.keys["env:BAD"] = "sk-canary-9876543210";
    model.endpoint.key = "env:BAD";
    const Answer refused = ask_one(client, call_of(model, "x"));
    EXPECT_EQ(refused.http_status, 401);
    EXPECT_THAT(refused.failure_detail, HasSubstr("Incorrect API key provided: Bearer [key]"));
    EXPECT_THAT(refused.failure_detail + refused.envelope + refused.attempt_log[0].detail,
                Not(HasSubstr("canary")));
}

TEST_F(Asking, WhatMayNotBeSentIsNotSent) {
    secrets.keys = {{"env:K", "sk-canary-0123456789"}, {"env:BROKEN", "sk-canary\r\nX-Evil: 1"}};
    ModelClient client(secrets, test::quick());
    domain::Candidate model = candidate(endpoint.base_url());
    model.endpoint.key = "env:MISSING";
    EXPECT_EQ(ask_one(client, call_of(model, "x")).failure, FailureKind::secret);
    model.endpoint.key = "env:BROKEN";
    EXPECT_EQ(ask_one(client, call_of(model, "x")).failure, FailureKind::secret);
    model.endpoint.key = "env:K";
    model.endpoint.base_url = "http://192.0.2.1/v1";
    const Answer plain = ask_one(client, call_of(model, "x"));
    EXPECT_EQ(plain.failure, FailureKind::refused);
    EXPECT_THAT(plain.failure_detail, HasSubstr("plain http"));
    EXPECT_EQ(plain.attempts, 0);
    model.endpoint.base_url = "file:///etc/passwd";
    EXPECT_EQ(ask_one(client, call_of(model, "x")).failure, FailureKind::refused);

    test::TableSecrets bound;
    bound.keys = secrets.keys;
    bound.bound_to = "https://api.example.com:443";
    ModelClient careful(bound, test::quick());
    model.endpoint.base_url = endpoint.base_url();
    EXPECT_EQ(ask_one(careful, call_of(model, "x")).failure, FailureKind::refused);
    EXPECT_EQ(endpoint.log()["requests"], 0);
}

} // namespace tiebreak::client
