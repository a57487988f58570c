// SPDX-License-Identifier: GPL-3.0-or-later
// One server as ModelClient deals with it: private to the client, of the network thread alone.
#pragma once

#include "client/http.h"
#include "client/origin_limits.h"
#include "client/retry.h"
#include "client/throttle.h"
#include "domain/response.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace tiebreak::client {

/// What waits for a server, what it bears, and how it fares: whether it may be asked just now.
class Lane {
public:
    using CallId = std::uint64_t;
    using Clock = std::chrono::steady_clock;
    using Milliseconds = std::chrono::milliseconds;

    /// Why nothing more is asked of it: a quota used up, or an outage that lasts.
    struct Closed {
        domain::FailureKind kind = domain::FailureKind::none;
        int http_status = 0;
        std::string reason;
    };

    std::deque<CallId> waiting; ///< may hold ids of calls that have ended or fly elsewhere
    OriginLimits limits;
    int flying = 0;
    std::optional<HttpLoop::Id> timer; ///< when it is looked at again

    /// Requests that may fly at once: one alone where nobody knows whether the server is there.
    [[nodiscard]] int room() const;
    /// Takes the right to start one request of about so many tokens, or says how long to wait.
    [[nodiscard]] std::optional<Milliseconds> take_start(Clock::time_point now, double tokens);
    [[nodiscard]] Throttle::Epoch epoch() const noexcept { return throttle_.epoch(); }

    /// One try is over. Learns the pace from it, and waits as long as the server asks where it is overrun or
    /// its limits are used up.
    void note(const TransferResult& result, domain::FailureKind failure, Throttle::Epoch sent_in,
              const RetryPolicy& policy, Clock::time_point now);
    /// Leaves it alone for a while.
    void rest(Clock::time_point until);
    [[nodiscard]] bool resting(Clock::time_point now) const noexcept { return now < resting_until_; }

    /// Since when it could not be reached; nothing where it can.
    [[nodiscard]] std::optional<Clock::time_point> down_since() const noexcept { return down_since_; }
    /// How often it has been knocked at since then.
    [[nodiscard]] int knocks() const noexcept { return knocks_; }
    [[nodiscard]] int failures_in_a_row() const noexcept { return failures_in_a_row_; }

    void close(Closed why) { closed_ = std::move(why); }
    /// Null where it is open. Opens again where nobody has asked for a while: whoever comes then has changed
    /// something, or wants to see for themselves.
    [[nodiscard]] const Closed* closed(Clock::time_point now);
    [[nodiscard]] const Closed* closed() const noexcept { return closed_ ? &*closed_ : nullptr; }

    /// About how many tokens a call will use: its prompt's length and what answers have come to so far.
    [[nodiscard]] double estimate(std::size_t request_bytes, std::optional<std::int64_t> max_tokens) const;
    void learn(const domain::Usage& usage);

private:
    Throttle throttle_;
    Clock::time_point resting_until_{};
    std::optional<Clock::time_point> down_since_;
    int knocks_ = 0;
    int failures_in_a_row_ = 0;
    std::optional<Closed> closed_;
    Clock::time_point last_asked_{};
    std::optional<double> completion_tokens_; ///< a moving mean
};

} // namespace tiebreak::client
