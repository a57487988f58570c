// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/rubric_json.h"

#include "text/json.h"

#include <nlohmann/json.hpp>

namespace tiebreak::store {

std::string to_json(const domain::Rubric& rubric) {
    return text::dump_json(nlohmann::json{{"criteria", rubric.criteria},
                                          {"scale_min", rubric.scale_min},
                                          {"scale_max", rubric.scale_max},
                                          {"descriptions", rubric.descriptions}});
}

domain::Rubric rubric_from_json(const std::string& json) {
    const nlohmann::json object = text::parse_json(json, "a stored rubric");
    domain::Rubric rubric;
    rubric.criteria = object.value("criteria", "");
    rubric.scale_min = object.value("scale_min", 0.0);
    rubric.scale_max = object.value("scale_max", 100.0);
    rubric.descriptions = object.value("descriptions", std::vector<std::string>{});
    return rubric;
}

} // namespace tiebreak::store
