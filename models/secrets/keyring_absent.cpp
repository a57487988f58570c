// SPDX-License-Identifier: GPL-3.0-or-later
// The keyring of a build without Qt: it says that there is none.
#include "domain/error.h"
#include "secrets/keyring.h"

namespace tiebreak::secrets {

namespace {

[[noreturn]] void absent(const std::string& name) {
    throw domain::Error(domain::ErrorKind::secret, "this build cannot use the system's keyring",
                        "keyring:" + name, "put the key in an environment variable and write env:NAME");
}

} // namespace

std::optional<client::Secret> Keyring::read(const std::string& name) {
    absent(name);
}

void Keyring::write(const std::string& name, std::string_view, const std::string&) {
    absent(name);
}

void Keyring::remove(const std::string& name) {
    absent(name);
}

} // namespace tiebreak::secrets
