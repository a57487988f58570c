// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/eval_set.h"

#include "domain/error.h"
#include "formats/raw_rows.h"
#include "text/json.h"
#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace tiebreak::formats {

namespace {

/// Why a row is bad; caught for that row alone.
struct RowProblem {
    std::string why;
};

using Columns = std::map<std::string, std::string>;

Columns find_columns(const RawRows& raw, const ReadOptions& options) {
    static const std::map<std::string, std::vector<std::string>> names{
        {"id", {"id", "question_id", "uid", "key", "idx"}},
        {"instruction", {"instruction", "prompt", "question"}},
        {"input", {"input"}},
        {"reference", {"reference", "ideal", "output", "target"}},
        {"category", {"category", "tags"}},
        {"system", {"system"}},
        {"turns", {"turns"}},
    };
    Columns columns;
    for (const std::string& field : eval_set_fields()) {
        const std::string column = find_column(raw, options, field, names.at(field));
        if (!column.empty()) {
            columns[field] = column;
        }
    }
    if (!columns.contains("instruction") && !columns.contains("turns") && columns.contains("input")) {
        columns["instruction"] = columns["input"];
        columns.erase("input");
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
    if (value == nullptr) {
        return {};
    }
    if (!value->is_string()) {
        throw RowProblem{fmt::format("\"{}\" is {}, not text", columns.at(field), kind_of(*value))};
    }
    return value->get<std::string>();
}

std::vector<std::string> texts_of(const Json& list, const std::string& column) {
    std::vector<std::string> texts;
    for (const Json& element : list) {
        if (!element.is_string()) {
            throw RowProblem{fmt::format("\"{}\" holds {}, not text", column, kind_of(element))};
        }
        texts.push_back(element.get<std::string>());
    }
    return texts;
}

/// Chat messages as one item: the system's text, the person's first message and further turns.
void read_messages(const Json& messages, const std::string& column, domain::Item& item) {
    std::vector<std::string> turns;
    for (const Json& message : messages) {
        const auto role = message.is_object() ? message.find("role") : message.end();
        const auto content = message.is_object() ? message.find("content") : message.end();
        if (!message.is_object() || role == message.end() || content == message.end() || !role->is_string() ||
            !content->is_string()) {
            throw RowProblem{
                fmt::format("\"{}\" is a list, but not of messages with role and content", column)};
        }
        if (*role == "system" || *role == "developer") {
            item.system += (item.system.empty() ? "" : "\n\n") + content->get<std::string>();
        } else if (*role == "user") {
            turns.push_back(content->get<std::string>());
        } else {
            throw RowProblem{
                fmt::format("\"{}\" holds a message of role \"{}\"; only system and user can be asked again",
                            column, role->get<std::string>())};
        }
    }
    if (!turns.empty()) {
        item.instruction = turns.front();
        item.turns.assign(turns.begin() + 1, turns.end());
    }
}

void read_instruction(const Json& row, const Columns& columns, domain::Item& item) {
    if (const Json* turns = value_at(row, columns, "turns")) {
        const std::string& column = columns.at("turns");
        if (!turns->is_array()) {
            throw RowProblem{fmt::format("\"{}\" is {}, not a list", column, kind_of(*turns))};
        }
        std::vector<std::string> texts = texts_of(*turns, column);
        if (!texts.empty() && value_at(row, columns, "instruction") == nullptr) {
            item.instruction = texts.front();
            texts.erase(texts.begin());
        }
        item.turns = std::move(texts);
    }
    if (const Json* instruction = value_at(row, columns, "instruction")) {
        if (instruction->is_array()) {
            read_messages(*instruction, columns.at("instruction"), item);
        } else {
            item.instruction = text_at(row, columns, "instruction");
        }
    }
}

/// A reference or a category: one text, or a list whose first is taken. True where the list holds more, which
/// metadata keeps.
bool read_first(const Json& row, const Columns& columns, const std::string& field, std::string& into) {
    const Json* value = value_at(row, columns, field);
    if (value == nullptr) {
        return false;
    }
    const Json* one = value;
    if (value->is_array()) {
        if (value->empty()) {
            return false;
        }
        one = &value->front();
    }
    auto text = scalar_text(*one);
    if (!text) {
        throw RowProblem{fmt::format("\"{}\" is {}, not text", columns.at(field), kind_of(*one))};
    }
    into = std::move(*text);
    return value->is_array() && value->size() > 1;
}

domain::Item read_item(const Json& row, const Columns& columns) {
    if (!row.is_object()) {
        throw RowProblem{fmt::format("the row is {}, not an object", kind_of(row))};
    }
    domain::Item item;
    Json rest = row;
    const auto taken = [&](const std::string& field) {
        if (const auto column = columns.find(field); column != columns.end()) {
            rest.erase(column->second);
        }
    };
    if (const Json* id = value_at(row, columns, "id")) {
        auto text = scalar_text(*id);
        if (!text) {
            throw RowProblem{fmt::format("\"{}\" is {}, not an id", columns.at("id"), kind_of(*id))};
        }
        item.external_id = std::move(*text);
    }
    item.system = text_at(row, columns, "system");
    read_instruction(row, columns, item);
    item.input = text_at(row, columns, "input");
    for (const char* field : {"id", "system", "instruction", "turns", "input"}) {
        taken(field);
    }
    if (!read_first(row, columns, "reference", item.reference)) {
        taken("reference");
    }
    if (!read_first(row, columns, "category", item.category)) {
        taken("category");
    }
    item.metadata = rest.empty() ? std::string{} : text::dump_json(rest);
    return item;
}

/// Self-Instruct: each instance of a task is an item of its own.
std::vector<domain::Item> read_self_instruct(const Json& row, const Columns& columns) {
    const Json& instances = row.at("instances");
    if (!instances.is_array() || instances.empty()) {
        throw RowProblem{"\"instances\" is no list with at least one instance"};
    }
    std::vector<domain::Item> items;
    for (std::size_t i = 0; i < instances.size(); ++i) {
        if (!instances[i].is_object()) {
            throw RowProblem{fmt::format("\"instances\" holds {}, not an object", kind_of(instances[i]))};
        }
        Json flat = row;
        flat.erase("instances");
        flat.update(instances[i]);
        items.push_back(read_item(flat, columns));
        if (instances.size() > 1) {
            items.back().external_id += fmt::format("#{}", i + 1);
        }
    }
    return items;
}

bool any_has(const RawRows& raw, const char* key) {
    return std::ranges::any_of(
        raw.rows, [&](const RawRow& row) { return row.value.is_object() && row.value.contains(key); });
}

std::string format_name(const RawRows& raw, const Columns& columns) {
    if (any_has(raw, "instances")) {
        return "self-instruct";
    }
    if (any_has(raw, "question_id") && any_has(raw, "turns")) {
        return "mt-bench";
    }
    if (any_has(raw, "instruction_id_list")) {
        return "ifeval";
    }
    switch (raw.container) {
    case Container::csv:
        return "csv";
    case Container::json_lines:
        return "json-lines";
    case Container::json_array:
        break;
    }
    const auto reference = columns.find("reference");
    const bool alpaca =
        any_has(raw, "instruction") && reference != columns.end() && reference->second == "output";
    return alpaca ? "alpaca" : "json";
}

void refuse_numbers(const RawRows& raw, const std::string& where) {
    const bool numbers = !raw.rows.empty() && std::ranges::all_of(raw.rows, [](const RawRow& row) {
        return row.value.is_number();
    });
    if (numbers) {
        throw domain::Error(domain::ErrorKind::format,
                            fmt::format("this is a list of {} numbers, not of items", raw.rows.size()), where,
                            "scores are imported as scores, and need names or ids beside them");
    }
}

} // namespace

const std::vector<std::string>& eval_set_fields() {
    static const std::vector<std::string> fields{"id",       "instruction", "input", "reference",
                                                 "category", "system",      "turns"};
    return fields;
}

EvalSetImport read_eval_set(std::string_view bytes, const ReadOptions& options) {
    RawRows raw = read_raw_rows(bytes, options);
    refuse_numbers(raw, options.where);
    check_mapping(raw, options, eval_set_fields());
    EvalSetImport result;
    result.notes = std::move(raw.notes);
    Columns columns = find_columns(raw, options);
    result.format = format_name(raw, columns);
    const bool self_instruct = result.format == "self-instruct";
    if (self_instruct) {
        // These stand inside of the instances; the rest is found as everywhere.
        columns.insert({{"instruction", "instruction"}, {"input", "input"}, {"reference", "output"}});
    }
    std::unordered_map<std::string, std::size_t> line_of_id;
    for (const RawRow& row : raw.rows) {
        try {
            if (!row.why.empty()) {
                throw RowProblem{row.why};
            }
            auto items = self_instruct && row.value.is_object() && row.value.contains("instances")
                             ? read_self_instruct(row.value, columns)
                             : std::vector{read_item(row.value, columns)};
            for (const domain::Item& item : items) {
                if (text::is_blank(item.instruction)) {
                    throw RowProblem{"there is no instruction text"};
                }
                if (item.external_id.empty()) {
                    continue;
                }
                const auto [before, is_new] = line_of_id.try_emplace(item.external_id, row.line);
                if (!is_new) {
                    throw RowProblem{fmt::format("the id \"{}\" stands already on line {}", item.external_id,
                                                 before->second)};
                }
            }
            for (domain::Item& item : items) {
                result.items.push_back(std::move(item));
                result.lines.push_back(row.line);
            }
        } catch (const RowProblem& problem) {
            result.bad.push_back({row.line, problem.why});
        }
    }
    result.mapping = std::move(columns);
    return result;
}

} // namespace tiebreak::formats
