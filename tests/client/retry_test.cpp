// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/origin_limits.h"
#include "client/retry.h"
#include "client/throttle.h"

#include <gmock/gmock.h>

namespace tiebreak::client {

using domain::FailureKind;
using std::chrono::milliseconds;

TransferResult with(Headers headers) {
    TransferResult result;
    result.headers = std::move(headers);
    return result;
}

TEST(AskedWait, ReadsEveryForm) {
    EXPECT_EQ(asked_wait(with({{"retry-after", "2"}})), milliseconds(2000));
    EXPECT_EQ(asked_wait(with({{"retry-after", "0.25"}})), milliseconds(250));
    EXPECT_EQ(asked_wait(with({{"retry-after", "9"}, {"retry-after-ms", "120"}})), milliseconds(120));
    EXPECT_EQ(asked_wait(with({{"date", "Wed, 21 Oct 2015 07:28:00 GMT"},
                               {"retry-after", "Wed, 21 Oct 2015 07:28:30 GMT"}})),
              milliseconds(30'000));
    EXPECT_EQ(asked_wait(with({{"retry-after", "Wed, 21 Oct 2015 07:28:30 GMT"}})), milliseconds(0));
    EXPECT_EQ(asked_wait(with({{"retry-after", "-3"}})), milliseconds(0));
    EXPECT_EQ(asked_wait(with({{"retry-after", "soon"}})), std::nullopt);
    EXPECT_EQ(asked_wait(with({{"retry-after", "nan"}})), std::nullopt);
    EXPECT_EQ(asked_wait(with({})), std::nullopt);
}

TEST(AskedWait, ReadsSpansAndResetHeaders) {
    EXPECT_EQ(read_span("6m0s"), milliseconds(360'000));
    EXPECT_EQ(read_span("20ms"), milliseconds(20));
    EXPECT_EQ(read_span("1h2m3.5s"), milliseconds(3'723'500));
    EXPECT_EQ(read_span("7"), milliseconds(7000));
    for (const char* none : {"", "soon", "-3s", "3 s", "1x", "2026-01-01T00:00:00Z"}) {
        EXPECT_EQ(read_span(none), std::nullopt) << none;
    }
    TransferResult limited = with({{"x-ratelimit-remaining-requests", "59"},
                                   {"x-ratelimit-reset-requests", "1s"},
                                   {"x-ratelimit-remaining-tokens", "0"},
                                   {"x-ratelimit-reset-tokens", "6m0s"}});
    EXPECT_EQ(used_up_for(limited), milliseconds(360'000));
    EXPECT_EQ(asked_wait(limited), std::nullopt) << "a good reply asks nothing";
    limited.status = 429;
    EXPECT_EQ(asked_wait(limited), milliseconds(360'000));
    limited.headers[2].second = "12";
    EXPECT_EQ(asked_wait(limited), milliseconds(1000)) << "nothing is used up: the nearest reset";
    EXPECT_EQ(used_up_for(limited), std::nullopt);
    limited.headers = {{"date", "Wed, 21 Oct 2015 07:28:00 GMT"},
                       {"anthropic-ratelimit-output-tokens-remaining", "0"},
                       {"anthropic-ratelimit-output-tokens-reset", "2015-10-21T07:28:45Z"},
                       {"anthropic-ratelimit-requests-remaining", "0"},
                       {"anthropic-ratelimit-requests-reset", "2015-10-21T07:28:05.250Z"}};
    EXPECT_EQ(asked_wait(limited), milliseconds(45'000));
    limited.headers.emplace_back("retry-after", "3");
    EXPECT_EQ(asked_wait(limited), milliseconds(3000)) << "what is asked outright goes first";
}

TEST(AskedWait, KnowsAQuotaThatNoWaitingRestores) {
    EXPECT_TRUE(names_spent_quota(
        R"({"error":{"message":"m","type":"insufficient_quota","code":"insufficient_quota"}})"));
    EXPECT_FALSE(names_spent_quota(R"({"error":{"message":"insufficient_quota","type":"requests"}})"));
    EXPECT_FALSE(names_spent_quota("insufficient_quota"));
}

/// Replies of a server that bears `bears` requests at once, one round trip after the other.
int settled_at(Throttle& throttle, int cap, int bears, int rounds) {
    int sum = 0;
    for (int round = 0; round < rounds; ++round) {
        const int at_once = throttle.allowed(cap);
        const Throttle::Epoch epoch = throttle.epoch();
        for (int i = 0; i < at_once; ++i) {
            throttle.landed(i >= bears, epoch, cap);
        }
        sum += round >= rounds / 2 ? at_once : 0;
    }
    return sum / (rounds - rounds / 2);
}

TEST(Throttle, FindsWhatTheServerBearsAndComesBackUp) {
    Throttle throttle;
    EXPECT_EQ(throttle.allowed(128), 128) << "nobody said it was too much";
    const int found = settled_at(throttle, 128, 8, 100);
    EXPECT_GE(found, 5);
    EXPECT_LE(found, 12);
    EXPECT_GE(settled_at(throttle, 128, 1000, 400), 100) << "and up again, by one a round";
    EXPECT_EQ(throttle.allowed(4), 4);
    EXPECT_GE(settled_at(throttle, 1, 0, 50), 1) << "never nothing";
}

TEST(Throttle, ABusyReplyNowAndThenHalvesNothing) {
    Throttle throttle;
    domain::Random random(5);
    double at_once = 0;
    for (int i = 0; i < 3200; ++i) {
        throttle.landed(random.unit() < 0.1, throttle.epoch(), 32);
        at_once += throttle.allowed(32) / 3200.0;
    }
    EXPECT_GE(at_once, 26) << "a tenth of the replies is a matter for their retries";
}

TEST(Throttle, WhatWasSentBeforeTheHalvingCountsOnce) {
    Throttle throttle;
    const Throttle::Epoch first = throttle.epoch();
    for (int i = 0; i < 128; ++i) {
        throttle.landed(true, first, 128);
    }
    EXPECT_EQ(throttle.allowed(128), 64);
}

TEST(Backoff, IsFullJitterUnderADoublingCeiling) {
    const RetryPolicy policy{5, milliseconds(100), milliseconds(1000), milliseconds(60'000)};
    domain::Random random(3);
    for (int attempt = 1; attempt <= 8; ++attempt) {
        const double ceiling = std::min(1000.0, 100.0 * (1 << (attempt - 1)));
        double least = 1e9;
        double most = 0;
        double sum = 0;
        for (int i = 0; i < 2000; ++i) {
            const auto wait = static_cast<double>(backoff(policy, attempt, std::nullopt, random).count());
            least = std::min(least, wait);
            most = std::max(most, wait);
            sum += wait;
        }
        EXPECT_LE(most, ceiling);
        EXPECT_GT(most, 0.97 * ceiling);
        EXPECT_LT(least, 0.03 * ceiling + 1);
        EXPECT_NEAR(sum / 2000, ceiling / 2, ceiling * 0.05 + 1);
    }
}

TEST(Backoff, NeverComesBeforeTheServerAsked) {
    domain::Random random(3);
    for (int i = 0; i < 200; ++i) {
        const auto wait = backoff(RetryPolicy{}, 4, milliseconds(1000), random);
        EXPECT_GE(wait, milliseconds(1000));
        EXPECT_LE(wait, milliseconds(1126));
    }
}

TEST(MayPass, OnlyWhatTimeCanMend) {
    const TransferResult fine;
    for (const auto kind : {FailureKind::connect, FailureKind::timeout, FailureKind::reset,
                            FailureKind::rate_limit, FailureKind::server, FailureKind::bad_body}) {
        EXPECT_TRUE(may_pass(kind, fine)) << to_string(kind);
    }
    for (const auto kind :
         {FailureKind::none, FailureKind::http_client, FailureKind::too_large, FailureKind::redirect,
          FailureKind::refused, FailureKind::secret, FailureKind::weights_changed, FailureKind::cancelled}) {
        EXPECT_FALSE(may_pass(kind, fine)) << to_string(kind);
    }
    TransferResult result;
    result.error = TransferError::tls;
    EXPECT_FALSE(may_pass(FailureKind::connect, result));
    result.error = TransferError::none;
    result.status = 501;
    EXPECT_FALSE(may_pass(FailureKind::server, result));
}

domain::Endpoint endpoint(int concurrency, std::optional<int> per_minute = {}) {
    domain::Endpoint result;
    result.concurrency = concurrency;
    result.requests_per_minute = per_minute;
    return result;
}

TEST(OriginLimits, TheSmallestCapAmongTheCallsThatCount) {
    OriginLimits limits;
    limits.add(endpoint(32));
    limits.add(endpoint(4));
    limits.add(endpoint(4));
    EXPECT_EQ(limits.concurrency(), 4);
    limits.remove(endpoint(4));
    EXPECT_EQ(limits.concurrency(), 4);
    limits.remove(endpoint(4));
    EXPECT_EQ(limits.concurrency(), 32);
    limits.add(endpoint(0));
    EXPECT_EQ(limits.concurrency(), 1);
}

TEST(OriginLimits, PacesStartsByTheMinute) {
    OriginLimits limits;
    OriginLimits::Clock::time_point now{};
    EXPECT_EQ(limits.take_start(now), std::nullopt) << "no limit, no pace";
    limits.add(endpoint(8, 120)); // two a second
    int started = 0;
    for (const auto end = now + std::chrono::seconds(60); now < end;) {
        if (const auto wait = limits.take_start(now)) {
            EXPECT_GT(*wait, milliseconds(0));
            now += *wait;
        } else {
            ++started;
        }
    }
    EXPECT_GE(started, 119);
    EXPECT_LE(started, 122); // a minute's worth and the full bucket it began with
}

TEST(OriginLimits, PacesTokensByTheMinuteAndSettlesWhatTheyReallyWere) {
    OriginLimits limits;
    OriginLimits::Clock::time_point now{};
    domain::Endpoint paced = endpoint(8);
    paced.tokens_per_minute = 6000; // 100 a second
    limits.add(paced);
    double spent = 0;
    for (const auto end = now + std::chrono::seconds(60); now < end;) {
        if (const auto wait = limits.take_start(now, 50)) {
            ASSERT_GT(*wait, milliseconds(0));
            now += *wait;
        } else {
            limits.settle(50, 150); // three times what was thought
            spent += 150;
        }
    }
    EXPECT_NEAR(spent, 6000, 300);
    limits.remove(paced);
    EXPECT_EQ(limits.take_start(now, 1e9), std::nullopt);
    limits.add(paced);
    now += std::chrono::seconds(60);
    EXPECT_EQ(limits.take_start(now, 1e5), std::nullopt) << "larger than any second holds, and yet it starts";
    EXPECT_GT(limits.take_start(now, 1).value_or(milliseconds(0)), std::chrono::minutes(15))
        << "and is paid off";
}

} // namespace tiebreak::client
