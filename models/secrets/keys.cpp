// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/keys.h"

#include "secrets/keyring.h"

#include <string_view>

namespace tiebreak::secrets {

std::optional<client::Secret> Keys::find(const std::string& name) {
    constexpr std::string_view keyring = "keyring:";
    if (name.starts_with(keyring)) {
        return Keyring::read(name.substr(keyring.size()));
    }
    return environment_.find(name);
}

} // namespace tiebreak::secrets
