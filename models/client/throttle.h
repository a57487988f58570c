// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace tiebreak::client {

/// How many requests at once a server bears: additive increase, multiplicative decrease (Chiu and Jain,
/// "Analysis of the Increase and Decrease Algorithms for Congestion Avoidance", 1989). Halved where more than
/// a quarter of the replies say that it is busy, counted over about as many replies as may fly at once (4 to
/// 32); a busy reply now and then is a matter for its retry alone. What was sent before the last halving says
/// nothing of the pace since. Each reply that is not busy raises the window by one part in itself, so by one
/// for each round of replies, up to the cap.
class Throttle {
public:
    using Epoch = std::uint64_t;

    /// At least 1, at most `cap`.
    [[nodiscard]] int allowed(int cap) const noexcept;
    /// To be kept with a request and given back with its reply.
    [[nodiscard]] Epoch epoch() const noexcept { return epoch_; }
    /// One reply; returns whether the window was halved for it.
    bool landed(bool busy, Epoch sent_in, int cap) noexcept;

private:
    double window_ = 0; ///< 0: no busy reply yet, the cap alone counts
    Epoch epoch_ = 0;
    int seen_ = 0;
    int busy_ = 0;
};

} // namespace tiebreak::client
