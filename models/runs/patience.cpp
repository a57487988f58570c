// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/patience.h"

#include <fmt/format.h>

namespace tiebreak::runs {

using domain::FailureKind;

namespace {

/// Kinds that asking again may mend.
bool may_pass(FailureKind kind) {
    return kind == FailureKind::timeout || kind == FailureKind::reset || kind == FailureKind::rate_limit ||
           kind == FailureKind::server || kind == FailureKind::bad_body;
}

} // namespace

Patience::Verdict Patience::judge(const std::string& origin, const domain::Answer& answer, int round) {
    const std::lock_guard lock(mutex_);
    if (answer.failure != FailureKind::connect) {
        gone_since_.erase(origin);
        return may_pass(answer.failure) && round < limits_.rounds ? Verdict::once_more : Verdict::store;
    }
    if (limits_.absence.count() == 0) {
        return Verdict::store;
    }
    const auto now = Clock::now();
    const auto since = gone_since_.emplace(origin, now).first->second;
    return now - since < limits_.absence ? Verdict::again : Verdict::endpoint_gone;
}

std::string Patience::waiting() const {
    const std::lock_guard lock(mutex_);
    std::string text;
    for (const auto& [origin, since] : gone_since_) {
        const double seconds = std::chrono::duration<double>(Clock::now() - since).count();
        text += fmt::format("{}{} has not answered for {:.0f} s", text.empty() ? "" : "; ", origin, seconds);
    }
    return text;
}

} // namespace tiebreak::runs
