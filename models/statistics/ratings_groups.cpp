// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/ratings_groups.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace tiebreak::statistics {

namespace {

constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
using Neighbours = std::vector<std::vector<std::size_t>>;

/// Marks with `mark` everybody reachable from `start` who has no mark yet, and appends them to `order` in the
/// order in which the search leaves them. Without recursion: a chain of a thousand players must not exhaust
/// the stack.
void visit(std::size_t start, const Neighbours& next, std::vector<std::size_t>& marks, std::size_t mark,
           std::vector<std::size_t>* order = nullptr) {
    std::vector<std::pair<std::size_t, std::size_t>> path{{start, 0}};
    marks[start] = mark;
    while (!path.empty()) {
        auto& [player, at] = path.back();
        if (at < next[player].size()) {
            const std::size_t to = next[player][at++];
            if (marks[to] == none) {
                marks[to] = mark;
                path.emplace_back(to, 0);
            }
        } else {
            if (order != nullptr) {
                order->push_back(player);
            }
            path.pop_back();
        }
    }
}

} // namespace

std::vector<std::size_t> mutual_groups(std::size_t players, std::span<const PairCount> counts,
                                       bool ties_count) {
    Neighbours beaten(players);
    Neighbours beaten_by(players);
    const auto add = [&](std::size_t winner, std::size_t loser) {
        beaten[winner].push_back(loser);
        beaten_by[loser].push_back(winner);
    };
    for (const PairCount& count : counts) {
        const bool tied = ties_count && count.ties > 0;
        if (count.weight_a() > 0 || tied) {
            add(count.a, count.b);
        }
        if (count.weight_b() > 0 || tied) {
            add(count.b, count.a);
        }
    }
    // Kosaraju: leave the players in the order of a first search, then search the reversed graph from the
    // last one back.
    std::vector<std::size_t> seen(players, none);
    std::vector<std::size_t> order;
    for (std::size_t player = 0; player < players; ++player) {
        if (seen[player] == none) {
            visit(player, beaten, seen, 0, &order);
        }
    }
    std::vector<std::size_t> group(players, none);
    std::size_t next_group = 0;
    for (auto player = order.rbegin(); player != order.rend(); ++player) {
        if (group[*player] == none) {
            visit(*player, beaten_by, group, next_group++);
        }
    }
    return group;
}

std::vector<std::size_t> separate_parts(std::size_t players, std::span<const PairCount> counts,
                                        bool ties_count) {
    Neighbours met(players);
    for (const PairCount& count : counts) {
        if (count.weight_a() > 0 || count.weight_b() > 0 || (ties_count && count.ties > 0)) {
            met[count.a].push_back(count.b);
            met[count.b].push_back(count.a);
        }
    }
    std::vector<std::size_t> part(players, none);
    std::size_t next_part = 0;
    for (std::size_t player = 0; player < players; ++player) {
        if (part[player] == none) {
            visit(player, met, part, next_part++);
        }
    }
    return part;
}

} // namespace tiebreak::statistics
