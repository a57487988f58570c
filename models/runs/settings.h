// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"

#include <string>

namespace tiebreak::runs {

/// What a stored judging needs beyond its columns to go on after a restart.
struct JudgingSettings {
    std::string scorer;        ///< of a scorer
    std::string recorded_path; ///< of recorded replies, as the config names it
    std::string baseline;
    bool merge_identical = true;
    std::string scorer_options; ///< of a scorer: JSON of what differs from its defaults
};

/// The JSON of the judging's `settings` column: compact, keys sorted.
[[nodiscard]] std::string settings_json(const domain::JudgingSpec& spec);
[[nodiscard]] JudgingSettings settings_from_json(const std::string& json);

} // namespace tiebreak::runs
