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

void Feeder::add(Job job, const Place& place) {
    Lane& lane = lanes_[place.origin];
    auto stage = std::ranges::find(lane.stages, place.model, &Stage::model);
    if (stage == lane.stages.end()) {
        stage = lane.stages.insert(stage, Stage{place.model, {}, {}, 0, 0, false, false});
    }
    stage->jobs.push_back(job);
    if (ways_.size() <= job) {
        ways_.resize(job + 1);
    }
    ways_[job] = {&lane, static_cast<std::size_t>(stage - lane.stages.begin())};
    // Three times as many again wait in the client, so that a place which falls free is taken at once, also
    // while many sit out the time after a failure.
    lane.window = std::max(lane.window, static_cast<std::size_t>(std::max(1, place.concurrency)) * 4 + 4);
}

bool Feeder::all_fed() const {
    return std::ranges::all_of(lanes_, [this](const auto& entry) {
        const Lane& lane = entry.second;
        return !lane.held && !lane.changing && std::ranges::all_of(lane.stages, [this](const Stage& stage) {
            return stage.fed() && (stage.left || stage.model.empty() || !work_.next_model);
        });
    });
}

void Feeder::run(const std::stop_token& stop, const std::function<void()>& tick) {
    {
        const std::lock_guard lock(door_->mutex);
        door_->feeder = this;
    }
    feed_until_done(stop, tick);
    {
        const std::lock_guard lock(door_->mutex);
        door_->feeder = nullptr;
    }
    tick();
    if (error_) {
        std::rethrow_exception(error_);
    }
    if (left_out_ && !stop.stop_requested()) {
        std::rethrow_exception(left_out_);
    }
}

void Feeder::feed_until_done(const std::stop_token& stop, const std::function<void()>& tick) {
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
            const bool over = all_fed() || ended_ || refused_;
            if (over && flying_ == 0 && unstored_ == 0) {
                break;
            }
            changed_.wait_for(lock, tick_time);
            cancel_now = ended_ && !cancelled;
        }
        if (cancel_now) {
            cancelled = true;
            client_.cancel(group_);
        }
        tick();
    }
}

void Feeder::feed_some() {
    for (auto& [origin, lane] : lanes_) {
        hand_over(lane);
    }
}

/// The change of models that the lane needs before anything of it may fly; takes note that it is under way.
std::optional<Feeder::Turn> Feeder::turn_due(Lane& lane) {
    Stage* stage = &lane.stages[lane.stage];
    Turn turn{&lane, {}, {}};
    if (stage->fed() && !stage->left) {
        if (stage->open > 0) {
            return std::nullopt;
        }
        if (stage->entered) {
            turn.done = stage->jobs.back();
        }
        stage->left = true;
    }
    if (stage->left && lane.stage + 1 < lane.stages.size()) {
        stage = &lane.stages[++lane.stage];
    }
    if (!stage->left && !stage->entered) {
        turn.next = stage->jobs.front();
    }
    const bool by_turns = work_.next_model && !stage->model.empty();
    if (!by_turns || (!turn.done && !turn.next)) {
        stage->entered = true;
        return std::nullopt;
    }
    lane.changing = true;
    return turn;
}

void Feeder::take_turn(const Turn& turn) {
    const auto ready = [door = door_, lane = turn.lane,
                        entered = turn.next.has_value()](std::exception_ptr error) {
        const std::lock_guard lock(door->mutex);
        if (door->feeder != nullptr) {
            door->feeder->turned(*lane, entered, std::move(error));
        }
    };
    try {
        work_.next_model(turn.done, turn.next, ready);
    } catch (...) {
        fail(std::current_exception());
    }
}

void Feeder::turned(Lane& lane, bool entered, std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    lane.changing = false;
    Stage& stage = lane.stages[lane.stage];
    if (entered && error) {
        stage.next = stage.jobs.size(); // none of them has been fed
        stage.left = true;
    } else if (entered) {
        stage.entered = true;
    }
    if (error && !left_out_) {
        left_out_ = std::move(error);
    }
    changed_.notify_all();
}

/// Takes the lane's next job into `held`, unmade, and counts it as flying; false where nothing may fly now.
/// `turn`: the server has to change its model first.
bool Feeder::take_next(Lane& lane, std::optional<Turn>& turn) {
    const std::lock_guard lock(mutex_);
    if (ended_ || refused_ || lane.changing || lane.flying >= lane.window || unstored_ >= most_unstored) {
        return false;
    }
    if (lane.held) {
        return true;
    }
    turn = turn_due(lane);
    Stage& stage = lane.stages[lane.stage];
    if (turn || stage.fed()) {
        return false;
    }
    Job job = 0;
    if (stage.again.empty()) {
        job = stage.jobs[stage.next++];
    } else {
        job = stage.again.back();
        stage.again.pop_back();
    }
    ++stage.open;
    lane.held.emplace(job, client::ModelCall{});
    return true;
}

void Feeder::drop_held(Lane& lane) {
    const std::lock_guard lock(mutex_);
    --lane.stages[ways_[lane.held->first].stage].open;
    lane.held.reset();
}

void Feeder::hand_over(Lane& lane) {
    for (;;) {
        std::optional<Turn> turn;
        if (!take_next(lane, turn)) {
            if (turn) {
                take_turn(*turn);
            }
            return;
        }
        const Job job = lane.held->first;
        client::ModelCall& call = lane.held->second;
        try {
            if (!call.model) {
                call = work_.make(job);
                call.group = group_;
            }
            const Admission admission = work_.admit ? work_.admit(job, call) : Admission::now;
            if (admission == Admission::later) {
                return;
            }
            if (admission == Admission::never) {
                drop_held(lane);
                const std::lock_guard lock(mutex_);
                refused_ = true;
                return;
            }
        } catch (...) {
            drop_held(lane);
            fail(std::current_exception());
            return;
        }
        const client::ModelCall ready = std::move(call);
        {
            const std::lock_guard lock(mutex_);
            lane.held.reset();
            ++lane.flying;
            ++flying_;
        }
        client_.ask(ready, [this, job, &lane](domain::Answer answer) {
            {
                const std::lock_guard lock(mutex_);
                ++unstored_; // before it stops flying: run() must not see a moment with nothing left
                --lane.flying;
                --flying_;
                changed_.notify_all();
            }
            try {
                work_.answered(job, std::move(answer));
            } catch (...) {
                fail(std::current_exception());
                stored(job);
            }
        });
    }
}

void Feeder::again(Job job) {
    const std::lock_guard lock(mutex_);
    const Way& way = ways_[job];
    way.lane->stages[way.stage].again.push_back(job);
}

void Feeder::later(Job job) {
    const std::lock_guard lock(mutex_);
    const Way& way = ways_[job];
    way.lane->stages[way.stage].jobs.push_back(job);
}

void Feeder::stored(Job job) {
    // Notified under the lock: run() may return, and this object may go, as soon as the count is seen.
    const std::lock_guard lock(mutex_);
    --unstored_;
    --ways_[job].lane->stages[ways_[job].stage].open;
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

bool Feeder::refused() const {
    const std::lock_guard lock(mutex_);
    return refused_;
}

} // namespace tiebreak::runs
