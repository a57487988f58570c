// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/judging.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tiebreak::judging {

/// The rubrics that come with the program, by name.
[[nodiscard]] std::span<const domain::Rubric> builtin_rubrics();

/// The built-in rubric of that name, or nothing.
[[nodiscard]] std::optional<domain::Rubric> find_builtin_rubric(std::string_view name);

/// A rubric from JSON, in either form:
/// - ours: {"name", "criteria", "scale": [min, max] or "yes/no", "descriptions": [texts, lowest score
///   first]}; descriptions may be left out (yes/no: what "no" and what "yes" means);
/// - Prometheus': {"criteria", "score1_description" … "score5_description"}, a scale of whole numbers from 1.
/// `fallback_name` is the name of a rubric that has none. Throws domain::Error (format) with the field that
/// is wrong or missing.
[[nodiscard]] domain::Rubric read_rubric(std::string_view json, const std::string& fallback_name = {});

/// The same as JSON in our form, for files; what read_rubric reads back.
[[nodiscard]] std::string rubric_json(const domain::Rubric& rubric, int indent = 2);

} // namespace tiebreak::judging
