// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/settings.h"

#include "text/json.h"

#include <nlohmann/json.hpp>

namespace tiebreak::runs {

std::string settings_json(const domain::JudgingSpec& spec) {
    nlohmann::json object{{"merge_identical", spec.merge_identical}};
    if (spec.judge.kind == domain::JudgeSpec::Kind::scorer) {
        object["scorer"] = spec.judge.scorer;
        if (!spec.judge.scorer_options.empty()) {
            object["scorer_options"] = text::parse_json(spec.judge.scorer_options);
        }
    } else if (spec.judge.kind == domain::JudgeSpec::Kind::recorded) {
        object["recorded"] = spec.judge.recorded_path;
    }
    if (!spec.baseline.empty()) {
        object["baseline"] = spec.baseline;
    }
    return text::dump_json(object);
}

JudgingSettings settings_from_json(const std::string& json) {
    const nlohmann::json object = text::parse_json(json, "a stored judging's settings");
    return {object.value("scorer", ""), object.value("recorded", ""), object.value("baseline", ""),
            object.value("merge_identical", true),
            object.contains("scorer_options") ? text::dump_json(object["scorer_options"]) : std::string()};
}

} // namespace tiebreak::runs
