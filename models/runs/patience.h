// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/response.h"

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace tiebreak::runs {

/// How long a run puts up with what may pass.
struct PatienceLimits {
    /// An endpoint that is not there at all is waited for so long; then the run stops and may go on later.
    /// Zero: its calls fail.
    std::chrono::milliseconds absence{0};
    /// How often a call whose tries all failed in a way that may pass is asked in one session.
    int rounds = 1;
};

/// Tells a failure that is to be waited out from one that is to be stored. Thread-safe.
class Patience {
public:
    explicit Patience(PatienceLimits limits)
        : limits_(limits) {}

    enum class Verdict {
        store,         ///< answered, or failed for good
        again,         ///< nobody is there: ask again, nothing is stored
        once_more,     ///< stored as failed, and to be asked again after the others
        endpoint_gone, ///< nobody is there for longer than is waited
    };
    /// What to do with an answer of `origin`; `round` counts from 1.
    [[nodiscard]] Verdict judge(const std::string& origin, const domain::Answer& answer, int round);
    /// "http://…:8080 has not answered for 12 s": those that are waited for; empty where none is.
    [[nodiscard]] std::string waiting() const;

private:
    using Clock = std::chrono::steady_clock;

    const PatienceLimits limits_;
    mutable std::mutex mutex_;
    std::map<std::string, Clock::time_point> gone_since_; ///< by origin
};

} // namespace tiebreak::runs
