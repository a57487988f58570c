// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/candidate.h"
#include "domain/judging.h"

#include <map>
#include <string>
#include <vector>

namespace tiebreak::store {

/// The JSON of the schema's JSON columns. Keys sorted, so that equal values give equal text; text that is not
/// UTF-8 is mended with U+FFFD. The readers throw domain::Error (format) on a column that was not written by
/// these.
[[nodiscard]] std::string to_json(const domain::Parameters& parameters);
[[nodiscard]] std::string to_json(const std::map<std::string, std::string>& tags);
[[nodiscard]] std::string to_json(const std::vector<std::string>& texts);
[[nodiscard]] std::string to_json(const domain::Rubric& rubric);

[[nodiscard]] domain::Parameters parameters_from_json(const std::string& json);
[[nodiscard]] std::map<std::string, std::string> tags_from_json(const std::string& json);
[[nodiscard]] std::vector<std::string> texts_from_json(const std::string& json);
[[nodiscard]] domain::Rubric rubric_from_json(const std::string& json);

} // namespace tiebreak::store
