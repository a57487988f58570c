// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace tiebreak::runs {

/// Feeds a list of calls to the client a little ahead of what its limits let fly, so that a long run holds
/// few prompts in memory and yet no place stands empty; waits until every answer is stored.
///
/// A job is a number. Its life: `make` (on the feeder's own thread) → the client → `answered` (on the network
/// thread, must not block) → whoever stores the answer calls `stored` (any thread, the writer's mostly).
class Feeder {
public:
    using Job = std::size_t;

    struct Work {
        std::function<client::ModelCall(Job)> make;
        std::function<void(Job, domain::Answer)> answered;
    };

    Feeder(client::ModelClient& client, Work work);

    /// Adds a job to the queue of its origin. Before run() only.
    void add(Job job, const std::string& origin, int concurrency);

    /// Feeds and waits. Returns when all is stored, or, after `stop`, when nothing flies any more and what
    /// had arrived is stored. `tick` is called about ten times a second. Throws what `fail` was given.
    void run(const std::stop_token& stop, const std::function<void()>& tick);

    /// One answer is stored (or needs no storing, such as a cancelled one).
    void stored();
    /// Ends the run: nothing more is fed, what flies is cancelled, and run() throws `error`. From any thread.
    void fail(std::exception_ptr error);

private:
    struct Lane {
        std::vector<Job> jobs;
        std::size_t next = 0;
        std::size_t flying = 0;
        std::size_t window = 0;
    };

    void feed_some();
    void hand_over(Lane& lane);

    client::ModelClient& client_;
    Work work_;
    std::uint64_t group_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, Lane> lanes_;
    std::size_t flying_ = 0;
    std::size_t unstored_ = 0; ///< answered, not yet stored
    bool ended_ = false;
    std::exception_ptr error_;
};

} // namespace tiebreak::runs
