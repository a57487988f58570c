// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/rubrics.h"

#include "domain/error.h"
#include "embedded/rubrics.h"
#include "text/utf8.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <vector>

namespace tiebreak::judging {

namespace {

using nlohmann::json;

/// More levels than this no scale describes one by one.
constexpr std::size_t most_described = 100;

[[noreturn]] void refuse(const std::string& what, const std::string& mend) {
    throw domain::Error(domain::ErrorKind::format, what, "rubric", mend);
}

std::string text_field(const json& rubric, const char* name, const std::string& otherwise = {}) {
    const auto found = rubric.find(name);
    if (found == rubric.end() && !otherwise.empty()) {
        return otherwise;
    }
    if (found == rubric.end() || !found->is_string() ||
        text::is_blank(found->get_ref<const std::string&>())) {
        refuse(std::string("\"") + name + "\" is missing or not text", "give it as a text");
    }
    return std::string(text::trim(found->get_ref<const std::string&>()));
}

/// K of "scoreK_description", or nothing.
std::optional<std::size_t> described_score(std::string_view key) {
    constexpr std::string_view head = "score";
    constexpr std::string_view tail = "_description";
    if (!key.starts_with(head) || !key.ends_with(tail) || key.size() <= head.size() + tail.size()) {
        return std::nullopt;
    }
    const std::string_view digits = key.substr(head.size(), key.size() - head.size() - tail.size());
    std::size_t score = 0;
    const char* const last = digits.data() + digits.size();
    const bool number =
        std::from_chars(digits.data(), last, score) == std::from_chars_result{last, std::errc{}};
    return number && score >= 1 && score <= most_described ? std::optional(score) : std::nullopt;
}

/// Prometheus' form: the scale is what is described.
void read_described_scores(const json& rubric, domain::Rubric& read) {
    std::map<std::size_t, std::string> by_score;
    for (const auto& [key, value] : rubric.items()) {
        if (const auto score = described_score(key)) {
            by_score[*score] = text_field(rubric, key.c_str());
        } else if (key != "name" && key != "criteria") {
            refuse("there is no field \"" + key + "\"",
                   "the fields are name, criteria, score1_description … score5_description");
        }
    }
    for (std::size_t score = 1; score <= by_score.size(); ++score) {
        if (!by_score.contains(score)) {
            refuse(fmt::format("\"score{}_description\" is missing", score),
                   "describe every score from 1 on");
        }
        read.descriptions.push_back(by_score[score]);
    }
    if (by_score.size() < 2) {
        refuse("only one score is described", "describe at least two, from score1_description on");
    }
    read.scale_min = 1;
    read.scale_max = static_cast<double>(by_score.size());
}

void read_scale(const json& rubric, domain::Rubric& read) {
    const json scale = rubric.value("scale", json::array());
    read.yes_no = scale == "yes/no";
    if (read.yes_no) {
        read.scale_min = 0;
        read.scale_max = 1;
        return;
    }
    if (!scale.is_array() || scale.size() != 2 || !scale[0].is_number() || !scale[1].is_number() ||
        !(scale[0].get<double>() < scale[1].get<double>())) {
        refuse("\"scale\" is not two numbers, lowest first, nor \"yes/no\"", "write it like [0, 100]");
    }
    read.scale_min = scale[0].get<double>();
    read.scale_max = scale[1].get<double>();
}

} // namespace

domain::Rubric read_rubric(std::string_view text, const std::string& fallback_name) {
    const json rubric = json::parse(text, nullptr, false);
    if (!rubric.is_object()) {
        refuse("this is not a JSON object",
               R"(a rubric is {"name", "criteria", "scale": [min, max], "descriptions": []})");
    }
    domain::Rubric read;
    read.name = text_field(rubric, "name", fallback_name);
    read.criteria = text_field(rubric, "criteria");
    if (std::ranges::any_of(rubric.items(),
                            [](const auto& field) { return described_score(field.key()).has_value(); })) {
        read_described_scores(rubric, read);
        return read;
    }
    for (const auto& [key, value] : rubric.items()) {
        if (key != "name" && key != "criteria" && key != "scale" && key != "descriptions") {
            refuse("there is no field \"" + key + "\"", "the fields are name, criteria, scale, descriptions");
        }
    }
    read_scale(rubric, read);
    const json descriptions = rubric.value("descriptions", json::array());
    if (!descriptions.is_array() ||
        !std::ranges::all_of(descriptions, [](const json& d) { return d.is_string(); })) {
        refuse("\"descriptions\" is not a list of texts", "one text a score, lowest score first");
    }
    read.descriptions = descriptions.get<std::vector<std::string>>();
    if (read.yes_no && !read.descriptions.empty() && read.descriptions.size() != 2) {
        refuse("a yes/no rubric describes \"no\" and \"yes\", in this order",
               "give two descriptions, or none");
    }
    return read;
}

std::string rubric_json(const domain::Rubric& rubric, int indent) {
    nlohmann::ordered_json object{{"name", rubric.name}, {"criteria", rubric.criteria}};
    if (rubric.yes_no) {
        object["scale"] = "yes/no";
    } else {
        object["scale"] = {rubric.scale_min, rubric.scale_max};
    }
    if (!rubric.descriptions.empty()) {
        object["descriptions"] = rubric.descriptions;
    }
    return object.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
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
