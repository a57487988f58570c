// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/unit.h"

#include "domain/error.h"
#include "domain/random.h"
#include "text/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_map>

namespace tiebreak::judging {

namespace {

using domain::Error;
using domain::ErrorKind;
using domain::Protocol;

std::vector<std::size_t> shuffled(std::size_t n, std::uint64_t seed, std::string_view purpose,
                                  std::size_t block) {
    std::vector<std::size_t> values(n);
    std::iota(values.begin(), values.end(), std::size_t{0});
    domain::Random(seed, purpose, block).shuffle(std::span<std::size_t>(values));
    return values;
}

/// Williams' sequence 0, n−1, 1, n−2, …: its neighbours' differences mod n are all different (n even), or
/// different taken together with those of the mirrored sequence (n odd).
std::size_t williams(std::size_t position, std::size_t n) {
    return position % 2 == 0 ? position / 2 : n - 1 - position / 2;
}

/// The groups in the order in which their first responses stand in `order`.
std::vector<Shown> in_order(std::vector<Shown> groups, const std::vector<std::size_t>& order) {
    std::vector<std::size_t> place(order.size());
    for (std::size_t p = 0; p < order.size(); ++p) {
        place[order[p]] = p;
    }
    std::ranges::sort(groups, {}, [&](const Shown& shown) { return place[shown.responses.front()]; });
    return groups;
}

} // namespace

std::vector<std::size_t> presentation_order(std::size_t candidates, std::uint64_t seed, const Place& place) {
    if (place.item >= place.items || place.repeat < 1) {
        throw Error(
            ErrorKind::internal,
            fmt::format("no place for item {} of {}, repeat {}", place.item, place.items, place.repeat),
            "presentation order");
    }
    const std::size_t n = candidates;
    if (n == 0) {
        return {};
    }
    const std::size_t block = place.item / n;
    const std::size_t in_block = std::min(n, place.items - block * n);
    const std::size_t cycle =
        n / std::gcd(in_block, n); // repeats after which the block has used every row equally
    const auto repeat = static_cast<std::size_t>(place.repeat - 1);
    const std::size_t row = (place.item % n + (repeat % cycle) * in_block + repeat / cycle) % n;

    // A mirrored square balances neighbours only together with the one it mirrors: same candidates, same
    // places.
    const bool odd = n % 2 == 1;
    const bool mirrored = odd && block % 2 == 1;
    const std::vector<std::size_t> symbols =
        shuffled(n, seed, "judging order: candidates", odd ? block / 2 : block);
    const std::vector<std::size_t> rows = shuffled(n, seed, "judging order: rows", block);
    std::vector<std::size_t> order(n);
    for (std::size_t p = 0; p < n; ++p) {
        order[p] = symbols[(rows[row] + williams(mirrored ? n - 1 - p : p, n)) % n];
    }
    return order;
}

std::uint64_t fence_seed(std::uint64_t seed, const std::string& item_uid, int repeat, int group) {
    text::Sha256 digest;
    digest.update_field("purpose", "judging fence")
        .update_field("seed", std::to_string(seed))
        .update_field("item", item_uid)
        .update_field("repeat", repeat)
        .update_field("group", group);
    return std::stoull(digest.finish_hex().substr(0, 16), nullptr, 16);
}

std::vector<Shown> distinct_responses(const ItemResponses& item, bool merge) {
    std::vector<Shown> groups;
    std::unordered_map<std::string_view, std::size_t> group_of;
    for (std::size_t r = 0; r < item.responses.size(); ++r) {
        if (!item.responses[r].present) {
            continue;
        }
        if (merge) {
            const auto [found, is_new] = group_of.try_emplace(item.responses[r].text, groups.size());
            if (!is_new) {
                groups[found->second].responses.push_back(r);
                continue;
            }
        }
        groups.push_back({{r}});
    }
    return groups;
}

std::vector<std::size_t> absent_responses(const ItemResponses& item) {
    std::vector<std::size_t> absent;
    for (std::size_t r = 0; r < item.responses.size(); ++r) {
        if (!item.responses[r].present) {
            absent.push_back(r);
        }
    }
    return absent;
}

Pair pair_of(const Unit& unit, std::size_t responses) {
    const auto group = static_cast<std::size_t>(unit.group);
    return {group / responses, group % responses};
}

std::vector<std::size_t> trial_items(std::size_t count, std::size_t wanted, bool sample, std::uint64_t seed) {
    std::vector<std::size_t> items(count);
    std::iota(items.begin(), items.end(), std::size_t{0});
    if (wanted == 0 || wanted >= count) {
        return items;
    }
    if (sample) {
        domain::Random(seed, "judging trial").shuffle(std::span<std::size_t>(items));
    }
    items.resize(wanted);
    std::ranges::sort(items);
    return items;
}

namespace {

/// The units of one item and repeat, for the first judge.
std::vector<Unit> units_of(Protocol protocol, std::size_t i, std::span<const ItemResponses> items, int repeat,
                           const PlanOptions& options) {
    const ItemResponses& item = items[i];
    const bool by_pairs =
        protocol == Protocol::pairwise || protocol == Protocol::round_robin ||
        ((protocol == Protocol::rubric || protocol == Protocol::multi_turn) && options.baseline.has_value());
    if (by_pairs) {
        return plan_pairs(i, item, repeat, options);
    }
    const bool scorer = protocol == Protocol::scorer;
    std::vector<Shown> shown = distinct_responses(item, options.merge_identical && !scorer);
    if (protocol == Protocol::joint) {
        if (shown.empty()) {
            return {};
        }
        if (outgrows(shown, item, options)) {
            return linked_groups(i, shown, item, repeat, options);
        }
        Unit unit;
        unit.positions = in_order(std::move(shown), presentation_order(item.responses.size(), options.seed,
                                                                       {i, items.size(), repeat}));
        return {std::move(unit)};
    }
    std::vector<Unit> units;
    const std::size_t criteria = protocol == Protocol::rubric ? options.criteria : 1;
    for (std::size_t criterion = 0; criterion < criteria; ++criterion) {
        for (const Shown& one : shown) {
            Unit unit;
            unit.criterion = criterion;
            unit.group = static_cast<int>(criterion * item.responses.size() + one.responses.front());
            unit.positions = {one};
            units.push_back(std::move(unit));
        }
    }
    return units;
}

bool can_be_planned(Protocol protocol, const PlanOptions& options) {
    return protocol != Protocol::listwise && protocol != Protocol::tournament &&
           (protocol != Protocol::pairwise || options.baseline.has_value());
}

} // namespace

Plan plan_units(Protocol protocol, std::span<const ItemResponses> items, const PlanOptions& options) {
    if (options.repeats < 1) {
        throw Error(ErrorKind::usage, fmt::format("{} repeats cannot be judged", options.repeats), "judging",
                    "ask for at least one");
    }
    if (!can_be_planned(protocol, options)) {
        throw Error(ErrorKind::usage,
                    fmt::format("the protocol \"{}\" cannot be planned ahead", to_string(protocol)),
                    "judging", "use another protocol, or name a baseline");
    }
    Plan plan;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].responses.size() != items.front().responses.size()) {
            throw Error(ErrorKind::internal, "the items hold different numbers of responses", items[i].uid);
        }
        for (const std::size_t r : items[i].asked ? absent_responses(items[i]) : std::vector<std::size_t>{}) {
            plan.absent.push_back({i, r});
        }
    }
    const int repeats = protocol == Protocol::scorer || options.by_scorer ? 1 : options.repeats;
    for (int repeat = 1; repeat <= repeats; ++repeat) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (!items[i].asked) {
                continue;
            }
            const std::vector<Unit> units = units_of(protocol, i, items, repeat, options);
            for (int judge = 0; judge < options.judges; ++judge) {
                for (Unit unit : units) {
                    unit.item = i;
                    unit.repeat = repeat;
                    unit.turn = options.turn;
                    unit.judge = judge;
                    unit.absent = absent_responses(items[i]);
                    unit.fence_seed = fence_seed(options.seed, items[i].uid, repeat, unit.group);
                    plan.units.push_back(std::move(unit));
                }
            }
        }
    }
    return plan;
}

} // namespace tiebreak::judging
