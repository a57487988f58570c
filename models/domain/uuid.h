// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace tiebreak::domain {

/// A random (version 4) UUID in lower-case text form, 36 characters, from the system's entropy.
std::string new_uuid();

} // namespace tiebreak::domain
