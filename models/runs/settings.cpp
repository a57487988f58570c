// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/settings.h"

#include "domain/random.h"
#include "text/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>

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
    settings.top = spec.top;
    settings.window = spec.window;
    settings.step = spec.step;
    settings.tournaments = spec.tournaments;
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
    put("top", settings.top, plain.top);
    put("window", settings.window, plain.window);
    put("step", settings.step, plain.step);
    put("tournaments", settings.tournaments, plain.tournaments);
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
    take("top", settings.top);
    take("window", settings.window);
    take("step", settings.step);
    take("tournaments", settings.tournaments);
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

std::optional<judging::RankingMethod> ranking_method(Protocol protocol, domain::RankMethod method) {
    using judging::RankingMethod;
    if (protocol == Protocol::tournament) {
        return RankingMethod::tournament;
    }
    if (protocol != Protocol::listwise) {
        return std::nullopt;
    }
    switch (method) {
    case domain::RankMethod::listwise:
        return RankingMethod::listwise;
    case domain::RankMethod::pointwise:
        return RankingMethod::pointwise;
    case domain::RankMethod::pairs:
        return RankingMethod::pairs;
    case domain::RankMethod::sorting:
        return RankingMethod::sorting;
    case domain::RankMethod::bubble:
        return RankingMethod::bubble;
    }
    return std::nullopt;
}

std::optional<judging::RankingMethod> ranking_method(Protocol protocol, const JudgingSettings& settings) {
    return ranking_method(protocol, settings.method);
}

bool compares_two(judging::RankingMethod method) {
    using judging::RankingMethod;
    return method == RankingMethod::pairs || method == RankingMethod::sorting ||
           method == RankingMethod::bubble;
}

judging::RankingOptions ranking_options(const JudgingSettings& settings, std::uint64_t seed,
                                        std::int64_t item, int repeat) {
    judging::RankingOptions options;
    options.seed = domain::Random(seed, "ranking", static_cast<std::uint64_t>(item),
                                  static_cast<std::uint64_t>(repeat))();
    options.top = static_cast<std::size_t>(std::max(0, settings.top));
    options.window = static_cast<std::size_t>(std::max(2, settings.window));
    options.step = static_cast<std::size_t>(std::max(1, settings.step));
    options.rounds = std::max(1, settings.tournaments);
    options.both_orders = settings.swap;
    return options;
}

} // namespace tiebreak::runs
