// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/secret_source.h"

#include <optional>
#include <string>

namespace tiebreak::secrets {

/// Keys from environment variables: "env:NAME" is the value of NAME, blanks at both ends removed. An unset or
/// blank variable, and every name with another prefix, is not to be had here.
class Environment : public client::SecretSource {
public:
    [[nodiscard]] std::optional<client::Secret> find(const std::string& name) override;
};

} // namespace tiebreak::secrets
