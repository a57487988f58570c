// SPDX-License-Identifier: GPL-3.0-or-later
// What the two kinds of exchanges share: private to the workbench.
#pragma once

#include "store/candidates.h"
#include "workbench/exchange.h"

namespace tiebreak::workbench {

/// Fills in what is stored of the call: tries, answer, usage.
void describe_call(Exchange& exchange, store::Connection& connection, domain::CallId call,
                   const store::CandidateRow& asked);

} // namespace tiebreak::workbench
