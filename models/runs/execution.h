// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "runs/judge_work.h"
#include "runs/patience.h"
#include "runs/progress.h"
#include "runs/selection.h"
#include "store/project.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace tiebreak::runs {

struct ExecutionOptions {
    bool same_weights = false; ///< the person confirms it where a server cannot tell
    Tracker::Tell on_progress; ///< on the run's own threads, at most twenty times a second
    RecordedReader recorded;   ///< needed where a judge is recorded
    Selection selection;       ///< everything that is missing unless told
    PatienceLimits patience;   ///< none unless told; see patient()
};

/// What a run of a person's is given: it ends where an endpoint stays away, and calls whose tries all failed
/// in a way that may pass have a second round.
[[nodiscard]] PatienceLimits patient();

/// Carries a run on, whatever of it is stored already: asks what is missing, judges what is not judged, and
/// marks it finished. Blocks until done, stopped or failed; call it on a thread of its own. What arrived is
/// stored whichever way it ends. Never throws: what went wrong stands in the result's `message`, with phase
/// `failed` (the run is kept as stopped and may go on). Another program at work on the run (its lease) is
/// such a failure. A run whose next call would pass its spending cap ends as stopped, `paused_by_cap` set; so
/// does one where the selection left something out.
[[nodiscard]] Progress execute(store::Project& project, client::ModelClient& client, domain::RunId run,
                               const ExecutionOptions& options, const std::stop_token& stop);

} // namespace tiebreak::runs
