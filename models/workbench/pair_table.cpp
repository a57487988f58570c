// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/pair_table.h"

#include "runs/settings.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace tiebreak::workbench {

using statistics::Preferred;

namespace {

using PairKey = std::pair<std::size_t, std::optional<std::size_t>>;
using BattleKey = std::tuple<std::size_t, std::optional<std::size_t>, std::size_t, int>;
using VoteKey = std::pair<int, int>; // repeat, judge

struct Orders {
    std::array<const Showing*, 2> by_orientation{};
};

std::optional<Vote> vote_of(const Orders& orders, bool swap) {
    const Showing* const first = orders.by_orientation[0];
    const Showing* const second = orders.by_orientation[1];
    if (swap && (first == nullptr || second == nullptr)) {
        return std::nullopt;
    }
    if (!swap) {
        const Showing& only = first != nullptr ? *first : *second;
        return Vote{only.preferred, false, only.asked, only.weight};
    }
    const bool agree = first->preferred == second->preferred;
    return Vote{agree ? first->preferred : Preferred::tie, !agree, first->asked,
                agree ? (first->weight + second->weight) / 2 : 1};
}

/// More than half of the votes, else a tie.
Battle majority(const BattleKey& key, const std::vector<Vote>& votes) {
    Battle battle;
    std::tie(battle.candidate, battle.opponent, battle.item, battle.turn) = key;
    for (const Preferred outcome : {Preferred::model, Preferred::baseline}) {
        double weight = 0;
        std::size_t n = 0;
        for (const Vote& vote : votes) {
            if (vote.preferred == outcome) {
                weight += vote.weight;
                ++n;
            }
        }
        if (2 * n > votes.size()) {
            battle.outcome = outcome;
            battle.weight = weight / static_cast<double>(n);
        }
    }
    battle.inconsistent = battle.outcome == Preferred::tie && std::ranges::any_of(votes, &Vote::inconsistent);
    battle.identical = std::ranges::none_of(votes, &Vote::asked);
    return battle;
}

} // namespace

double points_of(Preferred outcome) noexcept {
    return outcome == Preferred::model ? 100 : outcome == Preferred::tie ? 50 : 0;
}

PairTable count_pairs(std::vector<Showing> showings, bool swap) {
    PairTable table;
    table.showings = std::move(showings);
    std::map<BattleKey, std::map<VoteKey, Orders>> by_battle;
    for (const Showing& showing : table.showings) {
        by_battle[{showing.candidate, showing.opponent, showing.item, showing.turn}]
                 [{showing.repeat, showing.judge}]
                     .by_orientation[showing.orientation == 0 ? 0 : 1] = &showing;
    }
    for (const auto& [key, votes] : by_battle) {
        std::vector<Vote> counted;
        double preference = 0;
        std::size_t preferences = 0;
        for (const auto& [who, orders] : votes) {
            const std::optional<Vote> vote = vote_of(orders, swap);
            if (!vote) {
                continue;
            }
            counted.push_back(*vote);
            table.votes.push_back(
                {std::get<0>(key), std::get<1>(key), std::get<2>(key), who.first, *vote});
            for (const Showing* showing : orders.by_orientation) {
                if (showing != nullptr && showing->preference) {
                    preference += *showing->preference;
                    ++preferences;
                }
            }
        }
        if (counted.empty()) {
            ++table.incomplete[{std::get<0>(key), std::get<1>(key)}];
            continue;
        }
        table.battles.push_back(majority(key, counted));
        if (preferences > 0) {
            table.battles.back().preference = preference / static_cast<double>(preferences);
        }
    }
    return table;
}

PairTable read_pairs(store::Connection& connection, const RunFrame& frame, const store::JudgingRow& judging,
                     std::optional<int> judge) {
    const runs::JudgingSettings settings = runs::settings_from_json(judging.settings);
    std::vector<Showing> showings;
    std::size_t strangers = 0;
    store::each_choice(connection, judging.id, [&](const store::ChoiceRow& row) {
        if (judge && row.judge != *judge) {
            return;
        }
        const auto candidate = frame.candidate_of.find(row.candidate);
        const auto item = frame.item_of.find(row.item);
        const auto opponent = row.opponent_here ? frame.candidate_of.find(row.opponent_candidate)
                                                : frame.candidate_of.end();
        if (candidate == frame.candidate_of.end() || item == frame.item_of.end() ||
            (row.opponent_here && opponent == frame.candidate_of.end())) {
            ++strangers;
            return;
        }
        Showing showing;
        showing.candidate = candidate->second;
        if (row.opponent_here) {
            showing.opponent = opponent->second;
        }
        showing.item = item->second;
        showing.turn = row.turn;
        showing.repeat = row.repeat;
        showing.orientation = row.orientation;
        showing.judge = row.judge;
        showing.preferred = row.winner == "win"    ? Preferred::model
                            : row.winner == "loss" ? Preferred::baseline
                                                   : Preferred::tie;
        if (settings.logprobs) {
            showing.preference = row.score ? row.score : std::optional(points_of(showing.preferred) / 100);
        } else {
            showing.weight = row.score.value_or(1);
        }
        showing.asked = row.asked || !settings.scorer.empty();
        showing.unit = row.unit;
        showings.push_back(showing);
    });
    const bool both_orders = settings.swap && settings.scorer.empty();
    PairTable table = count_pairs(std::move(showings), both_orders);
    table.strangers = strangers;
    return table;
}

} // namespace tiebreak::workbench
