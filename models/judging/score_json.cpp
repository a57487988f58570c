// SPDX-License-Identifier: GPL-3.0-or-later
// Scorers of answers that ought to be JSON.
#include "domain/error.h"
#include "judging/scorer_table.h"
#include "text/json.h"
#include "text/utf8.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <memory>

namespace tiebreak::judging {

namespace {

using domain::Error;
using domain::ErrorKind;
using Json = nlohmann::json;

std::shared_ptr<const valijson::Schema> read_schema(const Json& json) {
    auto schema = std::make_shared<valijson::Schema>();
    try {
        valijson::SchemaParser parser;
        parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(json), *schema);
    } catch (const std::exception& error) {
        throw Error(ErrorKind::usage, fmt::format("this is no JSON schema: {}", error.what()),
                    "scorer json-schema", "write one of draft 7 that refers to nothing outside itself");
    }
    return schema;
}

/// The answer's JSON, or why it is none.
struct Parsed {
    std::optional<Json> value;
    std::string why;
};
Parsed parse(std::string_view response, bool fenced) {
    const std::string_view trimmed = text::trim(response);
    try {
        return {
            text::parse_json(fenced ? without_fence(trimmed) : trimmed, {}, text::DuplicateKeys::keep_last),
            {}};
    } catch (const Error& error) {
        return {std::nullopt, error.what()};
    }
}

HeuristicScore hold_against(const valijson::Schema& schema, const Json& value) {
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    if (validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(value), &results)) {
        return passed(true);
    }
    valijson::ValidationResults::Error first;
    if (!results.popError(first)) {
        return passed(false, "the schema does not accept it");
    }
    std::string path;
    for (const std::string& part : first.context) {
        path += part;
    }
    return passed(false, text::for_display(path + ": " + first.description));
}

} // namespace

nlohmann::json metadata_field(const domain::Item& item, const char* name) {
    if (item.metadata.empty()) {
        return {};
    }
    const Json metadata =
        text::parse_json(item.metadata, "an item's metadata", text::DuplicateKeys::keep_last);
    return metadata.is_object() ? metadata.value(name, Json()) : Json();
}

std::string_view without_fence(std::string_view text) {
    text = text::trim(text);
    if (text.size() < 6 || !text.starts_with("```") || !text.ends_with("```")) {
        return text;
    }
    text.remove_prefix(3);
    text.remove_suffix(3);
    const std::size_t word =
        text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    const std::size_t language = word == std::string_view::npos ? 0 : word;
    if (language > 0 && (text[language] == '\n' || text[language] == '\r' || text[language] == ' ' ||
                         text[language] == '{' || text[language] == '[')) {
        text.remove_prefix(language);
    }
    return text::trim(text);
}

ScoreFunction make_json(const nlohmann::json& options) {
    return [fenced = options.at("fenced").get<bool>()](const domain::Item&, std::string_view response) {
        const Parsed parsed = parse(response, fenced);
        return passed(parsed.value.has_value(), parsed.why);
    };
}

ScoreFunction make_json_schema(const nlohmann::json& options) {
    std::shared_ptr<const valijson::Schema> common;
    if (const auto given = options.find("schema"); given != options.end()) {
        common = read_schema(*given);
    }
    return [common, fenced = options.at("fenced").get<bool>()](const domain::Item& item,
                                                               std::string_view response) -> HeuristicScore {
        std::shared_ptr<const valijson::Schema> schema = common;
        if (!schema) {
            const Json own = metadata_field(item, "schema");
            if (!own.is_object()) {
                return not_judged("neither the judging nor the item has a schema");
            }
            try {
                schema = read_schema(own);
            } catch (const Error&) {
                return not_judged("the item's schema cannot be read");
            }
        }
        const Parsed parsed = parse(response, fenced);
        return parsed.value ? hold_against(*schema, *parsed.value) : passed(false, parsed.why);
    };
}

} // namespace tiebreak::judging
