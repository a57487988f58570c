// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/secret_source.h"
#include "secrets/environment.h"

#include <optional>
#include <string>

namespace tiebreak::secrets {

/// Keys by name, from where the name says: "env:NAME" (Environment), "keyring:NAME" (Keyring, whose errors it
/// throws).
class Keys : public client::SecretSource {
public:
    [[nodiscard]] std::optional<client::Secret> find(const std::string& name) override;

private:
    Environment environment_;
};

} // namespace tiebreak::secrets
