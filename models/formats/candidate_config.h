// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of this room: candidates and judges' models as configs write them.
#pragma once

#include "domain/candidate.h"
#include "formats/config_fields.h"

namespace tiebreak::formats {

/// A candidate: either "responses" or an endpoint.
[[nodiscard]] domain::Candidate read_candidate(const ConfigFields& fields);

/// A judge that is an endpoint: the same fields without those that only a candidate has.
[[nodiscard]] domain::Candidate read_judge_model(const ConfigFields& fields);

/// The object that reads back as the same candidate. `with_place`: address, key name, limits and price too.
[[nodiscard]] nlohmann::json candidate_json(const domain::Candidate& candidate, bool with_place);

} // namespace tiebreak::formats
