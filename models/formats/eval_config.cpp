// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/eval_config.h"

#include "domain/error.h"
#include "formats/candidate_config.h"
#include "formats/config_fields.h"
#include "formats/eval_set.h"
#include "formats/raw_rows.h"
#include "text/json.h"
#include "text/nearest.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace tiebreak::formats {

namespace {

using domain::JudgeSpec;
using domain::JudgingSpec;
using domain::Protocol;

constexpr int most_repeats = 1'000;

/// A baseline that is the item's reference answer instead of a candidate's.
constexpr std::string_view reference_baseline = "reference";

EvalSetRef read_eval_set_ref(const ConfigFields& fields) {
    fields.allow_only({"path", "name", "slice", "map"});
    EvalSetRef ref;
    ref.path = fields.required_text("path");
    ref.name = fields.text("name");
    if (const Json* slice = fields.find("slice")) {
        const bool pair = slice->is_array() && slice->size() == 2 && (*slice)[0].is_number_unsigned() &&
                          (*slice)[1].is_number_unsigned();
        if (!pair || (*slice)[0] >= (*slice)[1]) {
            fields.fail("slice", "a slice is two whole numbers, the first below the second",
                        "[935, 1045] takes rows 935 to 1044, counted from 0");
        }
        ref.slice = {(*slice)[0].get<std::size_t>(), (*slice)[1].get<std::size_t>()};
    }
    if (auto map = fields.object("map")) {
        map->allow_only(eval_set_fields());
        for (const std::string& field : eval_set_fields()) {
            if (map->has(field)) {
                ref.mapping[field] = map->required_text(field);
            }
        }
    }
    return ref;
}

JudgeSpec read_judge(const ConfigFields& fields) {
    JudgeSpec judge;
    const bool scorer = fields.has("scorer");
    const bool recorded = fields.has("recorded");
    if (scorer && recorded) {
        fields.fail({}, "a judge is a scorer or recorded, not both", "keep one of the two");
    }
    if (scorer) {
        fields.allow_only({"scorer"});
        judge.kind = JudgeSpec::Kind::scorer;
        judge.scorer = fields.required_text("scorer");
    } else if (recorded) {
        fields.allow_only({"recorded"});
        judge.kind = JudgeSpec::Kind::recorded;
        judge.recorded_path = fields.required_text("recorded");
    } else if (fields.has("api")) {
        judge.kind = JudgeSpec::Kind::endpoint;
        judge.model = read_judge_model(fields);
    } else {
        fields.allow_only({"api", "base_url", "model", "scorer", "recorded"});
        fields.fail({}, "the judge is neither an endpoint, a scorer nor recorded",
                    R"(write {"api", "base_url", "model"}, {"scorer": NAME} or {"recorded": FILE})");
    }
    return judge;
}

Protocol read_protocol(const ConfigFields& fields, const JudgeSpec& judge) {
    if (!fields.has("protocol") && judge.kind == JudgeSpec::Kind::scorer) {
        return Protocol::scorer;
    }
    const std::string name = fields.required_text("protocol");
    static const std::vector<std::string> known = [] {
        std::vector<std::string> names;
        for (int i = 0; i <= static_cast<int>(Protocol::multi_turn); ++i) {
            names.push_back(domain::to_string(static_cast<Protocol>(i)));
        }
        return names;
    }();
    const auto protocol = domain::protocol_from_string(name);
    if (!protocol) {
        fields.fail("protocol", fmt::format("there is no protocol \"{}\"", text::for_display(name)),
                    text::did_you_mean(name, known));
    }
    if (*protocol == Protocol::scorer && judge.kind != JudgeSpec::Kind::scorer) {
        fields.fail("protocol", "\"scorer\" needs a scorer as judge",
                    R"(write "judge": {"scorer": NAME}, or another protocol)");
    }
    return *protocol;
}

std::uint64_t read_seed(const ConfigFields& fields, std::uint64_t otherwise) {
    const Json* seed = fields.find("seed");
    if (seed == nullptr) {
        return otherwise;
    }
    if (!seed->is_number_unsigned()) {
        fields.fail("seed", "a seed is a whole number from 0");
    }
    return seed->get<std::uint64_t>();
}

void check_baseline(const ConfigFields& fields, const JudgingSpec& judging,
                    const std::vector<std::string>& candidates) {
    if (judging.protocol != Protocol::pairwise) {
        if (!judging.baseline.empty()) {
            fields.fail("baseline", "only pairwise judging has a baseline",
                        R"(write "protocol": "pairwise", or leave it out)");
        }
        return;
    }
    if (judging.baseline.empty()) {
        fields.fail({}, "pairwise judging needs a baseline",
                    R"(add "baseline": the name of a candidate, or "reference")");
    }
    if (judging.baseline != reference_baseline &&
        std::ranges::find(candidates, judging.baseline) == candidates.end()) {
        fields.fail("baseline",
                    fmt::format("there is no candidate \"{}\"", text::for_display(judging.baseline)),
                    text::did_you_mean(judging.baseline, candidates));
    }
}

JudgingSpec read_judging_fields(const ConfigFields& fields, const std::vector<std::string>& candidates) {
    fields.allow_only(
        {"name", "protocol", "judge", "rubric", "baseline", "repeats", "seed", "merge_identical"});
    JudgingSpec judging;
    const auto judge = fields.object("judge");
    if (!judge) {
        fields.fail({}, "\"judge\" is missing",
                    R"(add {"api", "base_url", "model"}, {"scorer": NAME} or {"recorded": FILE})");
    }
    judging.judge = read_judge(*judge);
    judging.protocol = read_protocol(fields, judging.judge);
    judging.name = std::string(text::trim(fields.text("name")));
    if (judging.name.empty()) {
        judging.name = judging.judge.kind == JudgeSpec::Kind::scorer ? judging.judge.scorer
                                                                     : domain::to_string(judging.protocol);
    }
    judging.rubric = fields.text("rubric");
    if (judging.rubric.empty() && judging.judge.kind != JudgeSpec::Kind::scorer) {
        judging.rubric = default_rubric;
    }
    judging.baseline = fields.text("baseline");
    judging.repeats = static_cast<int>(fields.whole("repeats", 1, most_repeats).value_or(judging.repeats));
    judging.seed = read_seed(fields, judging.seed);
    judging.merge_identical = fields.flag("merge_identical", judging.merge_identical);
    check_baseline(fields, judging, candidates);
    return judging;
}

/// The elements of a list field, each as an object with its path.
std::vector<ConfigFields> elements(const ConfigFields& fields, const std::string& name) {
    std::vector<ConfigFields> list;
    if (const Json* value = fields.find(name)) {
        if (!value->is_array()) {
            fields.fail(name, fmt::format("this is {}, not a list", kind_of(*value)), "write [{…}, {…}]");
        }
        for (std::size_t i = 0; i < value->size(); ++i) {
            list.emplace_back((*value)[i], fields.where(), fields.path_of(fmt::format("{}[{}]", name, i)));
        }
    }
    return list;
}

Json judging_json(const JudgingSpec& judging, bool with_place) {
    Json json{{"name", judging.name},
              {"protocol", domain::to_string(judging.protocol)},
              {"repeats", judging.repeats},
              {"seed", judging.seed},
              {"merge_identical", judging.merge_identical}};
    switch (judging.judge.kind) {
    case JudgeSpec::Kind::scorer:
        json["judge"] = {{"scorer", judging.judge.scorer}};
        break;
    case JudgeSpec::Kind::recorded:
        json["judge"] = {{"recorded", judging.judge.recorded_path}};
        break;
    case JudgeSpec::Kind::endpoint:
        json["judge"] = candidate_json(judging.judge.model, with_place);
        break;
    }
    if (!judging.rubric.empty()) {
        json["rubric"] = judging.rubric;
    }
    if (!judging.baseline.empty()) {
        json["baseline"] = judging.baseline;
    }
    return json;
}

} // namespace

