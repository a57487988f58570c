// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/feeder.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <utility>

namespace tiebreak::runs {

namespace {

constexpr std::chrono::milliseconds tick_time{100};
/// Answers that may wait for the disk before feeding pauses: a slow disk must not fill the memory.
constexpr std::size_t most_unstored = 4'000;

std::uint64_t new_group() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

} // namespace

Feeder::Feeder(client::ModelClient& client, Work work)
    : client_(client)
    , work_(std::move(work))
    , group_(new_group()) {}

void Feeder::add(Job job, const std::string& origin, int concurrency) {
    Lane& lane = lanes_[origin];
    lane.jobs.push_back(job);
    // Half as many again wait in the client, so that a place which falls free is taken at once.
    lane.window = std::max(lane.window, static_cast<std::size_t>(std::max(1, concurrency)) * 3 / 2 + 4);
}

void Feeder::run(const std::stop_token& stop, const std::function<void()>& tick) {
    const std::stop_callback wake(stop, [this] {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        changed_.notify_all();
    });
    bool cancelled = false;
    for (;;) {
        feed_some();
        bool cancel_now = false;
        {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, tick_time);
            const bool all_fed = std::ranges::all_of(
                lanes_, [](const auto& lane) { return lane.second.next == lane.second.jobs.size(); });
            if ((all_fed || ended_) && flying_ == 0 && unstored_ == 0) {
                break;
            }
            cancel_now = ended_ && !cancelled;
        }
        if (cancel_now) {
            cancelled = true;
            client_.cancel(group_);
        }
        tick();
    }
    tick();
    if (error_) {
        std::rethrow_exception(error_);
    }
}

void Feeder::feed_some() {
    for (auto& [origin, lane] : lanes_) {
        hand_over(lane);
    }
}

void Feeder::hand_over(Lane& lane) {
    for (;;) {
        Job job = 0;
        {
            const std::lock_guard lock(mutex_);
            if (ended_ || lane.next == lane.jobs.size() || lane.flying >= lane.window ||
                unstored_ >= most_unstored) {
                return;
            }
            job = lane.jobs[lane.next++];
            ++lane.flying;
            ++flying_;
        }
        client::ModelCall call;
        try {
            call = work_.make(job);
        } catch (...) {
            {
                const std::lock_guard lock(mutex_);
                --lane.flying;
                --flying_;
            }
            fail(std::current_exception());
            return;
        }
        call.group = group_;
        client_.ask(call, [this, job, &lane](domain::Answer answer) {
            {
                const std::lock_guard lock(mutex_);
                ++unstored_; // before it stops flying: run() must not see a moment with nothing left
                --lane.flying;
                --flying_;
            }
            changed_.notify_all();
            try {
                work_.answered(job, std::move(answer));
            } catch (...) {
                fail(std::current_exception());
                stored();
            }
        });
    }
}

void Feeder::stored() {
    // Notified under the lock: run() may return, and this object may go, as soon as the count is seen.
    const std::lock_guard lock(mutex_);
    --unstored_;
    changed_.notify_all();
}

void Feeder::fail(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    if (!error_) {
        error_ = std::move(error);
    }
    ended_ = true;
    changed_.notify_all();
}

} // namespace tiebreak::runs
