// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/weights.h"

#include <string>

namespace tiebreak::client {

/// What there is to know of a command before it is run: whether its program is there, and a fingerprint of
/// its words and of the files they name (a script behind its interpreter, a model file). Files above 64 MiB
/// are known by size, time of change, first and last MiB. Reads files: not on the window's or the network's
/// thread.
[[nodiscard]] ConnectionReport report_of_program(const std::string& command);

} // namespace tiebreak::client
