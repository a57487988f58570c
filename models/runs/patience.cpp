// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/patience.h"

#include <fmt/format.h>

#include <chrono>

namespace tiebreak::runs {

using domain::FailureKind;

namespace {

constexpr std::chrono::seconds worth_telling{2};

/// Kinds that asking again may mend.
bool may_pass(FailureKind kind) {
    return kind == FailureKind::timeout || kind == FailureKind::reset || kind == FailureKind::rate_limit ||
           kind == FailureKind::server || kind == FailureKind::bad_body;
}

} // namespace

std::string waiting_for(const client::ModelClient& client) {
    std::string text;
    for (const client::ModelClient::Outage& outage : client.outages()) {
        const auto waited =
            std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - outage.since);
        if (waited >= worth_telling) {
            text += fmt::format("{}{} cannot be reached, waited for {} s", text.empty() ? "" : "; ",
                                outage.server, waited.count());
        }
    }
    return text;
}

Patience judge(const PatienceLimits& limits, const domain::Answer& answer, int round) {
    if (answer.failure == FailureKind::connect && limits.stop_when_gone) {
        return Patience::endpoint_gone;
    }
    return may_pass(answer.failure) && round < limits.rounds ? Patience::once_more : Patience::store;
}

} // namespace tiebreak::runs
