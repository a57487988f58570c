// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/http.h"
#include "domain/random.h"
#include "domain/response.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace tiebreak::client {

/// How failures that may pass are tried again: 429, 5xx, time-outs, resets, refused connections, unreadable
/// bodies. Other 4xx, redirects, bodies over the cap and refusals of ours are final at once.
struct RetryPolicy {
    int max_attempts = 5;
    std::chrono::milliseconds base{500}; ///< full jitter: uniform on [0, min(ceiling, base · 2^(attempt-1))]
    std::chrono::milliseconds ceiling{30'000};
    /// A server that asks for a longer wait than this (a daily quota) is taken at its word: the call fails
    /// and says so.
    std::chrono::milliseconds longest_asked_wait{300'000};
};

/// Whether a try that ended so may succeed when repeated.
[[nodiscard]] bool may_pass(domain::FailureKind kind, const TransferResult& result);

/// What the server asks to wait: `retry-after-ms`, else `retry-after` in seconds or as a date (measured from
/// the reply's own `date`, so that a clock that is off does no harm). Nothing where it asks nothing readable;
/// never negative.
[[nodiscard]] std::optional<std::chrono::milliseconds> asked_wait(const TransferResult& result);

/// The wait before try `attempt` + 1, `attempt` counted from 1: full jitter (Brooker, "Exponential Backoff
/// and Jitter", AWS Architecture Blog 2015), or what the server asked plus up to a quarter of `base`, so that
/// not all come at once.
[[nodiscard]] std::chrono::milliseconds backoff(const RetryPolicy& policy, int attempt,
                                                std::optional<std::chrono::milliseconds> asked,
                                                domain::Random& random);

} // namespace tiebreak::client
