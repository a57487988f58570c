// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/project.h"

#include <cstdint>

namespace tiebreak::runs {

struct Reread {
    std::int64_t replies = 0; ///< with text
    std::int64_t read_before = 0;
    std::int64_t read_now = 0;
};

/// Reads every stored reply of a judging again with today's parser: no call is made, former readings stay,
/// the newest readable one counts. `force` also where today's version has read it before.
Reread reread_replies(store::Project& project, domain::JudgingId judging, bool force = false);

} // namespace tiebreak::runs
