// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/response_facts.h"

#include "store/passes.h"
#include "text/utf8.h"

#include <functional>
#include <string_view>

namespace tiebreak::workbench {

const store::ResponseRow* RunResponses::row(std::size_t candidate, std::size_t item) const {
    const auto& index = first[candidate * items + item];
    return index ? &rows[*index] : nullptr;
}

const ResponseFacts* RunResponses::fact(std::size_t candidate, std::size_t item) const {
    const auto& index = first[candidate * items + item];
    return index && facts[*index].read ? &facts[*index] : nullptr;
}

RunResponses read_responses(store::Connection& connection, const RunFrame& frame) {
    RunResponses result;
    result.rows = store::responses(connection, frame.run.id);
    result.facts.resize(result.rows.size());
    result.items = frame.items.size();
    result.first.resize(frame.candidates.size() * frame.items.size());
    std::unordered_map<domain::ResponseId, std::size_t> index_of;
    index_of.reserve(result.rows.size());
    for (std::size_t k = 0; k < result.rows.size(); ++k) {
        const store::ResponseRow& row = result.rows[k];
        index_of.emplace(row.id, k);
        const auto candidate = frame.candidate_of.find(row.candidate);
        const auto item = frame.item_of.find(row.item);
        if (candidate == frame.candidate_of.end() || item == frame.item_of.end()) {
            continue;
        }
        auto& first = result.first[candidate->second * result.items + item->second];
        const auto key = [](const store::ResponseRow& r) { return std::pair(r.repeat, r.turn); };
        if (!first || key(row) < key(result.rows[*first])) {
            first = k;
        }
    }
    store::each_response_text(connection, frame.run.id, [&](domain::ResponseId id, std::string_view text) {
        const auto found = index_of.find(id);
        if (found == index_of.end()) {
            return;
        }
        const store::ResponseRow& row = result.rows[found->second];
        ResponseFacts& facts = result.facts[found->second];
        facts.read = true;
        facts.characters = static_cast<std::uint32_t>(text::character_count(text));
        facts.fingerprint = std::hash<std::string_view>{}(text);
        if (const auto item = frame.item_of.find(row.item); item != frame.item_of.end()) {
            for (const judging::Degeneration kind :
                 judging::find_degeneration(frame.items[item->second].content, text, row.finish_reason)) {
                facts.degenerate |= 1U << static_cast<unsigned>(kind);
            }
        }
    });
    return result;
}

std::vector<std::string> degeneration_names(unsigned degenerate) {
    std::vector<std::string> names;
    for (const judging::Degeneration kind : judging::all_degenerations()) {
        if ((degenerate >> static_cast<unsigned>(kind) & 1U) != 0) {
            names.emplace_back(judging::name_of(kind));
        }
    }
    return names;
}

} // namespace tiebreak::workbench
