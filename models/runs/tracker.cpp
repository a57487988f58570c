// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/tracker.h"

#include <algorithm>
#include <utility>

namespace tiebreak::runs {

namespace {

constexpr std::chrono::milliseconds tell_time{50};
/// Medians shown while a run goes on are over the last so many calls.
constexpr std::size_t window = 200;

void remember(std::vector<double>& values, double value) {
    if (values.size() == window) {
        values.erase(values.begin());
    }
    values.push_back(value);
}

std::optional<double> median(std::vector<double> values) {
    if (values.empty()) {
        return std::nullopt;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

} // namespace

Tracker::Tracker(Progress start, Tell tell)
    : progress_(std::move(start))
    , latencies_(progress_.candidates.size())
    , speeds_(progress_.candidates.size())
    , tell_(std::move(tell)) {}

void Tracker::set_phase(Progress::Phase phase, const std::string& message) {
    {
        const std::lock_guard lock(mutex_);
        progress_.phase = phase;
        progress_.waiting.clear();
        if (!message.empty()) {
            progress_.message = message;
        }
    }
    tell_now();
}

void Tracker::set_paused_by_cap() {
    const std::lock_guard lock(mutex_);
    progress_.paused_by_cap = true;
}

void Tracker::set_waiting(const std::string& for_whom) {
    const std::lock_guard lock(mutex_);
    progress_.waiting = for_whom;
}

void Tracker::expect(std::size_t candidate, std::int64_t total, std::int64_t stored) {
    const std::lock_guard lock(mutex_);
    Progress::Candidate& c = progress_.candidates[candidate];
    c.total = total;
    c.done = stored;
    progress_.total += total;
    progress_.done += stored;
}

void Tracker::add_judging(const std::string& name) {
    const std::lock_guard lock(mutex_);
    progress_.judgings.push_back({name});
}

void Tracker::expect_judging(std::size_t judging, std::int64_t total, const Progress::Judging& stored) {
    const std::lock_guard lock(mutex_);
    Progress::Judging& j = progress_.judgings[judging];
    progress_.total += total - j.total;
    j.total = total;
    j.done = stored.done;
    j.parse_failures = stored.parse_failures;
    progress_.done += stored.done + stored.parse_failures;
}

void Tracker::expect_more(std::size_t judging, std::int64_t calls) {
    const std::lock_guard lock(mutex_);
    progress_.judgings[judging].total += calls;
    progress_.total += calls;
}

void Tracker::answered(std::size_t candidate, const domain::Answer& answer, std::optional<double> cost) {
    const std::lock_guard lock(mutex_);
    Progress::Candidate& c = progress_.candidates[candidate];
    ++session_done_;
    add_cost(cost);
    if (answer.failure == domain::FailureKind::none) {
        ++c.done;
        ++progress_.done;
    } else {
        ++c.failed;
        ++progress_.failed;
        const std::string kind = domain::to_string(answer.failure);
        ++c.failures[answer.http_status >= 400 ? std::to_string(answer.http_status) + " " + kind : kind];
    }
    if (answer.latency_ms) {
        remember(latencies_[candidate], *answer.latency_ms);
        if (answer.usage.completion_tokens && *answer.latency_ms > 0) {
            remember(speeds_[candidate],
                     static_cast<double>(*answer.usage.completion_tokens) * 1000 / *answer.latency_ms);
        }
    }
}

void Tracker::spent(std::optional<double> cost) {
    const std::lock_guard lock(mutex_);
    add_cost(cost);
}

void Tracker::gave_up(std::size_t candidate, std::int64_t turns) {
    if (turns == 0) {
        return;
    }
    const std::lock_guard lock(mutex_);
    Progress::Candidate& c = progress_.candidates[candidate];
    c.failed += turns;
    c.failures["an earlier turn failed"] += turns;
    progress_.failed += turns;
}

void Tracker::replied(std::size_t judging, bool read, bool failed, std::optional<double> cost) {
    const std::lock_guard lock(mutex_);
    Progress::Judging& j = progress_.judgings[judging];
    ++session_done_;
    add_cost(cost);
    if (failed) {
        ++j.failed;
        ++progress_.failed;
    } else {
        ++(read ? j.done : j.parse_failures);
        ++progress_.done;
    }
}

void Tracker::replied_many(std::size_t judging, std::int64_t read, std::int64_t parse_failures,
                           std::int64_t failed) {
    const std::lock_guard lock(mutex_);
    Progress::Judging& j = progress_.judgings[judging];
    j.done += read;
    j.parse_failures += parse_failures;
    j.failed += failed;
    progress_.done += read + parse_failures;
    progress_.failed += failed;
}

void Tracker::add_cost(std::optional<double> cost) {
    if (cost) {
        progress_.cost = progress_.cost.value_or(0) + *cost;
        progress_.run_cost += *cost;
    }
}

Progress Tracker::snapshot() const {
    Progress copy = progress_;
    copy.spent_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
    const std::int64_t left = copy.total - copy.done - copy.failed;
    if (session_done_ >= 5 && left > 0) {
        copy.left_s = copy.spent_s / static_cast<double>(session_done_) * static_cast<double>(left);
    }
    for (std::size_t i = 0; i < copy.candidates.size(); ++i) {
        copy.candidates[i].latency_p50_ms = median(latencies_[i]);
        copy.candidates[i].tokens_per_second = median(speeds_[i]);
    }
    return copy;
}

Progress Tracker::now() const {
    const std::lock_guard lock(mutex_);
    return snapshot();
}

void Tracker::tell_now() {
    Progress copy;
    {
        const std::lock_guard lock(mutex_);
        told_ = std::chrono::steady_clock::now();
        copy = snapshot();
    }
    if (tell_) {
        tell_(copy);
    }
}

void Tracker::tell_if_due() {
    {
        const std::lock_guard lock(mutex_);
        if (std::chrono::steady_clock::now() - told_ < tell_time) {
            return;
        }
    }
    tell_now();
}

} // namespace tiebreak::runs
