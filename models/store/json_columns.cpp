// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/json_columns.h"

#include "domain/error.h"

#include <nlohmann/json.hpp>

namespace tiebreak::store {

using nlohmann::json;

namespace {

std::string dumped(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

template <class T>
void put(json& object, const char* key, const std::optional<T>& value) {
    if (value) {
        object[key] = *value;
    }
}

template <class T>
void take(const json& object, const char* key, std::optional<T>& value) {
    if (const auto found = object.find(key); found != object.end()) {
        value = found->get<T>();
    }
}

template <class F>
auto read(const std::string& text, F&& work) {
    try {
        return work(json::parse(text));
    } catch (const json::exception& error) {
        throw domain::Error(domain::ErrorKind::format,
                            std::string("a stored JSON column cannot be read: ") + error.what(),
                            "project file");
    }
}

} // namespace

std::string to_json(const domain::Parameters& p) {
    json object = json::object();
    put(object, "temperature", p.temperature);
    put(object, "top_p", p.top_p);
    put(object, "top_k", p.top_k);
    put(object, "max_tokens", p.max_tokens);
    put(object, "frequency_penalty", p.frequency_penalty);
    put(object, "presence_penalty", p.presence_penalty);
    put(object, "repeat_penalty", p.repeat_penalty);
    put(object, "seed", p.seed);
    if (!p.stop.empty()) {
        object["stop"] = p.stop;
    }
    if (!p.extra.empty()) {
        object["extra"] = json::parse(p.extra, nullptr, false);
    }
    return dumped(object);
}

domain::Parameters parameters_from_json(const std::string& text) {
    return read(text, [](const json& object) {
        domain::Parameters p;
        take(object, "temperature", p.temperature);
        take(object, "top_p", p.top_p);
        take(object, "top_k", p.top_k);
        take(object, "max_tokens", p.max_tokens);
        take(object, "frequency_penalty", p.frequency_penalty);
        take(object, "presence_penalty", p.presence_penalty);
        take(object, "repeat_penalty", p.repeat_penalty);
        take(object, "seed", p.seed);
        if (const auto stop = object.find("stop"); stop != object.end()) {
            p.stop = stop->get<std::vector<std::string>>();
        }
        if (const auto extra = object.find("extra"); extra != object.end()) {
            p.extra = dumped(*extra);
        }
        return p;
    });
}

std::string to_json(const std::map<std::string, std::string>& tags) {
    return dumped(json(tags));
}
std::string to_json(const std::vector<std::string>& texts) {
    return dumped(json(texts));
}

std::map<std::string, std::string> tags_from_json(const std::string& text) {
    return read(text, [](const json& object) { return object.get<std::map<std::string, std::string>>(); });
}

std::vector<std::string> texts_from_json(const std::string& text) {
    return read(text, [](const json& array) { return array.get<std::vector<std::string>>(); });
}

std::string to_json(const domain::Rubric& rubric) {
    return dumped({{"criteria", rubric.criteria},
                   {"scale_min", rubric.scale_min},
                   {"scale_max", rubric.scale_max},
                   {"descriptions", rubric.descriptions}});
}

domain::Rubric rubric_from_json(const std::string& text) {
    return read(text, [](const json& object) {
        domain::Rubric rubric;
        rubric.criteria = object.at("criteria").get<std::string>();
        rubric.scale_min = object.at("scale_min").get<double>();
        rubric.scale_max = object.at("scale_max").get<double>();
        rubric.descriptions = object.at("descriptions").get<std::vector<std::string>>();
        return rubric;
    });
}

} // namespace tiebreak::store
