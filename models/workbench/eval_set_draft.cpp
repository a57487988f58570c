// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/eval_set_draft.h"

#include "domain/error.h"
#include "text/json.h"

#include <nlohmann/json.hpp>

namespace tiebreak::workbench {

namespace {

using nlohmann::json;

constexpr const char* where = "a draft in the project";

json to_object(const DraftRow& row) {
    const domain::Item& item = *row.content;
    return {{"item", row.item.value}, {"id", item.external_id},      {"instruction", item.instruction},
            {"input", item.input},    {"reference", item.reference}, {"category", item.category},
            {"system", item.system},  {"turns", item.turns},         {"metadata", item.metadata}};
}

DraftRow from_object(const json& row) {
    domain::Item item{row.at("id"),       row.at("instruction"), row.at("input"), row.at("reference"),
                      row.at("category"), row.at("system"),      row.at("turns"), row.at("metadata")};
    return {{row.at("item").get<std::int64_t>()}, {}, std::make_shared<const domain::Item>(std::move(item))};
}

} // namespace

std::string draft_key(domain::EvalSetId set) {
    return "eval-set/" + std::to_string(set.value);
}

std::string to_json(domain::EvalSetRevisionId base, std::span<const DraftRow> rows) {
    json list = json::array();
    for (const DraftRow& row : rows) {
        if (row.revision.stored()) {
            list.push_back(row.revision.value);
        } else {
            list.push_back(to_object(row));
        }
    }
    return text::dump_json(json{{"base", base.value}, {"rows", std::move(list)}});
}

EvalSetDraft draft_from_json(const std::string& text) {
    const json object = text::parse_json(text, where);
    try {
        EvalSetDraft draft;
        draft.base = {object.at("base").get<std::int64_t>()};
        for (const json& row : object.at("rows")) {
            if (row.is_number_integer()) {
                draft.rows.push_back({{}, {row.get<std::int64_t>()}, nullptr});
            } else {
                draft.rows.push_back(from_object(row));
            }
        }
        return draft;
    } catch (const json::exception& error) {
        throw domain::Error(domain::ErrorKind::format, std::string("not as it was written: ") + error.what(),
                            where);
    }
}

} // namespace tiebreak::workbench
