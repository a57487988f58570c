// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of this room: how a plan's parts are estimated.
#pragma once

#include "client/endpoint.h"
#include "store/call_figures.h"
#include "workbench/plan.h"
#include "workbench/run_frame.h"

namespace tiebreak::workbench::plan_parts {

/// How long an answer is expected to be, in tokens, on average over many.
struct Length {
    std::optional<RunPlan::Range> range; ///< absent: nothing tells
    std::string basis;                   ///< "24 answers of it", or why nothing tells
};

/// From answers of this revision where there are any (mean ± two standard errors), else from answers of other
/// candidates in the run, else from nothing to `max_tokens`.
[[nodiscard]] Length answer_length(store::Connection& connection, const store::CandidateRow& candidate,
                                   domain::RunId run);

[[nodiscard]] double tokens_of(const client::ModelCall& call);

/// Whether text that goes to this origin leaves the machine. A program's "address" does not.
[[nodiscard]] bool leaves(const std::string& address);
void set_endpoint(RunPlan::Part& part, const domain::Candidate& model);

/// Sets completion tokens, cost and seconds of a part whose calls and prompt tokens are known.
void finish(RunPlan::Part& part, const Length& length, const store::CallFigures& figures,
            const domain::Candidate& model);

/// What a judging still has to do. `lengths` of the candidates' answers stand for those to come.
[[nodiscard]] RunPlan::Part judged_part(store::Connection& connection, const RunFrame& frame,
                                        const store::JudgingRow& judging, const std::vector<Length>& lengths);

} // namespace tiebreak::workbench::plan_parts
