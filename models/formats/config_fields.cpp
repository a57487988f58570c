// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/config_fields.h"

#include "domain/error.h"
#include "formats/raw_rows.h"
#include "text/nearest.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tiebreak::formats {

ConfigFields::ConfigFields(const nlohmann::json& value, std::string where, std::string path)
    : value_(&value)
    , where_(std::move(where))
    , path_(std::move(path)) {
    if (!value.is_object()) {
        fail({}, fmt::format("this is {}, not an object", kind_of(value)), "write {\"field\": value, …}");
    }
}

std::string ConfigFields::path_of(const std::string& name) const {
    return path_.empty() || name.empty() ? path_ + name : path_ + "." + name;
}

void ConfigFields::fail(const std::string& name, const std::string& what, const std::string& mend) const {
    const std::string path = path_of(name);
    const char* between = where_.empty() || path.empty() ? "" : ": ";
    throw domain::Error(domain::ErrorKind::usage, what, where_ + between + path, mend);
}

const nlohmann::json* ConfigFields::find(const std::string& name) const {
    const auto found = value_->find(name);
    return found == value_->end() || found->is_null() ? nullptr : &*found;
}

std::string ConfigFields::text(const std::string& name) const {
    const nlohmann::json* value = find(name);
    if (value == nullptr) {
        return {};
    }
    if (!value->is_string()) {
        fail(name, fmt::format("this is {}, not text", kind_of(*value)));
    }
    return value->get<std::string>();
}

std::string ConfigFields::required_text(const std::string& name) const {
    std::string value = text(name);
    if (text::is_blank(value)) {
        fail({}, fmt::format("\"{}\" is missing", name), fmt::format("add \"{}\": \"…\"", name));
    }
    return value;
}

bool ConfigFields::flag(const std::string& name, bool otherwise) const {
    const nlohmann::json* value = find(name);
    if (value == nullptr) {
        return otherwise;
    }
    if (!value->is_boolean()) {
        fail(name, fmt::format("this is {}, not true or false", kind_of(*value)));
    }
    return value->get<bool>();
}

std::optional<double> ConfigFields::number(const std::string& name, double least, double most) const {
    const nlohmann::json* value = find(name);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (!value->is_number()) {
        fail(name, fmt::format("this is {}, not a number", kind_of(*value)),
             value->is_string() ? "write it without quotes" : "");
    }
    const auto number = value->get<double>();
    if (!std::isfinite(number) || number < least || number > most) {
        const std::string upper =
            most == std::numeric_limits<double>::max() ? "" : fmt::format(" to {}", most);
        fail(name, fmt::format("{} is out of range", number), fmt::format("from {}{}", least, upper));
    }
    return number;
}

std::optional<std::int64_t> ConfigFields::whole(const std::string& name, std::int64_t least,
                                                std::int64_t most) const {
    const nlohmann::json* value = find(name);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (!value->is_number_integer()) {
        fail(name, fmt::format("this is {}, not a whole number",
                               value->is_number() ? "a fraction" : kind_of(*value)));
    }
    const bool huge =
        value->is_number_unsigned() &&
        value->get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (huge || value->get<std::int64_t>() < least || value->get<std::int64_t>() > most) {
        const std::string upper =
            most == std::numeric_limits<std::int64_t>::max() ? "" : fmt::format(" to {}", most);
        fail(name, fmt::format("{} is out of range", value->dump()), fmt::format("from {}{}", least, upper));
    }
    return value->get<std::int64_t>();
}

std::vector<std::string> ConfigFields::texts(const std::string& name) const {
    const nlohmann::json* value = find(name);
    if (value == nullptr) {
        return {};
    }
    if (value->is_string()) {
        return {value->get<std::string>()};
    }
    std::vector<std::string> texts;
    if (value->is_array()) {
        for (const auto& element : *value) {
            if (element.is_string()) {
                texts.push_back(element.get<std::string>());
            }
        }
    }
    if (!value->is_array() || texts.size() != value->size()) {
        fail(name, "this is no list of texts", "write [\"…\", \"…\"]");
    }
    return texts;
}

std::optional<ConfigFields> ConfigFields::object(const std::string& name) const {
    const nlohmann::json* value = find(name);
    return value == nullptr ? std::nullopt : std::optional(ConfigFields(*value, where_, path_of(name)));
}

std::vector<ConfigFields> ConfigFields::elements(const std::string& name) const {
    std::vector<ConfigFields> list;
    if (const nlohmann::json* value = find(name)) {
        if (!value->is_array()) {
            fail(name, fmt::format("this is {}, not a list", kind_of(*value)), "write [{…}, {…}]");
        }
        for (std::size_t i = 0; i < value->size(); ++i) {
            list.emplace_back((*value)[i], where_, path_of(fmt::format("{}[{}]", name, i)));
        }
    }
    return list;
}

void ConfigFields::allow_only(std::span<const std::string> names, const std::string& hint) const {
    for (const auto& [name, value] : value_->items()) {
        if (std::ranges::find(names, name) == names.end()) {
            const std::string mend = text::did_you_mean(name, names);
            fail({}, fmt::format("there is no field \"{}\" here", text::for_display(name)),
                 hint.empty() ? mend : fmt::format("{} {}", mend, hint));
        }
    }
}

} // namespace tiebreak::formats
