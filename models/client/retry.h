// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/http.h"
#include "domain/random.h"
#include "domain/response.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tiebreak::client {

/// How failures that may pass are tried again: 429, 5xx, time-outs, resets, refused connections, unreadable
/// bodies. Other 4xx, redirects, bodies over the cap and refusals of ours are final at once.
struct RetryPolicy {
    int max_attempts = 8;                ///< not counted: 429 and the like, and what an outage cost
    std::chrono::milliseconds base{500}; ///< full jitter: uniform on [0, min(ceiling, base · 2^(attempt-1))]
    std::chrono::milliseconds ceiling{30'000};
    /// A server that asks for a longer wait than this (a daily quota) is taken at its word: the call fails
    /// and says so.
    std::chrono::milliseconds longest_asked_wait{300'000};
    /// Tries that a busy server (429, 503, 529) may turn away.
    int max_busy = 20;
    /// A server that cannot be reached is waited for so long; then all that waits for it fails and says so.
    std::chrono::milliseconds longest_outage{150'000};
};

/// Whether the server says that it has too much to do just now: 429, 503, 529.
[[nodiscard]] bool is_busy(const TransferResult& result);

/// Whether a try that ended so may succeed when repeated.
[[nodiscard]] bool may_pass(domain::FailureKind kind, const TransferResult& result);

/// What the server asks to wait: `retry-after-ms`, else `retry-after` in seconds or as a date (measured from
/// the reply's own `date`, so that a clock that is off does no harm), else, under a 429, when the limits that
/// its x-ratelimit-* or anthropic-ratelimit-* headers show as used up are restored. Nothing where it asks
/// nothing readable; never negative.
[[nodiscard]] std::optional<std::chrono::milliseconds> asked_wait(const TransferResult& result);

/// When the limits that a good reply's headers show as used up (…-remaining: 0) are restored; nothing where
/// none is. The next request would be turned away.
[[nodiscard]] std::optional<std::chrono::milliseconds> used_up_for(const TransferResult& result);

/// A span as OpenAI's headers write it: "6m0s", "1h2m3.5s", "20ms", "7" (seconds). Nothing where it is none.
[[nodiscard]] std::optional<std::chrono::milliseconds> read_span(std::string_view text);

/// Whether an error names a quota that no waiting restores: credit used up, a spending limit reached.
[[nodiscard]] bool names_spent_quota(const std::string& body);

/// The wait before try `attempt` + 1, `attempt` counted from 1: full jitter (Brooker, "Exponential Backoff
/// and Jitter", AWS Architecture Blog 2015), or what the server asked plus up to a quarter of `base`, so that
/// not all come at once.
[[nodiscard]] std::chrono::milliseconds backoff(const RetryPolicy& policy, int attempt,
                                                std::optional<std::chrono::milliseconds> asked,
                                                domain::Random& random);

} // namespace tiebreak::client
