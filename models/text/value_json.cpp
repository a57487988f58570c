// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/value_json.h"

#include "domain/error.h"
#include "text/json.h"
#include "text/nearest.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tiebreak::text {

namespace {

using Json = nlohmann::json;

/// Calls `each(name, member)` for every numeric parameter: one table for writing and reading.
template <class P, class Each>
void for_each_number(P& parameters, Each&& each) {
    each("temperature", parameters.temperature);
    each("top_p", parameters.top_p);
    each("top_k", parameters.top_k);
    each("max_tokens", parameters.max_tokens);
    each("frequency_penalty", parameters.frequency_penalty);
    each("presence_penalty", parameters.presence_penalty);
    each("repeat_penalty", parameters.repeat_penalty);
    each("seed", parameters.seed);
    each("top_logprobs", parameters.top_logprobs);
}

[[noreturn]] void wrong(const std::string& field, const char* expected) {
    throw domain::Error(domain::ErrorKind::format, fmt::format("\"{}\" is not {}", field, expected));
}

void read_number(const Json& value, const std::string& name, std::optional<double>& into) {
    if (!value.is_number()) {
        wrong(name, "a number");
    }
    into = value.get<double>();
}

void read_number(const Json& value, const std::string& name, std::optional<std::int64_t>& into) {
    const bool whole =
        value.is_number_integer() &&
        !(value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX));
    if (!whole) {
        wrong(name, "a whole number");
    }
    into = value.get<std::int64_t>();
}

std::vector<std::string> read_strings(const Json& value, const std::string& name) {
    std::vector<std::string> strings;
    if (!value.is_array()) {
        wrong(name, "a list of texts");
    }
    for (const Json& element : value) {
        if (!element.is_string()) {
            wrong(name, "a list of texts");
        }
        strings.push_back(element.get<std::string>());
    }
    return strings;
}

} // namespace

const std::vector<std::string>& parameter_names() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        domain::Parameters parameters;
        for_each_number(parameters, [&](const char* name, const auto&) { all.emplace_back(name); });
        all.emplace_back("logprobs");
        all.emplace_back("stop");
        return all;
    }();
    return names;
}

std::string parameters_to_json(const domain::Parameters& parameters) {
    Json json = Json::object();
    for_each_number(parameters, [&](const char* name, const auto& value) {
        if (value) {
            json[name] = *value;
        }
    });
    if (parameters.logprobs) {
        json["logprobs"] = true;
    }
    if (!parameters.stop.empty()) {
        json["stop"] = parameters.stop;
    }
    if (!parameters.extra.empty()) {
        json["extra"] = parse_json(parameters.extra, "extra");
    }
    return dump_json(json);
}

domain::Parameters parameters_from_json(std::string_view text) {
    const Json json = parse_json(text, "parameters");
    if (!json.is_object()) {
        wrong("parameters", "an object");
    }
    domain::Parameters parameters;
    std::size_t taken = 0;
    for_each_number(parameters, [&](const char* name, auto& value) {
        if (const auto found = json.find(name); found != json.end()) {
            read_number(*found, name, value);
            ++taken;
        }
    });
    if (const auto found = json.find("logprobs"); found != json.end()) {
        if (!found->is_boolean()) {
            wrong("logprobs", "true or false");
        }
        parameters.logprobs = found->get<bool>();
        ++taken;
    }
    if (const auto found = json.find("stop"); found != json.end()) {
        parameters.stop = read_strings(*found, "stop");
        ++taken;
    }
    if (const auto found = json.find("extra"); found != json.end()) {
        if (!found->is_object()) {
            wrong("extra", "an object");
        }
        parameters.extra = dump_json(*found);
        ++taken;
    }
    if (taken != json.size()) {
        for (const auto& [name, value] : json.items()) {
            const auto& known = parameter_names();
            if (name != "extra" && std::ranges::find(known, name) == known.end()) {
                throw domain::Error(domain::ErrorKind::format,
                                    fmt::format("there is no parameter \"{}\"", name), "parameters",
                                    did_you_mean(name, known));
            }
        }
    }
    return parameters;
}

std::string tags_to_json(const std::map<std::string, std::string>& tags) {
    return dump_json(Json(tags));
}

std::map<std::string, std::string> tags_from_json(std::string_view text) {
    const Json json = parse_json(text, "tags");
    if (!json.is_object()) {
        wrong("tags", "an object");
    }
    std::map<std::string, std::string> tags;
    for (const auto& [name, value] : json.items()) {
        if (!value.is_string()) {
            wrong("tags." + name, "text");
        }
        tags.emplace(name, value.get<std::string>());
    }
    return tags;
}

std::string strings_to_json(const std::vector<std::string>& strings) {
    return dump_json(Json(strings));
}

std::vector<std::string> strings_from_json(std::string_view text) {
    return read_strings(parse_json(text), "list");
}

} // namespace tiebreak::text
