// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/rankings.h"

#include <algorithm>
#include <unordered_map>

namespace tiebreak::runs {

namespace {

/// The columns of a stored line-up; false where an answer of it is none of the item's any more.
bool find_columns(const std::vector<std::vector<domain::ResponseId>>& stored,
                  const std::vector<JudgeMaterial::Cell>& cells, std::vector<judging::Shown>& things) {
    std::unordered_map<domain::ResponseId, std::size_t> column_of;
    for (std::size_t c = 0; c < cells.size(); ++c) {
        if (cells[c].response.stored()) {
            column_of.emplace(cells[c].response, c);
        }
    }
    bool whole = true;
    for (const std::vector<domain::ResponseId>& responses : stored) {
        judging::Shown shown;
        for (const domain::ResponseId response : responses) {
            const auto column = column_of.find(response);
            whole = whole && column != column_of.end();
            if (column != column_of.end()) {
                shown.responses.push_back(column->second);
            }
        }
        std::ranges::sort(shown.responses);
        things.push_back(std::move(shown));
    }
    return whole;
}

} // namespace

Rankings::Rankings(store::Connection& connection, const store::JudgingRow& judging,
                   const JudgingSettings& settings, const JudgeMaterial& material)
    : method_(*ranking_method(judging.protocol, settings))
    , seed_(judging.seed)
    , settings_(settings) {
    auto stored = read_rankings(connection, judging, settings, material.items, settings.repair);
    const int judges = static_cast<int>(std::max<std::size_t>(1, judging.judges.size()));
    for (int repeat = 1; repeat <= judging.repeats; ++repeat) {
        for (std::size_t i = 0; i < material.items.size(); ++i) {
            if (!material.digests[i].asked) {
                continue;
            }
            for (int judge = 0; judge < judges; ++judge) {
                const RankingKey key{material.items[i].revision, repeat, judge};
                Entry entry{i,
                            material.items[i].uid,
                            material.items[i].position,
                            repeat,
                            judge,
                            {},
                            {},
                            {},
                            judging::Ranking(method_, 0, {}),
                            {},
                            {},
                            true,
                            false};
                entry.absent = judging::absent_responses(material.digests[i]);
                if (const auto found = stored.find(key); found != stored.end()) {
                    entry.whole_line_up =
                        find_columns(found->second.things, material.responses[i], entry.things);
                    entry.ranking = std::move(found->second.ranking);
                    entry.to_repair = std::move(found->second.to_repair);
                    entry.stored = true;
                } else {
                    entry.things = judging::distinct_responses(material.digests[i], settings.merge_identical);
                    entry.ranking =
                        judging::Ranking(method_, entry.things.size(),
                                         ranking_options(settings, seed_, entry.position, repeat));
                }
                std::size_t answers = 0;
                entry.line_up = {{}, key.item, 1, repeat, line_up_group, 0, judge, {}};
                for (std::size_t thing = 0; thing < entry.things.size(); ++thing) {
                    for (const std::size_t column : entry.things[thing].responses) {
                        entry.line_up.positions.push_back(
                            {static_cast<int>(thing) + 1, material.responses[i][column].response, false});
                        ++answers;
                    }
                }
                if (answers < 2) {
                    continue; // nobody to be put before or behind
                }
                index_.emplace(key, entries_.size());
                by_unit_.emplace(std::tuple(i, repeat, judge), entries_.size());
                entries_.push_back(std::move(entry));
            }
        }
    }
}

judging::Unit Rankings::unit_of(const Entry& entry, const judging::RankingQuestion& question) const {
    judging::Unit unit;
    unit.item = entry.item;
    unit.repeat = entry.repeat;
    unit.judge = entry.judge;
    unit.group = question.group;
    unit.orientation = question.orientation;
    unit.absent = entry.absent;
    unit.choose = question.choose;
    unit.fence_seed = judging::fence_seed(seed_, entry.uid, entry.repeat, question.group);
    for (const std::size_t thing : question.shown) {
        unit.positions.push_back(entry.things[thing]);
    }
    return unit;
}

std::vector<judging::Unit> Rankings::open() const {
    std::vector<judging::Unit> units;
    for (const Entry& entry : entries_) {
        if (!entry.whole_line_up) {
            continue;
        }
        for (const judging::RankingQuestion& question : entry.ranking.open()) {
            const std::pair key(question.group, question.orientation);
            if (!entry.to_repair.contains(key) && !entry.given_up.contains(key)) {
                units.push_back(unit_of(entry, question));
            }
        }
    }
    return units;
}

std::vector<judging::Unit> Rankings::all() const {
    std::vector<judging::Unit> units;
    for (const Entry& entry : entries_) {
        if (!entry.whole_line_up) {
            continue;
        }
        for (const auto& questions : {entry.ranking.answered(), entry.ranking.open()}) {
            for (const judging::RankingQuestion& question : questions) {
                units.push_back(unit_of(entry, question));
            }
        }
    }
    return units;
}

std::vector<judging::Unit> Rankings::repairs() const {
    std::vector<judging::Unit> units;
    for (const Entry& entry : entries_) {
        if (!entry.whole_line_up || entry.to_repair.empty()) {
            continue;
        }
        for (const judging::RankingQuestion& question : entry.ranking.open()) {
            const std::pair key(question.group, question.orientation);
            if (entry.to_repair.contains(key) && !entry.given_up.contains(key)) {
                units.push_back(unit_of(entry, question));
            }
        }
    }
    return units;
}

Rankings::Entry* Rankings::entry_of(const judging::Unit& unit) {
    const auto found = by_unit_.find({unit.item, unit.repeat, unit.judge});
    return found == by_unit_.end() ? nullptr : &entries_[found->second];
}

void Rankings::answer(const judging::Unit& unit, judging::RankingReply reply) {
    if (Entry* const entry = entry_of(unit)) {
        entry->to_repair.erase({unit.group, unit.orientation});
        entry->ranking.answer(unit.group, unit.orientation, std::move(reply));
    }
}

void Rankings::give_up(const judging::Unit& unit) {
    if (Entry* const entry = entry_of(unit)) {
        entry->given_up.emplace(unit.group, unit.orientation);
    }
}

store::UnitRow Rankings::line_up(const RankingKey& key) const {
    return entries_.at(index_.at(key)).line_up;
}

std::vector<store::UnitRow> Rankings::settled() const {
    std::vector<store::UnitRow> rows;
    for (const Entry& entry : entries_) {
        if (!entry.stored && entry.things.size() == 1 && method_ != judging::RankingMethod::pointwise) {
            rows.push_back(entry.line_up);
        }
    }
    return rows;
}

Rankings::Calls Rankings::to_come() const {
    Calls calls;
    for (const Entry& entry : entries_) {
        const judging::RankingResult so_far = entry.ranking.result();
        if (so_far.whole || so_far.astray || !entry.whole_line_up) {
            continue;
        }
        const judging::RankingOptions options =
            ranking_options(settings_, seed_, entry.position, entry.repeat);
        const std::int64_t done = so_far.calls + static_cast<std::int64_t>(entry.to_repair.size());
        const std::size_t n = entry.things.size();
        const auto left = [&](std::size_t all) {
            return std::max<std::int64_t>(0, static_cast<std::int64_t>(all) - done);
        };
        const std::int64_t most = left(judging::Ranking::calls_at_most(method_, n, options));
        const auto asked_now = static_cast<std::int64_t>(entry.ranking.open().size()) -
                               static_cast<std::int64_t>(entry.to_repair.size());
        calls.most += most;
        calls.least +=
            std::min(most, std::max(asked_now, left(judging::Ranking::calls_at_least(method_, n, options))));
    }
    return calls;
}

std::int64_t Rankings::stuck() const {
    return std::ranges::count_if(
        entries_, [](const Entry& entry) { return !entry.whole_line_up || entry.ranking.result().astray; });
}

} // namespace tiebreak::runs
