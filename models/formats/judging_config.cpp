// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/judging_config.h"

#include "formats/candidate_config.h"
#include "formats/eval_config.h"
#include "formats/raw_rows.h"
#include "text/json.h"
#include "text/nearest.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace tiebreak::formats {

namespace {

using domain::JudgeSpec;
using domain::JudgingSpec;
using domain::Protocol;
using Kind = domain::JudgeSpec::Kind;

constexpr int most_repeats = 1'000;
constexpr int most_items = 10'000'000;
constexpr int most_context = 100'000'000;
constexpr int fewest_in_group = 3; // two anchors and one to be judged
constexpr int widest_window = 1'000;
constexpr int most_tournaments = 1'000;
constexpr double heaviest = 1e6;
constexpr std::size_t nameless_bytes = 48;

JudgeSpec read_judge(const ConfigFields& fields) {
    JudgeSpec judge;
    const bool scorer = fields.has("scorer");
    const bool recorded = fields.has("recorded");
    if (scorer && recorded) {
        fields.fail({}, "a judge is a scorer or recorded, not both", "keep one of the two");
    }
    if (scorer) {
        judge.kind = Kind::scorer;
        judge.scorer = fields.required_text("scorer");
        // Which options there are is the scorer's to say: they are checked when the judging is set up.
        Json options = fields.value();
        options.erase("scorer");
        judge.scorer_options = options.empty() ? std::string() : text::dump_json(options);
    } else if (recorded) {
        fields.allow_only({"recorded"});
        judge.kind = Kind::recorded;
        judge.recorded_path = fields.required_text("recorded");
    } else if (fields.has("api")) {
        judge.kind = Kind::endpoint;
        judge.model = read_judge_model(fields);
    } else {
        fields.allow_only({"api", "base_url", "model", "scorer", "recorded"});
        fields.fail({}, "the judge is neither an endpoint, a scorer nor recorded",
                    R"(write {"api", "base_url", "model"}, {"scorer": NAME} or {"recorded": FILE})");
    }
    return judge;
}

/// "judge" is one, "judges" a panel.
void read_judges(const ConfigFields& fields, JudgingSpec& judging) {
    const auto one = fields.object("judge");
    const auto panel = fields.elements("judges");
    if (one && !panel.empty()) {
        fields.fail("judges", "both \"judge\" and \"judges\"", "keep one of the two");
    }
    if (!one && panel.empty()) {
        fields.fail({}, "\"judge\" is missing",
                    R"(add {"api", "base_url", "model"}, {"scorer": NAME} or {"recorded": FILE})");
    }
    if (one) {
        judging.judge = read_judge(*one);
        return;
    }
    std::vector<std::string> names;
    for (const ConfigFields& element : panel) {
        JudgeSpec judge = read_judge(element);
        if (panel.size() > 1 && judge.kind != Kind::endpoint) {
            element.fail({}, "only models sit on a panel", "judge by a scorer or by recorded replies alone");
        }
        if (std::ranges::find(names, judge.model.name) != names.end()) {
            element.fail("name", fmt::format("two judges are called \"{}\"", judge.model.name),
                         "give each its own \"name\"");
        }
        names.push_back(judge.model.name);
        if (names.size() == 1) {
            judging.judge = std::move(judge);
        } else {
            judging.panel.push_back(std::move(judge));
        }
    }
}

std::vector<std::string> protocol_names() {
    std::vector<std::string> names;
    for (int i = 0; i <= static_cast<int>(Protocol::multi_turn); ++i) {
        names.push_back(domain::to_string(static_cast<Protocol>(i)));
    }
    return names;
}

Protocol read_protocol(const ConfigFields& fields, const JudgeSpec& judge) {
    if (!fields.has("protocol") && judge.kind == Kind::scorer) {
        return Protocol::scorer;
    }
    const std::string name = fields.required_text("protocol");
    static const std::vector<std::string> known = protocol_names();
    const auto protocol = domain::protocol_from_string(name);
    if (!protocol) {
        fields.fail("protocol", fmt::format("there is no protocol \"{}\"", text::for_display(name)),
                    text::did_you_mean(name, known));
    }
    if (*protocol == Protocol::scorer && judge.kind != Kind::scorer) {
        fields.fail("protocol", "\"scorer\" needs a scorer as judge",
                    R"(write "judge": {"scorer": NAME}, or another protocol)");
    }
    return *protocol;
}

domain::RankMethod read_method(const ConfigFields& fields) {
    const std::string name = fields.text("method");
    static const std::vector<std::string> known{"listwise", "pointwise", "pairs", "sorting", "bubble"};
    const auto method = name.empty() ? domain::RankMethod::listwise : domain::rank_method_from_string(name);
    if (!method) {
        fields.fail("method", fmt::format("there is no method \"{}\"", text::for_display(name)),
                    text::did_you_mean(name, known));
    }
    return *method;
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

std::string beginning_of(const std::string& text) {
    const std::string_view trimmed = text::trim(text);
    std::size_t end = std::min(trimmed.size(), nameless_bytes);
    while (end < trimmed.size() && end > 0 && (static_cast<unsigned char>(trimmed[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return std::string(trimmed.substr(0, end));
}

/// "rubric" is a name, a file or the rubric itself.
void read_rubric_field(const ConfigFields& fields, std::string& name, std::string& inline_text) {
    const Json* value = fields.find("rubric");
    if (value != nullptr && value->is_object()) {
        inline_text = text::dump_json(*value);
        const ConfigFields rubric = *fields.object("rubric");
        name = std::string(text::trim(rubric.text("name")));
        if (name.empty()) { // Prometheus' rubrics have none: their criteria tell them apart
            name = beginning_of(rubric.required_text("criteria"));
        }
    } else {
        name = fields.text("rubric");
    }
}

void read_criteria(const ConfigFields& fields, JudgingSpec& judging) {
    for (const ConfigFields& element : fields.elements("criteria")) {
        element.allow_only({"rubric", "weight"});
        domain::WeightedRubric criterion;
        read_rubric_field(element, criterion.rubric, criterion.rubric_text);
        if (criterion.rubric.empty()) {
            element.fail({}, "\"rubric\" is missing", "name a rubric or a file, or write it here");
        }
        criterion.weight = element.number("weight", 0, heaviest).value_or(1);
        if (criterion.weight <= 0) {
            element.fail("weight", "a criterion without weight counts for nothing",
                         "leave the criterion out");
        }
        if (std::ranges::find(judging.criteria, criterion.rubric, &domain::WeightedRubric::rubric) !=
            judging.criteria.end()) {
            element.fail("rubric", fmt::format("\"{}\" stands twice", text::for_display(criterion.rubric)),
                         "give one criterion the sum of the weights");
        }
        judging.criteria.push_back(std::move(criterion));
    }
    if (!judging.criteria.empty() && !judging.rubric.empty()) {
        fields.fail("criteria", "both \"rubric\" and \"criteria\"", "make the rubric one of the criteria");
    }
    if (judging.relative && judging.criteria.size() > 1) {
        fields.fail("criteria", "a relative verdict has one rubric", "judge each rubric in its own judging");
    }
}

void read_baseline(const ConfigFields& fields, JudgingSpec& judging,
                   const std::vector<std::string>& candidates) {
    const Json* value = fields.find("baseline");
    if (value == nullptr) {
        return;
    }
    if (value->is_object()) {
        const ConfigFields past = *fields.object("baseline");
        past.allow_only({"run", "candidate"});
        judging.baseline_run = past.required_text("run");
        judging.baseline = past.required_text("candidate");
        return;
    }
    judging.baseline = fields.text("baseline");
    if (!judging.baseline.empty() && judging.baseline != domain::reference_baseline &&
        std::ranges::find(candidates, judging.baseline) == candidates.end()) {
        fields.fail("baseline",
                    fmt::format("there is no candidate \"{}\"", text::for_display(judging.baseline)),
                    text::did_you_mean(judging.baseline, candidates));
    }
}

/// A trial: "items": 20 are the first twenty, {"sample": 20} are twenty drawn by the seed.
void read_trial(const ConfigFields& fields, JudgingSpec& judging) {
    const Json* value = fields.find("items");
    if (value != nullptr && value->is_object()) {
        const ConfigFields trial = *fields.object("items");
        trial.allow_only({"sample"});
        judging.items = static_cast<int>(trial.whole("sample", 1, most_items).value_or(0));
        judging.sample = judging.items > 0;
    } else {
        judging.items = static_cast<int>(fields.whole("items", 1, most_items).value_or(0));
    }
}

/// What a field means something for; it is refused elsewhere, since a person who writes it expects something.
void refuse_what_means_nothing(const ConfigFields& fields, const JudgingSpec& judging) {
    const Protocol protocol = judging.protocol;
    const bool scorer = judging.judge.kind == Kind::scorer;
    const bool pairs = protocol == Protocol::pairwise || protocol == Protocol::round_robin;
    const bool can_have_baseline =
        protocol == Protocol::pairwise || protocol == Protocol::rubric || protocol == Protocol::multi_turn;
    const auto only = [&](const char* field, bool fits, const char* what, const char* mend) {
        if (fields.has(field) && !fits) {
            fields.fail(field, what, mend);
        }
    };
    only("baseline", can_have_baseline,
         "only pairwise judging has a baseline, and so have relative rubrics "
         "and multi-turn",
         R"(write "protocol": "pairwise", or leave it out)");
    only("swap",
         pairs || judging.relative || protocol == Protocol::listwise ||
             (protocol == Protocol::multi_turn && !judging.baseline.empty()),
         "only pairs are asked in both orders", "leave it out");
    only("criteria", protocol == Protocol::rubric, "only rubric judging has several criteria",
         R"(write "protocol": "rubric")");
    only("relative", protocol == Protocol::rubric, "only rubric judging has a relative form",
         R"(write "protocol": "rubric", or "pairwise")");
    only("method", protocol == Protocol::listwise, "only listwise judging has methods",
         R"(write "protocol": "listwise")");
    const bool ranks = protocol == Protocol::listwise;
    only("top",
         ranks && (judging.method == domain::RankMethod::sorting ||
                   judging.method == domain::RankMethod::bubble),
         "only sorting and bubble stop at the best few", R"(write "method": "sorting", or leave it out)");
    const bool windows = ranks && judging.method == domain::RankMethod::listwise;
    only("window", windows, "only a listwise ranking has a window", "leave it out");
    only("step", windows, "only a listwise ranking has a window to move", "leave it out");
    only("tournaments", protocol == Protocol::tournament, "only a tournament is played several times",
         R"(write "protocol": "tournament", or leave it out)");
    if (judging.step > judging.window) {
        fields.fail("step", "a window that moves farther than it is wide leaves answers out",
                    "make it smaller than \"window\"");
    }
    only("logprobs", pairs && !scorer, "only pairs judged by a model have log-probabilities", "leave it out");
    only("group_size", protocol == Protocol::joint, "only joint judging is split into groups",
         "leave it out");
    only("context_tokens", protocol == Protocol::joint, "only joint judging is split into groups",
         "leave it out");
    only("prompt", !scorer, "a scorer has no prompt", "leave it out");
    only("prompt_name", fields.has("prompt"), "it names a prompt of a file that is not named",
         R"(add "prompt": "FILE")");
    only("repair", !scorer, "a scorer's reply needs no repair", "leave it out");
}

void check_baseline(const ConfigFields& fields, const JudgingSpec& judging) {
    const bool relative = judging.protocol == Protocol::rubric && judging.relative;
    if (!judging.baseline.empty() && judging.protocol == Protocol::rubric && !judging.relative) {
        fields.fail("baseline", "a rubric that gives scores has no baseline",
                    R"(add "relative": true, or leave it out)");
    }
    if (judging.baseline.empty() && (relative || judging.protocol == Protocol::pairwise)) {
        fields.fail({}, relative ? "a relative rubric needs a baseline" : "pairwise judging needs a baseline",
                    R"(add "baseline": the name of a candidate, "reference", or {"run", "candidate"})");
    }
}

void put_rubric(Json& json, const std::string& name, const std::string& inline_text) {
    if (!inline_text.empty()) {
        json["rubric"] = text::parse_json(inline_text);
    } else if (!name.empty()) {
        json["rubric"] = name;
    }
}

Json judge_json(const JudgeSpec& judge, bool with_place) {
    switch (judge.kind) {
    case Kind::scorer: {
        Json json = judge.scorer_options.empty() ? Json::object() : text::parse_json(judge.scorer_options);
        json["scorer"] = judge.scorer;
        return json;
    }
    case Kind::recorded:
        return {{"recorded", judge.recorded_path}};
    case Kind::endpoint:
        break;
    }
    return candidate_json(judge.model, with_place);
}

} // namespace

std::string default_rubric(Protocol protocol) {
    switch (protocol) {
    case Protocol::rubric:
    case Protocol::scorer:
        return {};
    case Protocol::multi_turn:
        return "conversation-1-10";
    default:
        return "ift-0-100";
    }
}

JudgingSpec read_judging_fields(const ConfigFields& fields, const std::vector<std::string>& candidates) {
    fields.allow_only({"name",        "protocol",        "judge",      "judges",   "rubric",
                       "criteria",    "baseline",        "swap",       "repeats",  "seed",
                       "relative",    "merge_identical", "method",     "logprobs", "prompt",
                       "prompt_name", "repair",          "group_size", "items",    "context_tokens",
                       "top",         "window",          "step",       "tournaments"});
    JudgingSpec judging;
    read_judges(fields, judging);
    judging.protocol = read_protocol(fields, judging.judge);
    const bool scorer = judging.judge.kind == Kind::scorer;
    judging.name = std::string(text::trim(fields.text("name")));
    if (judging.name.empty()) {
        judging.name =
            judging.protocol == Protocol::scorer ? judging.judge.scorer : domain::to_string(judging.protocol);
    }
    judging.relative = fields.flag("relative", judging.relative);
    read_rubric_field(fields, judging.rubric, judging.rubric_text);
    read_criteria(fields, judging);
    read_baseline(fields, judging, candidates);
    judging.swap = fields.flag("swap", judging.swap);
    judging.repeats = static_cast<int>(fields.whole("repeats", 1, most_repeats).value_or(judging.repeats));
    judging.seed = read_seed(fields, judging.seed);
    judging.merge_identical = fields.flag("merge_identical", judging.merge_identical);
    judging.method = read_method(fields);
    judging.top = static_cast<int>(fields.whole("top", 1, most_items).value_or(judging.top));
    judging.window = static_cast<int>(fields.whole("window", 2, widest_window).value_or(judging.window));
    judging.step = static_cast<int>(
        fields.whole("step", 1, widest_window).value_or(std::min(judging.step, judging.window)));
    judging.tournaments =
        static_cast<int>(fields.whole("tournaments", 1, most_tournaments).value_or(judging.tournaments));
    judging.logprobs = fields.flag("logprobs", judging.logprobs);
    judging.prompt = fields.text("prompt");
    judging.prompt_name = fields.text("prompt_name");
    judging.repair = fields.flag("repair", judging.repair);
    judging.group_size = static_cast<int>(fields.whole("group_size", fewest_in_group, 1'000).value_or(0));
    judging.context_tokens = static_cast<int>(fields.whole("context_tokens", 1, most_context).value_or(0));
    read_trial(fields, judging);
    refuse_what_means_nothing(fields, judging);
    check_baseline(fields, judging);
    if (judging.rubric.empty() && judging.criteria.empty() && !scorer) {
        judging.rubric = default_rubric(judging.protocol);
        if (judging.rubric.empty()) {
            fields.fail({}, "rubric judging needs a rubric",
                        R"(add "rubric": a name, a file or the rubric itself, or "criteria")");
        }
    }
    return judging;
}

Json judging_json(const JudgingSpec& judging, bool with_place) {
    // What stands at its default and came later than the first configs is left out, so that their canonical
    // form, and with it the identity of stored runs, stays as it was.
    Json json{{"name", judging.name},
              {"protocol", domain::to_string(judging.protocol)},
              {"repeats", judging.repeats},
              {"seed", judging.seed},
              {"merge_identical", judging.merge_identical}};
    if (judging.panel.empty()) {
        json["judge"] = judge_json(judging.judge, with_place);
    } else {
        for (const JudgeSpec& judge : judging.judges()) {
            json["judges"].push_back(judge_json(judge, with_place));
        }
    }
    put_rubric(json, judging.rubric, judging.rubric_text);
    for (const domain::WeightedRubric& criterion : judging.criteria) {
        Json one{{"weight", criterion.weight}};
        put_rubric(one, criterion.rubric, criterion.rubric_text);
        json["criteria"].push_back(std::move(one));
    }
    if (!judging.baseline_run.empty()) {
        json["baseline"] = {{"run", judging.baseline_run}, {"candidate", judging.baseline}};
    } else if (!judging.baseline.empty()) {
        json["baseline"] = judging.baseline;
    }
    if (judging.protocol == Protocol::listwise) {
        json["method"] = domain::to_string(judging.method);
    }
    const auto put = [&](const char* name, const auto& value, const auto& otherwise) {
        if (value != otherwise) {
            json[name] = value;
        }
    };
    const JudgingSpec plain;
    put("swap", judging.swap, plain.swap);
    put("top", judging.top, plain.top);
    put("window", judging.window, plain.window);
    put("step", judging.step, plain.step);
    put("tournaments", judging.tournaments, plain.tournaments);
    put("relative", judging.relative, plain.relative);
    put("logprobs", judging.logprobs, plain.logprobs);
    put("prompt", judging.prompt, plain.prompt);
    put("prompt_name", judging.prompt_name, plain.prompt_name);
    put("repair", judging.repair, plain.repair);
    put("group_size", judging.group_size, plain.group_size);
    put("context_tokens", judging.context_tokens, plain.context_tokens);
    if (judging.sample) {
        json["items"] = {{"sample", judging.items}};
    } else {
        put("items", judging.items, plain.items);
    }
    return json;
}

} // namespace tiebreak::formats
