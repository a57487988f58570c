// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/response.h"

#include <algorithm>
#include <string>
#include <vector>

namespace tiebreak::runs {

/// What of the missing work is to be done now; everything unless told.
struct Selection {
    bool nothing = false;                   ///< take over what is stored, ask no model
    bool only_failed = false;               ///< what was asked before and failed
    std::vector<std::string> candidates;    ///< names; empty: all
    std::vector<domain::FailureKind> kinds; ///< of what failed before; empty: all

    /// Whether an answer that is missing is to be asked for; `before` says how it failed, none: never asked.
    [[nodiscard]] bool takes(const std::string& candidate, domain::FailureKind before) const {
        const bool failed = before != domain::FailureKind::none;
        return !nothing && (failed || !only_failed) &&
               (candidates.empty() || std::ranges::find(candidates, candidate) != candidates.end()) &&
               (kinds.empty() || std::ranges::find(kinds, before) != kinds.end());
    }
};

} // namespace tiebreak::runs
