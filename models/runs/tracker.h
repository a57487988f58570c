// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/response.h"
#include "runs/progress.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace tiebreak::runs {

/// Counts what a run does, from any thread, and tells it as a Progress at most twenty times a second.
class Tracker {
public:
    using Tell = std::function<void(const Progress&)>;

    Tracker(Progress start, Tell tell);

    void set_phase(Progress::Phase phase, const std::string& message = {});
    void set_paused_by_cap();
    void set_waiting(const std::string& for_whom); ///< empty: for nobody any more
    void expect(std::size_t candidate, std::int64_t total, std::int64_t stored);
    void add_judging(const std::string& name);
    void expect_judging(std::size_t judging, std::int64_t total, const Progress::Judging& stored);
    /// So many calls more than was planned: requests for the format.
    void expect_more(std::size_t judging, std::int64_t calls);

    void answered(std::size_t candidate, const domain::Answer& answer, std::optional<double> cost);
    void spent(std::optional<double> cost); ///< by a call that is asked again
    /// Turns that cannot be asked since one before them failed: failed as well.
    void gave_up(std::size_t candidate, std::int64_t turns);
    void replied(std::size_t judging, bool read, bool failed, std::optional<double> cost);
    /// Scorers and recorded replies: many at once, free.
    void replied_many(std::size_t judging, std::int64_t read, std::int64_t parse_failures,
                      std::int64_t failed);

    void tell_now();
    void tell_if_due();
    [[nodiscard]] Progress now() const;

private:
    void add_cost(std::optional<double> cost);
    Progress snapshot() const; ///< mutex held

    mutable std::mutex mutex_;
    Progress progress_;
    std::vector<std::vector<double>> latencies_;
    std::vector<std::vector<double>> speeds_;
    std::int64_t session_done_ = 0; ///< done by this session, not found stored: what time is reckoned from
    Tell tell_;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point told_{};
};

} // namespace tiebreak::runs
