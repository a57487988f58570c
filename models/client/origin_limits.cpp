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
}

void OriginLimits::remove(const domain::Endpoint& endpoint) {
    count_down(concurrency_, std::max(endpoint.concurrency, 1));
    if (endpoint.requests_per_minute) {
        count_down(per_minute_, std::max(*endpoint.requests_per_minute, 1));
    }
}

int OriginLimits::concurrency() const {
    return concurrency_.empty() ? 1 : concurrency_.begin()->first;
}

std::optional<std::chrono::milliseconds> OriginLimits::take_start(Clock::time_point now) {
    if (per_minute_.empty()) {
        return std::nullopt;
    }
    const double per_second = per_minute_.begin()->first / 60.0;
    const double capacity = std::max(1.0, per_second);
    const double since = std::chrono::duration<double>(now - filled_).count();
    tokens_ = tokens_ ? std::min(capacity, *tokens_ + since * per_second) : capacity;
    filled_ = now;
    if (*tokens_ >= 1.0) {
        *tokens_ -= 1.0;
        return std::nullopt;
    }
    return std::chrono::milliseconds(
        static_cast<std::int64_t>(std::ceil((1.0 - *tokens_) / per_second * 1000.0)));
}

} // namespace tiebreak::client
