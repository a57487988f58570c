// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/candidate.h"

#include <chrono>
#include <map>
#include <optional>

namespace tiebreak::client {

/// What one origin may be asked at once and in a minute: the smallest limits among the calls that count there
/// now, so that two candidates on one server never add up to more than either allows.
class OriginLimits {
public:
    using Clock = std::chrono::steady_clock;

    void add(const domain::Endpoint& endpoint);
    void remove(const domain::Endpoint& endpoint);

    /// Transfers at once, at least 1.
    [[nodiscard]] int concurrency() const;
    /// Takes the right to start one request of about so many tokens and returns nothing, or returns how long
    /// to wait before asking again. Two buckets, each filling by the minute and holding one second's worth,
    /// at least one request; one request larger than that starts all the same and is paid off afterwards.
    [[nodiscard]] std::optional<std::chrono::milliseconds> take_start(Clock::time_point now,
                                                                      double tokens = 0);
    /// What the request really cost is known: the difference to what was taken for it goes back.
    void settle(double taken, double used);
    [[nodiscard]] bool counts_tokens() const noexcept { return !tokens_a_minute_.empty(); }

private:
    using Counted = std::map<int, int>; ///< limit -> how many calls name it

    struct Bucket {
        std::optional<double> level; ///< none before the first paced start: it begins full
        Clock::time_point filled{};

        void fill(Clock::time_point now, double per_second, double capacity);
    };

    Counted concurrency_;
    Counted per_minute_;
    Counted tokens_a_minute_;
    Bucket requests_;
    Bucket tokens_;
};

} // namespace tiebreak::client
