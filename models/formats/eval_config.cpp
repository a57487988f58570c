// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/eval_config.h"

#include "domain/error.h"
#include "formats/candidate_config.h"
#include "formats/config_fields.h"
#include "formats/eval_set.h"
#include "formats/judging_config.h"
#include "formats/raw_rows.h"
#include "text/json.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace tiebreak::formats {

namespace {

using domain::JudgingSpec;

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

} // namespace

EvalConfig read_eval_config(std::string_view bytes, const std::string& where, const std::string& base_dir) {
    const Json json = text::parse_json(bytes, where);
    const ConfigFields fields(json, where, {});
    fields.allow_only({"name", "eval_set", "candidates", "judgings"});
    EvalConfig config;
    config.base_dir = base_dir;
    config.name = fields.text("name");
    const auto candidates = fields.elements("candidates");
    const auto judgings = fields.elements("judgings");
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
