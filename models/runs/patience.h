// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "domain/response.h"

#include <string>

namespace tiebreak::runs {

/// How a run meets failures that may pass. The client has tried each call often by then, and has waited for
/// an endpoint that was away (client::RetryPolicy).
struct PatienceLimits {
    /// An endpoint that stayed away for longer than the client waits ends the run, which may go on later.
    /// False: its calls fail, one after the other.
    bool stop_when_gone = false;
    /// How often a call whose tries all failed in a way that may pass is asked in one session.
    int rounds = 1;
};

/// What is to be done with an answer.
enum class Patience {
    store,         ///< answered, or failed for good
    once_more,     ///< stored as failed, and to be asked again after the others
    endpoint_gone, ///< not stored: nobody is there, so the run ends
};

/// The servers that a run waits for since they cannot be reached, for people; empty where there are none.
[[nodiscard]] std::string waiting_for(const client::ModelClient& client);

/// `round` counts from 1.
[[nodiscard]] Patience judge(const PatienceLimits& limits, const domain::Answer& answer, int round);

} // namespace tiebreak::runs
