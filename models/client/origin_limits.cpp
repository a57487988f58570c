// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/origin_limits.h"

#include <algorithm>
#include <cmath>

namespace tiebreak::client {

namespace {

void count_down(std::map<int, int>& counted, int limit) {
    if (const auto found = counted.find(limit); found != counted.end() && --found->second == 0) {
        counted.erase(found);
    }
}

} // namespace

void OriginLimits::add(const domain::Endpoint& endpoint) {
    ++concurrency_[std::max(endpoint.concurrency, 1)];
    if (endpoint.requests_per_minute) {
        ++per_minute_[std::max(*endpoint.requests_per_minute, 1)];
    }
    if (endpoint.tokens_per_minute) {
        ++tokens_a_minute_[std::max(*endpoint.tokens_per_minute, 1)];
    }
}

void OriginLimits::remove(const domain::Endpoint& endpoint) {
    count_down(concurrency_, std::max(endpoint.concurrency, 1));
    if (endpoint.requests_per_minute) {
        count_down(per_minute_, std::max(*endpoint.requests_per_minute, 1));
    }
    if (endpoint.tokens_per_minute) {
        count_down(tokens_a_minute_, std::max(*endpoint.tokens_per_minute, 1));
    }
}

int OriginLimits::concurrency() const {
    return concurrency_.empty() ? 1 : concurrency_.begin()->first;
}

void OriginLimits::Bucket::fill(Clock::time_point now, double per_second, double capacity) {
    const double since = std::chrono::duration<double>(now - filled).count();
    level = level ? std::min(capacity, *level + since * per_second) : capacity;
    filled = now;
}

std::optional<std::chrono::milliseconds> OriginLimits::take_start(Clock::time_point now, double tokens) {
    double wait = 0;
    if (!per_minute_.empty()) {
        const double per_second = per_minute_.begin()->first / 60.0;
        requests_.fill(now, per_second, std::max(1.0, per_second));
        wait = std::max(wait, (1.0 - *requests_.level) / per_second);
    }
    if (!tokens_a_minute_.empty()) {
        const double per_second = tokens_a_minute_.begin()->first / 60.0;
        tokens_.fill(now, per_second, per_second);
        const double needed = std::min(tokens, per_second); // a larger request would wait for ever
        wait = std::max(wait, (needed - *tokens_.level) / per_second);
    }
    if (wait > 1e-9) {
        return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(wait * 1000.0)));
    }
    if (!per_minute_.empty()) {
        *requests_.level -= 1.0;
    }
    if (!tokens_a_minute_.empty()) {
        *tokens_.level -= tokens;
    }
    return std::nullopt;
}

void OriginLimits::settle(double taken, double used) {
    if (tokens_.level) {
        *tokens_.level += taken - used;
    }
}

} // namespace tiebreak::client
