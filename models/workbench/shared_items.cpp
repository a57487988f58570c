// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/shared_items.h"

#include "text/digest.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

namespace tiebreak::workbench {

namespace {

/// What was asked; ids, categories and metadata may differ.
std::string asked(const domain::Item& item) {
    text::Sha256 hash;
    hash.update_field("instruction", item.instruction)
        .update_field("input", item.input)
        .update_field("reference", item.reference)
        .update_field("system", item.system);
    for (const std::string& turn : item.turns) {
        hash.update_field("turn", turn);
    }
    return hash.finish_hex();
}

} // namespace

SharedItems shared_items(const RunFrame& a, const RunFrame& b) {
    SharedItems result;
    std::unordered_map<std::string, std::size_t> by_uid;
    for (std::size_t i = 0; i < a.items.size(); ++i) {
        by_uid.emplace(a.items[i].uid, i);
    }
    std::vector<bool> taken(a.items.size());
    std::vector<std::size_t> open; // of b: not one of a's by identity
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = 0; i < b.items.size(); ++i) {
        const auto known = by_uid.find(b.items[i].uid);
        if (known == by_uid.end()) {
            open.push_back(i);
            continue;
        }
        const store::StoredItem& other = a.items[known->second];
        taken[known->second] = true;
        if (other.revision == b.items[i].revision || asked(other.content) == asked(b.items[i].content)) {
            pairs.emplace_back(i, known->second);
        } else {
            result.changed.push_back(i);
        }
    }
    if (!open.empty()) {
        std::multimap<std::string, std::size_t> by_content;
        for (std::size_t i = 0; i < a.items.size(); ++i) {
            if (!taken[i]) {
                by_content.emplace(asked(a.items[i].content), i);
            }
        }
        for (const std::size_t i : open) {
            const auto found = by_content.find(asked(b.items[i].content));
            if (found == by_content.end()) {
                ++result.only_b;
                continue;
            }
            pairs.emplace_back(i, found->second);
            taken[found->second] = true;
            by_content.erase(found); // equal items pair one to one
        }
    }
    std::ranges::sort(pairs);
    for (const auto& [in_b, in_a] : pairs) {
        result.items.emplace_back(in_a, in_b);
    }
    for (const bool was_taken : taken) {
        result.only_a += was_taken ? 0 : 1;
    }
    return result;
}

} // namespace tiebreak::workbench
