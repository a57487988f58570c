// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/secret_source.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace tiebreak::client {

/// Keys looked up once each: a keyring may ask the person, and is slow. Thread-safe.
class KeyCache {
public:
    explicit KeyCache(SecretSource& secrets)
        : secrets_(secrets) {}

    /// Null where `name` is empty. @throws domain::Error (secret): there is no such key, or it cannot be
    /// sent.
    [[nodiscard]] std::shared_ptr<const Secret> find(const std::string& name);
    void forget();

private:
    SecretSource& secrets_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const Secret>> keys_; ///< null: looked for in vain
};

} // namespace tiebreak::client
