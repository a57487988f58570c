// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets/keyring_entry.h"

#include <nlohmann/json.hpp>

namespace tiebreak::secrets {

using nlohmann::json;

std::string entry_of(std::string_view key, const std::string& origin) {
    return json{{"key", key}, {"origin", origin}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<client::Secret> key_in(const std::string& entry) {
    constexpr std::string_view blank = " \t\r\n";
    std::string_view key = entry;
    std::string origin;
    const json written = json::parse(entry, nullptr, false);
    if (written.is_object() && written.contains("key") && written["key"].is_string()) {
        key = written["key"].get_ref<const std::string&>();
        if (const auto found = written.find("origin"); found != written.end() && found->is_string()) {
            origin = found->get<std::string>();
        }
    }
    const std::size_t first = key.find_first_not_of(blank);
    if (first == std::string_view::npos) {
        return std::nullopt;
    }
    key = key.substr(first, key.find_last_not_of(blank) - first + 1);
    return client::Secret(key, origin);
}

} // namespace tiebreak::secrets
