// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/eval_set_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

namespace tiebreak::workbench {

namespace {

constexpr std::array<std::string_view, 8> fields{"instruction", "input",  "reference", "category",
                                                 "turns",       "system", "id",        "metadata"};

std::vector<std::string> changed_fields(const domain::Item& before, const domain::Item& after) {
    std::vector<std::string> changed;
    for (const std::string_view field : fields) {
        const std::string name(field);
        if (field_of(before, name) != field_of(after, name)) {
            changed.push_back(name);
        }
    }
    return changed;
}

} // namespace

std::string field_of(const domain::Item& item, const std::string& field) {
    if (field == "instruction") {
        return item.instruction;
    }
    if (field == "input") {
        return item.input;
    }
    if (field == "reference") {
        return item.reference;
    }
    if (field == "category") {
        return item.category;
    }
    if (field == "system") {
        return item.system;
    }
    if (field == "id") {
        return item.external_id;
    }
    if (field == "metadata") {
        return item.metadata;
    }
    std::string turns;
    for (const std::string& turn : item.turns) {
        turns += turns.empty() ? turn : "\n" + turn;
    }
    return turns;
}

EvalSetDiff diff_eval_sets(std::span<const store::StoredItem> before,
                           std::span<const store::StoredItem> after) {
    std::unordered_map<domain::ItemId, int> at;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i].item.stored()) {
            at.emplace(before[i].item, static_cast<int>(i));
        }
    }
    EvalSetDiff diff;
    std::vector<bool> kept(before.size(), false);
    int last = -1;
    std::vector<ItemEdit> later;
    for (std::size_t i = 0; i < after.size(); ++i) {
        const auto found = after[i].item.stored() ? at.find(after[i].item) : at.end();
        if (found == at.end()) {
            later.push_back({ItemEdit::Kind::added, -1, static_cast<int>(i), {}});
            ++diff.added;
            continue;
        }
        kept[static_cast<std::size_t>(found->second)] = true;
        diff.reordered = diff.reordered || found->second < last;
        last = found->second;
        const domain::Item& old = before[static_cast<std::size_t>(found->second)].content;
        if (old != after[i].content) {
            later.push_back({ItemEdit::Kind::changed, found->second, static_cast<int>(i),
                             changed_fields(old, after[i].content)});
            ++diff.changed;
        }
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (!kept[i]) {
            diff.changes.push_back({ItemEdit::Kind::removed, static_cast<int>(i), -1, {}});
            ++diff.removed;
        }
    }
    diff.changes.insert(diff.changes.end(), later.begin(), later.end());
    return diff;
}

std::string summary_of(const EvalSetDiff& diff) {
    std::string text;
    const auto add = [&text](int count, const char* word) {
        if (count > 0) {
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, word);
        }
    };
    add(diff.added, "added");
    add(diff.removed, "removed");
    add(diff.changed, "changed");
    if (diff.reordered) {
        text += text.empty() ? "reordered" : ", reordered";
    }
    return text;
}

} // namespace tiebreak::workbench
