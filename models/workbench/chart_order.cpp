// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints in a line, the way they were trained.
#include "workbench/chart_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <set>

namespace tiebreak::workbench {

namespace {

const std::string tag_prefix = "tag:";

/// "2000", "1.3M", "4 B": the number and what stands behind it.
struct TagNumber {
    double value = 0;
    std::string unit;
};
std::optional<TagNumber> number_of(const std::string& text) {
    TagNumber parsed;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, parsed.value);
    if (error != std::errc() || !std::isfinite(parsed.value)) {
        return std::nullopt;
    }
    const char* unit = rest;
    while (unit != end && *unit == ' ') {
        ++unit;
    }
    parsed.unit.assign(unit, end);
    if (parsed.unit.size() > 6 || parsed.unit.find_first_of("0123456789.") != std::string::npos) {
        return std::nullopt;
    }
    return parsed;
}

/// How far each candidate is from the root of its chain, and from whom it came; candidates without a parent
/// in the run are roots. A chain that bites its own tail is cut.
struct Chains {
    std::vector<std::optional<std::size_t>> parent; ///< by candidate of the run
    std::vector<int> depth;
    bool any = false;
};
Chains chains_of(const ChartSource& source) {
    const std::size_t n = source.frame.candidates.size();
    Chains chains{std::vector<std::optional<std::size_t>>(n), std::vector<int>(n), false};
    for (const std::size_t c : source.candidates) {
        const std::string& name = source.candidate(c).parent;
        const auto parent = name.empty() ? std::nullopt : source.frame.candidate_named(name);
        if (parent && *parent != c) {
            chains.parent[c] = parent;
            chains.any = true;
        }
    }
    for (std::size_t c = 0; c < n; ++c) {
        std::set<std::size_t> seen{c};
        for (std::size_t at = c; chains.parent[at];) {
            at = *chains.parent[at];
            if (!seen.insert(at).second) {
                chains.parent[c].reset();
                break;
            }
            ++chains.depth[c];
        }
    }
    return chains;
}

std::vector<ChartOption::Choice> orders_of(const ChartSource& source, const Chains& chains) {
    std::vector<ChartOption::Choice> choices;
    if (chains.any) {
        choices.push_back({"parent", "parent checkpoint"});
    }
    std::size_t losses = 0;
    std::map<std::string, std::set<std::string>> tags;
    for (const std::size_t c : source.candidates) {
        losses += source.candidate(c).test_loss.value ? 1U : 0U;
        for (const auto& [tag, value] : source.candidate(c).tags) {
            tags[tag].insert(value);
        }
    }
    if (losses >= 2) {
        choices.push_back({"loss", "test loss"});
    }
    for (const auto& [tag, values] : tags) {
        if (values.size() >= 2) {
            choices.push_back({tag_prefix + tag, "tag: " + tag});
        }
    }
    choices.push_back({"config", "as in the config"});
    return choices;
}

void by_parent(const ChartSource& source, const Chains& chains, const std::vector<std::size_t>& usable,
               bool numeric, CheckpointOrder& order) {
    order.candidates = usable;
    std::ranges::stable_sort(order.candidates, {}, [&](std::size_t c) { return chains.depth[c]; });
    std::map<std::size_t, std::size_t> place;
    std::set<int> depths;
    for (std::size_t k = 0; k < order.candidates.size(); ++k) {
        place[order.candidates[k]] = k;
        depths.insert(chains.depth[order.candidates[k]]);
    }
    const bool one_chain = depths.size() == order.candidates.size();
    for (std::size_t k = 0; k < order.candidates.size(); ++k) {
        const std::size_t c = order.candidates[k];
        order.x.push_back(one_chain || !numeric ? static_cast<double>(k) : chains.depth[c]);
        // A parent that is not shown is passed over to the next that is.
        auto parent = chains.parent[c];
        while (parent && !place.contains(*parent)) {
            parent = chains.parent[*parent];
        }
        if (parent) {
            order.steps.emplace_back(place[*parent], k);
        }
        if (one_chain || !numeric) {
            order.axis.categories.push_back(source.candidate(c).name);
        }
    }
    order.axis.label =
        one_chain || !numeric ? "Checkpoint, each after its parent" : "Steps from the first checkpoint";
    order.words = "Order: each checkpoint after the one it was trained from.";
}

void by_loss(const ChartSource& source, const std::vector<std::size_t>& usable, bool numeric,
             CheckpointOrder& order) {
    // Only losses on one text with one tokenizer may stand on one axis.
    std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> groups;
    for (const std::size_t c : usable) {
        const domain::TestLoss& loss = source.candidate(c).test_loss;
        if (loss.value) {
            groups[{loss.loss_set, loss.tokenizer}].push_back(c);
        } else {
            order.left_out.push_back(source.candidate(c).name + ": no test loss");
        }
    }
    const auto largest =
        std::ranges::max_element(groups, {}, [](const auto& group) { return group.second.size(); });
    for (auto group = groups.begin(); group != groups.end(); ++group) {
        if (group == largest) {
            order.candidates = group->second;
            continue;
        }
        for (const std::size_t c : group->second) {
            order.left_out.push_back(source.candidate(c).name + ": other loss set or tokenizer");
        }
    }
    std::ranges::stable_sort(order.candidates, std::greater(),
                             [&](std::size_t c) { return *source.candidate(c).test_loss.value; });
    for (std::size_t k = 0; k < order.candidates.size(); ++k) {
        order.x.push_back(numeric ? *source.candidate(order.candidates[k]).test_loss.value
                                  : static_cast<double>(k));
        if (!numeric) {
            order.axis.categories.push_back(source.candidate(order.candidates[k]).name);
        }
        if (k > 0) {
            order.steps.emplace_back(k - 1, k);
        }
    }
    order.axis.reversed = numeric;
    order.axis.label =
        numeric ? "Test loss, nats a token, falling to the right" : "Checkpoint, by falling test loss";
    order.words = "Order: by test loss, lower to the right.";
}

void by_tag(const ChartSource& source, const std::string& tag, const std::vector<std::size_t>& usable,
            bool numeric, CheckpointOrder& order) {
    std::vector<std::pair<TagNumber, std::size_t>> numbers;
    std::set<std::string> units;
    bool all_numbers = true;
    std::vector<std::size_t> tagged;
    for (const std::size_t c : usable) {
        const auto& tags = source.candidate(c).tags;
        const auto found = tags.find(tag);
        if (found == tags.end()) {
            order.left_out.push_back(source.candidate(c).name + ": no tag \"" + tag + "\"");
            continue;
        }
        tagged.push_back(c);
        const auto parsed = number_of(found->second);
        all_numbers = all_numbers && parsed;
        numbers.emplace_back(parsed.value_or(TagNumber{}), c);
        units.insert(numbers.back().first.unit);
    }
    const auto value_of = [&](std::size_t c) { return source.candidate(c).tags.at(tag); };
    const bool on_scale = all_numbers && units.size() == 1;
    if (on_scale) {
        std::ranges::stable_sort(numbers, {}, [](const auto& each) { return each.first.value; });
        order.candidates.clear();
        for (const auto& [value, c] : numbers) {
            order.candidates.push_back(c);
        }
    } else {
        order.candidates = tagged;
        std::ranges::stable_sort(order.candidates, {}, value_of);
    }
    std::map<std::string, int> places;
    std::map<double, int> at;
    for (std::size_t k = 0; k < order.candidates.size(); ++k) {
        const std::size_t c = order.candidates[k];
        if (!numeric) {
            order.x.push_back(static_cast<double>(k));
            order.axis.categories.push_back(source.candidate(c).name);
        } else if (on_scale) {
            order.x.push_back(numbers[k].first.value);
        } else {
            const auto [place, fresh] = places.try_emplace(value_of(c), static_cast<int>(places.size()));
            if (fresh) {
                order.axis.categories.push_back(value_of(c));
            }
            order.x.push_back(place->second);
        }
        ++at[order.x.back()];
    }
    // Where several stand at one value, nobody follows anybody.
    const bool alone = std::ranges::all_of(at, [](const auto& each) { return each.second == 1; });
    for (std::size_t k = 1; alone && on_scale && k < order.candidates.size(); ++k) {
        order.steps.emplace_back(k - 1, k);
    }
    const std::string unit = on_scale && !units.begin()->empty() ? " (" + *units.begin() + ")" : "";
    order.axis.label = numeric ? tag + unit : "Checkpoint, by " + tag;
    order.words = "Order: by the tag \"" + tag + "\".";
}

} // namespace

