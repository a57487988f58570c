// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/candidate.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::text {

// The one JSON form of values that are stored, hashed and written into files. Compact, keys sorted, absent
// values left out: equal values give equal bytes. Reading throws domain::Error (format) with the field that
// is wrong.

/// {"extra": {…}, "max_tokens": 256, "stop": ["\n"], "temperature": 0.0, …}; "{}" where all is the server's
/// default.
[[nodiscard]] std::string parameters_to_json(const domain::Parameters& parameters);
[[nodiscard]] domain::Parameters parameters_from_json(std::string_view json);

/// The names of the parameters, as configs and requests write them; "extra" is not among them.
[[nodiscard]] const std::vector<std::string>& parameter_names();

/// {"data": "FineWeb"}
[[nodiscard]] std::string tags_to_json(const std::map<std::string, std::string>& tags);
[[nodiscard]] std::map<std::string, std::string> tags_from_json(std::string_view json);

/// ["first", "second"]
[[nodiscard]] std::string strings_to_json(const std::vector<std::string>& strings);
[[nodiscard]] std::vector<std::string> strings_from_json(std::string_view json);

} // namespace tiebreak::text
