// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <optional>
#include <string>

namespace tiebreak::store {

/// Work that was begun and not saved: a text for each key, in the project file itself, so that closing and a
/// crash lose none of it and a copy of the file takes it along. What the text means is its writer's business.
void keep_draft(Connection& connection, const std::string& key, const std::string& body);
[[nodiscard]] std::optional<std::string> draft(Connection& connection, const std::string& key);
void drop_draft(Connection& connection, const std::string& key);

} // namespace tiebreak::store
