// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ids.h"
#include "store/connection.h"

#include <vector>

namespace tiebreak::store {

/// Items of an eval set's revision that some training file holds, exactly or nearly, in the set's order.
[[nodiscard]] std::vector<domain::ItemRevisionId> leaked_items(Connection& connection,
                                                               domain::EvalSetRevisionId eval_set);

} // namespace tiebreak::store
