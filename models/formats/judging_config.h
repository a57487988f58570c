// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of this room: a judging as configs write it.
#pragma once

#include "domain/judging.h"
#include "formats/config_fields.h"

#include <string>
#include <vector>

namespace tiebreak::formats {

/// `candidates` are the names a baseline may be.
[[nodiscard]] domain::JudgingSpec read_judging_fields(const ConfigFields& fields,
                                                      const std::vector<std::string>& candidates);

/// The object that reads back as the same judging. `with_place`: the judges' addresses, key names, limits and
/// prices too.
[[nodiscard]] nlohmann::json judging_json(const domain::JudgingSpec& judging, bool with_place);

} // namespace tiebreak::formats
