// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"

#include <string>

namespace tiebreak::store {

/// A rubric's body in the schema: JSON with keys sorted, so that equal rubrics give equal text. The name
/// stands beside it.
[[nodiscard]] std::string to_json(const domain::Rubric& rubric);
/// Throws domain::Error (format) on a column that was not written by to_json.
[[nodiscard]] domain::Rubric rubric_from_json(const std::string& json);

} // namespace tiebreak::store
