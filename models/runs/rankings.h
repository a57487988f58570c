// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "judging/unit.h"
#include "runs/judge_plan.h"
#include "runs/stored_rankings.h"

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace tiebreak::runs {

/// The rankings of a judging while they are carried on: each puts the answers to one item in order, in one
/// repeat and by one judge. What they ask next depends on the replies before, so they are asked in rounds;
/// stored replies are played through first, so a run that was killed goes on where it stood.
class Rankings {
public:
    Rankings(store::Connection& connection, const store::JudgingRow& judging, const JudgingSettings& settings,
             const JudgeMaterial& material);

    [[nodiscard]] judging::RankingMethod method() const { return method_; }

    /// The questions that can be asked now, but for those that failed before in this session.
    [[nodiscard]] std::vector<judging::Unit> open() const;
    /// Every question so far, those answered among them: to show one again.
    [[nodiscard]] std::vector<judging::Unit> all() const;
    /// Stored replies that nobody could read, to be asked for the format again.
    [[nodiscard]] std::vector<judging::Unit> repairs() const;

    void answer(const judging::Unit& unit, judging::RankingReply reply);
    /// A question that got no reply: its ranking waits for the next run.
    void give_up(const judging::Unit& unit);

    /// The line-up that is stored with a unit's first reply.
    [[nodiscard]] store::UnitRow line_up(const RankingKey& key) const;
    /// Line-ups of one text only, which nobody needs to be asked about.
    [[nodiscard]] std::vector<store::UnitRow> settled() const;

    /// Calls still to be made, those that can be asked now among them: a range where it depends on verdicts.
    struct Calls {
        std::int64_t least = 0;
        std::int64_t most = 0;
    };
    [[nodiscard]] Calls to_come() const;
    [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(entries_.size()); }
    /// Rankings that cannot go on: an answer of their line-up is not there any more, or a reply that was read
    /// anew says something else than what the later questions followed from.
    [[nodiscard]] std::int64_t stuck() const;

private:
    struct Entry {
        std::size_t item = 0;
        std::string uid;
        std::int64_t position = 0; ///< of the item in the eval set
        int repeat = 1;
        int judge = 0;
        std::vector<judging::Shown> things; ///< columns
        std::vector<std::size_t> absent;
        store::UnitRow line_up;
        judging::Ranking ranking;
        std::set<std::pair<int, int>> to_repair;
        std::set<std::pair<int, int>> given_up;
        bool whole_line_up = true; ///< every answer of it is there
        bool stored = false;
    };
    [[nodiscard]] judging::Unit unit_of(const Entry& entry, const judging::RankingQuestion& question) const;
    [[nodiscard]] Entry* entry_of(const judging::Unit& unit);

    judging::RankingMethod method_;
    std::uint64_t seed_;
    JudgingSettings settings_;
    std::vector<Entry> entries_;
    std::map<RankingKey, std::size_t> index_;
    std::map<std::tuple<std::size_t, int, int>, std::size_t> by_unit_; ///< item's index, repeat, judge
};

} // namespace tiebreak::runs
