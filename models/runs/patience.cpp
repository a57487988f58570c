// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/patience.h"

namespace tiebreak::runs {

using domain::FailureKind;

namespace {

/// Kinds that asking again may mend.
bool may_pass(FailureKind kind) {
    return kind == FailureKind::timeout || kind == FailureKind::reset || kind == FailureKind::rate_limit ||
           kind == FailureKind::server || kind == FailureKind::bad_body;
}

} // namespace

Patience judge(const PatienceLimits& limits, const domain::Answer& answer, int round) {
    if (answer.failure == FailureKind::connect && limits.stop_when_gone) {
        return Patience::endpoint_gone;
    }
    return may_pass(answer.failure) && round < limits.rounds ? Patience::once_more : Patience::store;
}

} // namespace tiebreak::runs
