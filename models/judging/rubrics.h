// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"

#include <optional>
#include <span>
#include <string_view>

namespace tiebreak::judging {

/// The rubrics that come with the program, by name: "ift-0-100".
[[nodiscard]] std::span<const domain::Rubric> builtin_rubrics();

/// The built-in rubric of that name, or nothing.
[[nodiscard]] std::optional<domain::Rubric> find_builtin_rubric(std::string_view name);

/// A rubric from JSON: {"name", "criteria", "scale": [min, max], "descriptions": [texts, lowest score
/// first]}; descriptions may be left out. Throws domain::Error (format) with the field that is wrong.
[[nodiscard]] domain::Rubric read_rubric(std::string_view json);

} // namespace tiebreak::judging
