// SPDX-License-Identifier: GPL-3.0-or-later
// What an entry of the keyring holds. Pure; private to this room.
#pragma once

#include "client/secret_source.h"

#include <optional>
#include <string>
#include <string_view>

namespace tiebreak::secrets {

/// {"key", "origin"} as JSON.
[[nodiscard]] std::string entry_of(std::string_view key, const std::string& origin);

/// The key in an entry: as entry_of writes it, or, put there by another program, the bare key. Nothing where
/// it is blank.
[[nodiscard]] std::optional<client::Secret> key_in(const std::string& entry);

} // namespace tiebreak::secrets