CheckpointOrder order_checkpoints(const ChartSource& source, const std::vector<bool>& usable, bool numeric) {
    CheckpointOrder order;
    const Chains chains = chains_of(source);
    order.option.title = "Order";
    order.option.choices = orders_of(source, chains);
    const auto offered = [&](const std::string& id) {
        return std::ranges::any_of(order.option.choices, [&](const auto& choice) { return choice.id == id; });
    };
    order.option.current = offered(source.wish.option) ? source.wish.option : order.option.choices.front().id;
    std::vector<std::size_t> shown;
    for (const std::size_t c : source.candidates) {
        if (usable[c]) {
            shown.push_back(c);
        } else {
            order.left_out.push_back(source.candidate(c).name + ": no score");
        }
    }
    const std::string& by = order.option.current;
    if (by == "parent") {
        by_parent(source, chains, shown, numeric, order);
    } else if (by == "loss") {
        by_loss(source, shown, numeric, order);
    } else if (by.starts_with(tag_prefix)) {
        by_tag(source, by.substr(tag_prefix.size()), shown, numeric, order);
    } else {
        order.candidates = shown;
        order.x.resize(shown.size());
        std::iota(order.x.begin(), order.x.end(), 0.0);
        for (std::size_t k = 0; k < shown.size(); ++k) {
            order.axis.categories.push_back(source.candidate(shown[k]).name);
            if (k > 0) {
                order.steps.emplace_back(k - 1, k);
            }
        }
        order.axis.label = "Checkpoint, in the config's order";
        order.words = "Order: as in the config.";
    }
    return order;
}

} // namespace tiebreak::workbench
