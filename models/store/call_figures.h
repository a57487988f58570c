// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <cstdint>
#include <optional>
#include <string>

namespace tiebreak::store {

/// Mean and spread of what was seen so far; for plans.
struct SeenFigure {
    std::int64_t n = 0;
    double mean = 0;
    double sd = 0; ///< of the sample (n − 1); 0 for n = 1
};

struct CallFigures {
    SeenFigure completion_tokens; ///< of answers, as the server counted
    SeenFigure latency_ms;
};

/// Over the newest 500 answered calls of this revision, else (where it has none) of other revisions that name
/// the same model.
[[nodiscard]] CallFigures call_figures(Connection& connection, domain::CandidateRevisionId revision,
                                       const std::string& model);

/// Characters of the answers that a run's candidates gave, recorded ones included; the newest 500.
[[nodiscard]] SeenFigure answer_characters(Connection& connection, domain::RunId run);

/// Prompt tokens of a judging's calls, as the judge's server counted.
[[nodiscard]] SeenFigure judging_prompt_tokens(Connection& connection, domain::JudgingId judging);

} // namespace tiebreak::store
