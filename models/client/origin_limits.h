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
    /// Takes the right to start one request and returns nothing, or returns how long to wait before asking
    /// again. A token bucket that holds one second's worth, at least one request.
    [[nodiscard]] std::optional<std::chrono::milliseconds> take_start(Clock::time_point now);

private:
    using Counted = std::map<int, int>; ///< limit -> how many calls name it

    Counted concurrency_;
    Counted per_minute_;
    std::optional<double> tokens_; ///< none before the first paced start: the bucket begins full
    Clock::time_point filled_{};
};

} // namespace tiebreak::client
