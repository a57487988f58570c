// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "formats/export_lines.h"
#include "store/project.h"

#include <cstdint>
#include <functional>

namespace tiebreak::workbench {

/// Every response of a run, failed ones too, in the order they were stored: one pass, one row in memory at a
/// time (the items' instructions are kept). Returns how many. Throws domain::Error where the run is not
/// there.
std::int64_t export_responses(store::Connection& connection, domain::RunId run,
                              const std::function<void(const formats::ResponseLine&)>& each);

/// Every verdict of a run's judgings: one row for each response that stood in a prompt, whether the reply was
/// read or not; a pair has one row, of its first against the other, whose `winner` is the name of who won, or
/// "tie"; imported scores follow without an item, their judge run as repeat. What a scorer had no
/// reference for is no verdict and has no row.
std::int64_t export_verdicts(store::Connection& connection, domain::RunId run,
                             const std::function<void(const formats::VerdictLine&)>& each);

} // namespace tiebreak::workbench
