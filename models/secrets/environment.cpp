// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/environment.h"

#include <cstdlib>
#include <string_view>

namespace tiebreak::secrets {

std::optional<client::Secret> Environment::find(const std::string& name) {
    constexpr std::string_view prefix = "env:";
    constexpr std::string_view blank = " \t\r\n";
    if (!name.starts_with(prefix)) {
        return std::nullopt;
    }
    const char* value = std::getenv(name.c_str() + prefix.size());
    if (value == nullptr) {
        return std::nullopt;
    }
    std::string_view text = value;
    const std::size_t first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) {
        return std::nullopt;
    }
    text = text.substr(first, text.find_last_not_of(blank) - first + 1);
    return client::Secret(text);
}

} // namespace tiebreak::secrets
