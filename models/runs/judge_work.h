// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/model_client.h"
#include "judging/recorded.h"
#include "runs/budget.h"
#include "runs/patience.h"
#include "runs/selection.h"
#include "runs/tracker.h"
#include "store/judgings.h"
#include "store/project.h"
#include "store/runs.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace tiebreak::runs {

/// Reads the replies of a recorded judge; the path is as the config names it.
using RecordedReader = std::function<std::vector<judging::RecordedReply>(const std::string& path)>;

/// What one judging needs to be carried on, whoever judges.
struct JudgeContext {
    store::Project& project;
    client::ModelClient& client;
    const store::RunRow& run;
    const store::JudgingRow& judging;
    std::size_t index; ///< among the run's judgings, for the tracker
    Tracker& tracker;
    Budget& budget;
    const Selection& selection;
    const PatienceLimits& patience;
};

/// Asks the models for every unit that is not judged yet, and stores each reply with its reading as it
/// arrives. A reply that cannot be read is asked once for the format again, where the judging wants that, and
/// a call whose tries all failed in a way that may pass is asked again after the others, where `patience`
/// does.
void judge_by_model(const JudgeContext& context, const std::stop_token& stop);
/// Applies a heuristic scorer to every response that it has not scored yet.
void judge_by_scorer(const JudgeContext& context, const std::stop_token& stop);
/// Takes over replies that were collected elsewhere, through the same parsers. What speaks of nobody is
/// noted.
void judge_by_record(const JudgeContext& context, const RecordedReader& reader);

} // namespace tiebreak::runs
