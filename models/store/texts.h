// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"

#include <string>

namespace tiebreak::store {

/// Stores a long text and its words for search. Bytes that are not UTF-8 must have been mended before.
domain::TextId add_text(Connection& connection, const std::string& body);

/// Throws domain::Error where there is no such text.
[[nodiscard]] std::string text_body(Connection& connection, domain::TextId id);

} // namespace tiebreak::store
