// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/responses.h"

#include "domain/error.h"
#include "formats/numbers.h"
#include "formats/raw_rows.h"
#include "text/json.h"
#include "text/nearest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace tiebreak::formats {

namespace {

using domain::Error;
using domain::ErrorKind;

struct RowProblem {
    std::string why;
};

using Columns = std::map<std::string, std::string>;

std::vector<std::string> keys_of(const RawRows& raw) {
    std::set<std::string> keys(raw.header.begin(), raw.header.end());
    for (const RawRow& row : raw.rows) {
        if (row.value.is_object()) {
            for (const auto& [key, value] : row.value.items()) {
                keys.insert(key);
            }
        }
    }
    return {keys.begin(), keys.end()};
}

/// "model 1 response", "model 2 response": keys of files that set two models side by side.
bool is_numbered_response(const std::string& key) {
    return key.starts_with("model ") && key.ends_with(" response") &&
           key.size() > std::string_view("model  response").size();
}

std::string find_response_column(const RawRows& raw, const ResponseOptions& options) {
    static const std::vector<std::string> names{"model_response", "response",   "completion", "text",
                                                "answer",         "prediction", "generation"};
    const std::string named = find_column(raw, options, "response", names);
    if (!named.empty()) {
        return named;
    }
    const std::vector<std::string> keys = keys_of(raw);
    std::vector<std::string> numbered;
    std::ranges::copy_if(keys, std::back_inserter(numbered), is_numbered_response);
    if (numbered.size() == 1) {
        return numbered.front();
    }
    if (!numbered.empty()) {
        throw Error(ErrorKind::usage, fmt::format("the file holds the answers of {} models", numbered.size()),
                    options.where,
                    fmt::format("say whose to take: --map \"response={}\" (there are {})", numbered.front(),
                                fmt::join(numbered, ", ")));
    }
    if (std::ranges::find(keys, "output") != keys.end()) {
        return "output";
    }
    throw Error(ErrorKind::format, "no key or column of the file holds answers", options.where,
                keys.empty()
                    ? std::string{}
                    : fmt::format("name it: --map response=COLUMN (there are {})", fmt::join(keys, ", ")));
}

Columns find_columns(const RawRows& raw, const ResponseOptions& options) {
    static const std::map<std::string, std::vector<std::string>> names{
        {"id", {"id", "item", "question_id", "uid", "key"}},
        {"instruction", {"instruction", "prompt", "question"}},
        {"input", {"input"}},
        {"candidate", {"candidate", "generator", "model"}},
        {"repeat", {"repeat"}},
        {"finish_reason", {"finish_reason"}},
        {"prompt_tokens", {"prompt_tokens"}},
        {"completion_tokens", {"completion_tokens"}},
        {"latency_ms", {"latency_ms"}},
    };
    Columns columns{{"response", find_response_column(raw, options)}};
    for (const auto& [field, known] : names) {
        const std::string column = find_column(raw, options, field, known);
        if (!column.empty() && column != columns["response"]) {
            columns[field] = column;
        }
    }
    return columns;
}

const Json* value_at(const Json& row, const Columns& columns, const std::string& field) {
    const auto column = columns.find(field);
    if (column == columns.end()) {
        return nullptr;
    }
    const auto found = row.find(column->second);
    return found == row.end() || found->is_null() ? nullptr : &*found;
}

std::string text_at(const Json& row, const Columns& columns, const std::string& field) {
    const Json* value = value_at(row, columns, field);
    auto text = value == nullptr ? std::optional<std::string>(std::in_place) : scalar_text(*value);
    if (!text) {
        throw RowProblem{fmt::format("\"{}\" is {}, not text", columns.at(field), kind_of(*value))};
    }
    return std::move(*text);
}

/// CSV brings numbers as text, JSON as numbers.
std::optional<double> number_at(const Json& row, const Columns& columns, const std::string& field) {
    const Json* value = value_at(row, columns, field);
    if (value == nullptr) {
        return std::nullopt;
    }
    const auto number = value->is_number()   ? std::optional(value->get<double>())
                        : value->is_string() ? parse_number(value->get_ref<const std::string&>())
                                             : std::nullopt;
    if (!number || *number < 0) {
        throw RowProblem{fmt::format("\"{}\" is no number from 0", columns.at(field))};
    }
    return number;
}

std::optional<std::int64_t> count_at(const Json& row, const Columns& columns, const std::string& field) {
    const auto number = number_at(row, columns, field);
    if (number && (*number != std::floor(*number) || *number > 1e15)) {
        throw RowProblem{fmt::format("\"{}\" is no whole number", columns.at(field))};
    }
    return number ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
}

std::string response_text(const Json& row, const Columns& columns, Container container) {
    const std::string& column = columns.at("response");
    const auto found = row.find(column);
    if (found != row.end() && found->is_string()) {
        return found->get<std::string>();
    }
    const auto error = row.find("error");
    if (error != row.end() && error->is_string() && !error->get_ref<const std::string&>().empty()) {
        throw RowProblem{fmt::format("no response, but an error: {}", error->get<std::string>())};
    }
    if (found == row.end() && container == Container::csv) {
        return {}; // an empty cell: the model wrote nothing
    }
    if (found == row.end() || found->is_null()) {
        throw RowProblem{fmt::format("there is no \"{}\"", column)};
    }
    throw RowProblem{fmt::format("\"{}\" is {}, not text", column, kind_of(*found))};
}

ResponseRow read_row(const Json& row, const Columns& columns, Container container) {
    ResponseRow result;
    if (row.is_string()) {
        result.text = row.get<std::string>();
        return result;
    }
    if (!row.is_object()) {
        throw RowProblem{fmt::format("the row is {}, not an object", kind_of(row))};
    }
    result.external_id = text_at(row, columns, "id");
    const Json* instruction = value_at(row, columns, "instruction");
    if (instruction != nullptr && instruction->is_string()) {
        result.instruction = instruction->get<std::string>();
    }
    const Json* input = value_at(row, columns, "input");
    if (input != nullptr && input->is_string()) {
        result.input = input->get<std::string>();
        if (!result.instruction) {
            // An eval set whose prompt stands in `input` alone has it as its instruction.
            result.instruction = std::exchange(result.input, {});
        }
    }
    result.candidate = text_at(row, columns, "candidate");
    result.finish_reason = text_at(row, columns, "finish_reason");
    const auto repeat = count_at(row, columns, "repeat");
    if (repeat && (*repeat < 1 || *repeat > 1'000'000)) {
        throw RowProblem{"\"repeat\" is counted from 1"};
    }
    result.repeat = static_cast<int>(repeat.value_or(1));
    result.prompt_tokens = count_at(row, columns, "prompt_tokens");
    result.completion_tokens = count_at(row, columns, "completion_tokens");
    result.latency_ms = number_at(row, columns, "latency_ms");
    result.text = response_text(row, columns, container);
    return result;
}

std::string format_name(const RawRows& raw, const Columns& columns) {
    const std::string& response = columns.at("response");
    const std::vector<std::string> keys = keys_of(raw);
    const auto has = [&](const char* key) { return std::ranges::find(keys, key) != keys.end(); };
    if (is_numbered_response(response)) {
        return "two-responses";
    }
    if (response == "response" && has("target") && has("instruction") && has("prompt")) {
        return "self-instruct";
    }
    switch (raw.container) {
    case Container::csv:
        return "csv";
    case Container::json_lines:
        return "json-lines";
    case Container::json_array:
        break;
    }
    return has("instruction") && has("output") ? "alpaca" : "json";
}

/// Keeps the rows of the candidate asked for; a file without names is taken whole.
void keep_candidate(ResponsesImport& result, const ResponseOptions& options) {
    std::set<std::string> named;
    for (const ResponseRow& row : result.rows) {
        if (!row.candidate.empty()) {
            named.insert(row.candidate);
        }
    }
    if (options.candidate.empty() || named.empty()) {
        return;
    }
    if (!named.contains(options.candidate)) {
        if (named.size() == 1) {
            return; // one model under another name: the person says what it is called here
        }
        const std::vector<std::string> known(named.begin(), named.end());
        throw Error(ErrorKind::usage, fmt::format("the file holds no answers of \"{}\"", options.candidate),
                    options.where, text::did_you_mean(options.candidate, known));
    }
    std::erase_if(result.rows, [&](const ResponseRow& row) { return row.candidate != options.candidate; });
}

} // namespace

