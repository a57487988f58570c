// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/settings.h"

#include "text/json.h"

#include <nlohmann/json.hpp>

namespace tiebreak::runs {

using domain::Protocol;

JudgingSettings settings_of(const domain::JudgingSpec& spec) {
    JudgingSettings settings;
    if (spec.judge.kind == domain::JudgeSpec::Kind::scorer) {
        settings.scorer = spec.judge.scorer;
        settings.scorer_options = spec.judge.scorer_options;
    } else if (spec.judge.kind == domain::JudgeSpec::Kind::recorded) {
        settings.recorded_path = spec.judge.recorded_path;
    }
    settings.baseline = spec.baseline;
    settings.baseline_run = spec.baseline_run;
    settings.swap = spec.swap;
    settings.merge_identical = spec.merge_identical;
    settings.relative = spec.relative;
    settings.method = spec.method;
    settings.logprobs = spec.logprobs;
    settings.repair = spec.repair;
    settings.group_size = spec.group_size;
    settings.context_tokens = spec.context_tokens;
    settings.items = spec.items;
    settings.sample = spec.sample;
    return settings;
}

std::string settings_json(const JudgingSettings& settings) {
    const JudgingSettings plain;
    nlohmann::json object{{"merge_identical", settings.merge_identical}};
    const auto put = [&](const char* name, const auto& value, const auto& otherwise) {
        if (value != otherwise) {
            object[name] = value;
        }
    };
    put("scorer", settings.scorer, plain.scorer);
    if (!settings.scorer_options.empty()) {
        object["scorer_options"] = text::parse_json(settings.scorer_options);
    }
    put("recorded", settings.recorded_path, plain.recorded_path);
    put("baseline", settings.baseline, plain.baseline);
    put("baseline_run", settings.baseline_run, plain.baseline_run);
    put("baseline_run_uid", settings.baseline_run_uid, plain.baseline_run_uid);
    put("swap", settings.swap, plain.swap);
    put("relative", settings.relative, plain.relative);
    put("method", domain::to_string(settings.method), domain::to_string(plain.method));
    put("logprobs", settings.logprobs, plain.logprobs);
    put("repair", settings.repair, plain.repair);
    put("group_size", settings.group_size, plain.group_size);
    put("context_tokens", settings.context_tokens, plain.context_tokens);
    put("items", settings.items, plain.items);
    put("sample", settings.sample, plain.sample);
    put("grammar", settings.grammar, plain.grammar);
    for (const StoredCriterion& criterion : settings.criteria) {
        object["criteria"].push_back(
            {{"name", criterion.name}, {"rubric", criterion.rubric.value}, {"weight", criterion.weight}});
    }
    return text::dump_json(object);
}

std::string settings_json(const domain::JudgingSpec& spec) {
    return settings_json(settings_of(spec));
}

JudgingSettings settings_from_json(const std::string& json) {
    const nlohmann::json object = text::parse_json(json, "a stored judging's settings");
    JudgingSettings settings;
    const auto take = [&](const char* name, auto& into) { into = object.value(name, into); };
    take("scorer", settings.scorer);
    if (object.contains("scorer_options")) {
        settings.scorer_options = text::dump_json(object["scorer_options"]);
    }
    take("recorded", settings.recorded_path);
    take("baseline", settings.baseline);
    take("baseline_run", settings.baseline_run);
    take("baseline_run_uid", settings.baseline_run_uid);
    take("swap", settings.swap);
    take("merge_identical", settings.merge_identical);
    take("relative", settings.relative);
    settings.method =
        domain::rank_method_from_string(object.value("method", "listwise")).value_or(settings.method);
    take("logprobs", settings.logprobs);
    take("repair", settings.repair);
    take("group_size", settings.group_size);
    take("context_tokens", settings.context_tokens);
    take("items", settings.items);
    take("sample", settings.sample);
    take("grammar", settings.grammar);
    for (const nlohmann::json& criterion : object.value("criteria", nlohmann::json::array())) {
        settings.criteria.push_back({criterion.value("name", ""),
                                     {criterion.value("rubric", std::int64_t{0})},
                                     criterion.value("weight", 1.0)});
    }
    return settings;
}

bool judges_pairs(Protocol protocol, const JudgingSettings& settings) {
    return protocol == Protocol::pairwise || protocol == Protocol::round_robin ||
           (protocol == Protocol::rubric && settings.relative) ||
           (protocol == Protocol::multi_turn && !settings.baseline.empty());
}

} // namespace tiebreak::runs
