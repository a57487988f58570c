// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <string>

namespace tiebreak::cli {

/// The run a person named, or the newest where they named none. Throws domain::Error (usage) that says which
/// runs there are.
[[nodiscard]] domain::RunId choose_run(store::Connection& connection, const std::string& named,
                                       const std::string& file);

} // namespace tiebreak::cli
