// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/origin_limits.h"
#include "client/retry.h"

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

} // namespace tiebreak::client
