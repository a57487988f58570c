// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/throttle.h"

#include <algorithm>

namespace tiebreak::client {

namespace {

constexpr int fewest_counted = 4;
constexpr int most_counted = 32;
constexpr double too_busy = 0.25; ///< share of replies

} // namespace

int Throttle::allowed(int cap) const noexcept {
    return window_ <= 0 ? std::max(cap, 1) : std::clamp(static_cast<int>(window_), 1, std::max(cap, 1));
}

bool Throttle::landed(bool busy, Epoch sent_in, int cap) noexcept {
    if (!busy && window_ > 0) {
        window_ = std::min(window_ + 1.0 / window_, static_cast<double>(cap));
    }
    if (sent_in != epoch_) {
        return false;
    }
    ++seen_;
    busy_ += busy ? 1 : 0;
    if (seen_ < std::clamp(allowed(cap), fewest_counted, most_counted)) {
        return false;
    }
    const bool halve = busy_ > too_busy * seen_;
    if (halve) {
        window_ = std::max(1.0, allowed(cap) / 2.0);
        ++epoch_;
    }
    seen_ = busy_ = 0;
    return halve;
}

} // namespace tiebreak::client
