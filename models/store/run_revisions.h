// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <vector>

namespace tiebreak::store {

/// The candidate revisions that a run over an eval set holds, each once: those that may have answers, unlike
/// names in a table of scores.
[[nodiscard]] std::vector<domain::CandidateRevisionId> revisions_in_runs(Connection& connection);

} // namespace tiebreak::store