EvalConfig read_eval_config(std::string_view bytes, const std::string& where, const std::string& base_dir) {
    const Json json = text::parse_json(bytes, where);
    const ConfigFields fields(json, where, {});
    fields.allow_only({"name", "eval_set", "candidates", "judgings"});
    EvalConfig config;
    config.base_dir = base_dir;
    config.name = fields.text("name");
    const auto candidates = elements(fields, "candidates");
    const auto judgings = elements(fields, "judgings");
    const auto eval_set = fields.object("eval_set");
    if (!eval_set) {
        fields.fail({}, "\"eval_set\" is missing", R"(add "eval_set": {"path": "FILE"})");
    }
    config.eval_set = read_eval_set_ref(*eval_set);
    if (candidates.empty()) {
        fields.fail("candidates", "there are none", "a run needs at least one candidate");
    }
    std::vector<std::string> names;
    for (const ConfigFields& element : candidates) {
        config.candidates.push_back(read_candidate(element));
        const std::string& name = config.candidates.back().name;
        if (std::ranges::find(names, name) != names.end()) {
            element.fail("name", fmt::format("two candidates are called \"{}\"", name),
                         "give each its own name");
        }
        names.push_back(name);
    }
    std::set<std::string> judging_names;
    for (const ConfigFields& element : judgings) {
        config.judgings.push_back(read_judging_fields(element, names));
        const std::string& name = config.judgings.back().name;
        if (!judging_names.insert(name).second) {
            element.fail("name", fmt::format("two judgings are called \"{}\"", name),
                         "give each its own name");
        }
    }
    return config;
}

JudgingSpec read_judging(std::string_view bytes, const std::vector<std::string>& candidates,
                         const std::string& where) {
    const Json json = text::parse_json(bytes, where);
    return read_judging_fields(ConfigFields(json, where, {}), candidates);
}

std::string to_canonical_json(const EvalConfig& config, ConfigParts parts) {
    const bool with_place = parts == ConfigParts::everything;
    Json eval_set{{"path", config.eval_set.path}};
    if (!config.eval_set.name.empty()) {
        eval_set["name"] = config.eval_set.name;
    }
    if (config.eval_set.slice) {
        eval_set["slice"] = {config.eval_set.slice->first, config.eval_set.slice->second};
    }
    if (!config.eval_set.mapping.empty()) {
        eval_set["map"] = config.eval_set.mapping;
    }
    Json json{{"name", config.name},
              {"eval_set", std::move(eval_set)},
              {"candidates", Json::array()},
              {"judgings", Json::array()}};
    for (const domain::Candidate& candidate : config.candidates) {
        json["candidates"].push_back(candidate_json(candidate, with_place));
    }
    for (const JudgingSpec& judging : config.judgings) {
        json["judgings"].push_back(judging_json(judging, with_place));
    }
    return text::dump_json(json);
}

} // namespace tiebreak::formats
