// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

namespace tiebreak::store {

/// Labels of a run that no later one supersedes.
[[nodiscard]] std::int64_t label_count(Connection& connection, domain::RunId run);

} // namespace tiebreak::store
