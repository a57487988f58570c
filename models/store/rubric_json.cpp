// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/rubric_json.h"

#include "text/json.h"

#include <nlohmann/json.hpp>

namespace tiebreak::store {

std::string to_json(const domain::Rubric& rubric) {
    nlohmann::json object{{"criteria", rubric.criteria},
                          {"scale_min", rubric.scale_min},
                          {"scale_max", rubric.scale_max},
                          {"descriptions", rubric.descriptions}};
    if (rubric.yes_no) { // left out elsewhere, so that rubrics stored before keep their text
        object["yes_no"] = true;
    }
    return text::dump_json(object);
}

domain::Rubric rubric_from_json(const std::string& json) {
    const nlohmann::json object = text::parse_json(json, "a stored rubric");
    domain::Rubric rubric;
    rubric.criteria = object.value("criteria", "");
    rubric.scale_min = object.value("scale_min", 0.0);
    rubric.scale_max = object.value("scale_max", 100.0);
    rubric.descriptions = object.value("descriptions", std::vector<std::string>{});
    rubric.yes_no = object.value("yes_no", false);
    return rubric;
}

} // namespace tiebreak::store
