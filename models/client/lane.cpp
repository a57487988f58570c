// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/lane.h"

#include <algorithm>

namespace tiebreak::client {

namespace {

using domain::FailureKind;

constexpr std::chrono::seconds reopens_after{2};
constexpr double bytes_a_token = 4;
constexpr double unknown_answer_tokens = 256;
constexpr double share_of_news = 0.1; ///< of each answer's length in the moving mean

/// Failures that say something of the server rather than of what was asked.
bool servers_own(FailureKind failure) {
    return failure == FailureKind::connect || failure == FailureKind::timeout ||
           failure == FailureKind::reset || failure == FailureKind::server ||
           failure == FailureKind::bad_body;
}

} // namespace

int Lane::room() const {
    return down_since_ ? 1 : throttle_.allowed(limits.concurrency());
}

std::optional<Lane::Milliseconds> Lane::take_start(Clock::time_point now, double tokens) {
    if (resting(now)) {
        return std::chrono::ceil<Milliseconds>(resting_until_ - now);
    }
    return limits.take_start(now, tokens);
}

void Lane::note(const TransferResult& result, FailureKind failure, Throttle::Epoch sent_in,
                const RetryPolicy& policy, Clock::time_point now) {
    if (failure == FailureKind::cancelled) {
        return;
    }
    failures_in_a_row_ = servers_own(failure) ? failures_in_a_row_ + 1 : 0;
    if (failure == FailureKind::connect && result.error == TransferError::connect) {
        down_since_ = down_since_.value_or(now);
        ++knocks_;
        return;
    }
    down_since_.reset();
    knocks_ = 0;
    const bool busy = is_busy(result);
    const bool halved = throttle_.landed(busy, sent_in, limits.concurrency());
    std::optional<Milliseconds> pause;
    if (halved) {
        pause = asked_wait(result);
    } else if (failure == FailureKind::none) {
        pause = used_up_for(result);
    }
    if (pause && *pause <= policy.longest_asked_wait) {
        rest(now + *pause);
    }
}

void Lane::rest(Clock::time_point until) {
    resting_until_ = std::max(resting_until_, until);
}

const Lane::Closed* Lane::closed(Clock::time_point now) {
    if (closed_ && now - last_asked_ > reopens_after && flying == 0) {
        closed_.reset();
        down_since_.reset();
        knocks_ = 0;
        resting_until_ = {};
    }
    last_asked_ = now;
    return closed_ ? &*closed_ : nullptr;
}

double Lane::estimate(std::size_t request_bytes, std::optional<std::int64_t> max_tokens) const {
    const double most = max_tokens ? static_cast<double>(*max_tokens) : 1e9;
    return static_cast<double>(request_bytes) / bytes_a_token +
           std::min(most, completion_tokens_.value_or(unknown_answer_tokens));
}

void Lane::learn(const domain::Usage& usage) {
    if (usage.completion_tokens) {
        const auto told = static_cast<double>(*usage.completion_tokens);
        completion_tokens_ =
            completion_tokens_ ? *completion_tokens_ + share_of_news * (told - *completion_tokens_) : told;
    }
}

} // namespace tiebreak::client
