// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "judging/ranking.h"
#include "runs/settings.h"
#include "store/evalsets.h"
#include "store/judgings.h"

#include <map>
#include <set>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace tiebreak::runs {

/// The group of the unit that holds a ranking's line-up: which answers take part, those of one text at one
/// position. It is stored with the first reply and never asked about, so that an answer that comes later
/// changes nothing of what was asked.
inline constexpr int line_up_group = -1;

/// What names a ranking inside a judging.
struct RankingKey {
    domain::ItemRevisionId item;
    int repeat = 1;
    int judge = 0;

    friend bool operator==(const RankingKey&, const RankingKey&) = default;
    friend bool operator<(const RankingKey& a, const RankingKey& b) {
        return std::tuple(a.item.value, a.repeat, a.judge) < std::tuple(b.item.value, b.repeat, b.judge);
    }
};

/// A ranking as far as its stored replies go.
struct StoredRanking {
    std::vector<std::vector<domain::ResponseId>> things; ///< answers of one text together
    judging::Ranking ranking;
    /// (group, orientation) of replies that nobody could read and that are to be asked for the format again.
    std::set<std::pair<int, int>> to_repair;
};

/// Plays every ranking of a judging through what is stored of it. `items` those of its run. `repairs`: an
/// unreadable reply is asked for the format again before the ranking goes on without it.
[[nodiscard]] std::map<RankingKey, StoredRanking>
read_rankings(store::Connection& connection, const store::JudgingRow& judging,
              const JudgingSettings& settings, std::span<const store::StoredItem> items, bool repairs);

/// What a reading says to a ranking. `unit` as stored; positions are those shown.
[[nodiscard]] judging::RankingReply ranking_reply(judging::RankingMethod method, const store::UnitRow& unit,
                                                  const store::NewParse& parse);

} // namespace tiebreak::runs
