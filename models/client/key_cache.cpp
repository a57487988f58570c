// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/key_cache.h"

#include "domain/error.h"

#include <algorithm>

namespace tiebreak::client {

std::shared_ptr<const Secret> KeyCache::find(const std::string& name) {
    if (name.empty()) {
        return nullptr;
    }
    const std::lock_guard lock(mutex_);
    auto found = keys_.find(name);
    if (found == keys_.end()) {
        std::shared_ptr<const Secret> key;
        if (auto secret = secrets_.find(name)) {
            key = std::make_shared<const Secret>(std::move(*secret));
        }
        found = keys_.emplace(name, std::move(key)).first;
    }
    if (!found->second) {
        const bool environment = name.starts_with("env:");
        throw domain::Error(domain::ErrorKind::secret, "the key \"" + name + "\" is not to be had", {},
                            environment ? "set the variable " + name.substr(4) + " and start again"
                                        : "store it under that name, or name another");
    }
    if (std::ranges::any_of(found->second->reveal(), [](unsigned char c) { return c < ' ' || c == 0x7f; })) {
        throw domain::Error(domain::ErrorKind::secret,
                            "the key \"" + name + "\" holds a line break or a control character", {},
                            "store it again, as one line");
    }
    return found->second;
}

void KeyCache::forget() {
    const std::lock_guard lock(mutex_);
    keys_.clear();
}

} // namespace tiebreak::client
