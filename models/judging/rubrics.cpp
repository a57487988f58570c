// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/rubrics.h"

#include "domain/error.h"
#include "embedded/rubrics.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace tiebreak::judging {

namespace {

using nlohmann::json;

[[noreturn]] void refuse(const std::string& what, const std::string& mend) {
    throw domain::Error(domain::ErrorKind::format, what, "rubric", mend);
}

std::string text_field(const json& rubric, const char* name) {
    const auto found = rubric.find(name);
    if (found == rubric.end() || !found->is_string() || found->get_ref<const std::string&>().empty()) {
        refuse(std::string("\"") + name + "\" is missing or not text", "give it as a text");
    }
    return found->get<std::string>();
}

} // namespace

domain::Rubric read_rubric(std::string_view text) {
    const json rubric = json::parse(text, nullptr, false);
    if (!rubric.is_object()) {
        refuse("this is not a JSON object",
               R"(a rubric is {"name", "criteria", "scale": [min, max], "descriptions": []})");
    }
    for (const auto& [key, value] : rubric.items()) {
        if (key != "name" && key != "criteria" && key != "scale" && key != "descriptions") {
            refuse("there is no field \"" + key + "\"", "the fields are name, criteria, scale, descriptions");
        }
    }
    domain::Rubric read;
    read.name = text_field(rubric, "name");
    read.criteria = text_field(rubric, "criteria");
    const json scale = rubric.value("scale", json::array());
    if (!scale.is_array() || scale.size() != 2 || !scale[0].is_number() || !scale[1].is_number() ||
        !(scale[0].get<double>() < scale[1].get<double>())) {
        refuse("\"scale\" is not two numbers, lowest first", "write it like [0, 100]");
    }
    read.scale_min = scale[0].get<double>();
    read.scale_max = scale[1].get<double>();
    const json descriptions = rubric.value("descriptions", json::array());
    if (!descriptions.is_array() ||
        !std::ranges::all_of(descriptions, [](const json& d) { return d.is_string(); })) {
        refuse("\"descriptions\" is not a list of texts", "one text a score, lowest score first");
    }
    read.descriptions = descriptions.get<std::vector<std::string>>();
    return read;
}

std::span<const domain::Rubric> builtin_rubrics() {
    static const std::vector<domain::Rubric> rubrics = [] {
        std::vector<domain::Rubric> read;
        for (const embedded::rubrics::File& file : embedded::rubrics::files()) {
            read.push_back(read_rubric(file.content));
        }
        return read;
    }();
    return rubrics;
}

std::optional<domain::Rubric> find_builtin_rubric(std::string_view name) {
    const auto rubrics = builtin_rubrics();
    const auto found = std::ranges::find(rubrics, name, &domain::Rubric::name);
    return found == rubrics.end() ? std::nullopt : std::optional(*found);
}

} // namespace tiebreak::judging