const std::vector<std::string>& response_fields() {
    static const std::vector<std::string> fields{
        "id",     "instruction",   "input",         "response",          "candidate",
        "repeat", "finish_reason", "prompt_tokens", "completion_tokens", "latency_ms"};
    return fields;
}

ResponsesImport read_responses(std::string_view bytes, const ResponseOptions& options) {
    RawRows raw = read_raw_rows(bytes, options);
    check_mapping(raw, options, response_fields());
    ResponsesImport result;
    result.rows_in_file = raw.rows.size();
    result.notes = std::move(raw.notes);
    const bool any_object =
        std::ranges::any_of(raw.rows, [](const RawRow& row) { return row.value.is_object(); });
    const bool any_text =
        std::ranges::any_of(raw.rows, [](const RawRow& row) { return row.value.is_string(); });
    Columns columns;
    if (any_object || !any_text) {
        columns = find_columns(raw, options);
        result.format = format_name(raw, columns);
    } else {
        result.format = "texts";
    }
    for (std::size_t i = 0; i < raw.rows.size(); ++i) {
        const RawRow& source = raw.rows[i];
        try {
            if (!source.why.empty()) {
                throw RowProblem{source.why};
            }
            ResponseRow row = read_row(source.value, columns, raw.container);
            row.line = source.line;
            row.order = i;
            result.rows.push_back(std::move(row));
        } catch (const RowProblem& problem) {
            result.bad.push_back({source.line, problem.why});
        }
    }
    result.mapping = std::move(columns);
    keep_candidate(result, options);
    return result;
}

} // namespace tiebreak::formats
