// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/secret_source.h"

#include <optional>
#include <string>
#include <string_view>

namespace tiebreak::secrets {

/// Keys in the system's keyring (Secret Service, KWallet), under the service "tiebreak" and a name. There is
/// no other store behind it: where no keyring runs, nothing is read or written, and the error says so. Every
/// function may wait for the person to unlock the keyring: never on the window's thread. Thread-safe.
/// @throws domain::Error (secret) with the reason: no keyring service, access denied, …
class Keyring {
public:
    /// Nothing where it holds no key of that name. A key that was written here is bound to its origin.
    [[nodiscard]] static std::optional<client::Secret> read(const std::string& name);
    /// `origin` is the only one the key may go to ("https://api.example.com:443", as client::Origin::text
    /// writes it); empty: any that names it. Replaces a key of the same name.
    static void write(const std::string& name, std::string_view key, const std::string& origin);
    /// Nothing happens where there is no such key.
    static void remove(const std::string& name);
};

} // namespace tiebreak::secrets
