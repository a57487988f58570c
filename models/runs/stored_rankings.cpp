// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/stored_rankings.h"

#include "runs/reply_form.h"

#include <algorithm>
#include <unordered_map>

namespace tiebreak::runs {

namespace {

using Things = std::vector<std::vector<domain::ResponseId>>;

int position_of(const store::UnitRow& unit, domain::ResponseId response) {
    const auto found = std::ranges::find(unit.positions, response, &store::UnitPosition::response);
    return found == unit.positions.end() ? 0 : found->position;
}

Things things_of(const store::UnitRow& line_up) {
    Things things;
    for (const store::UnitPosition& place : line_up.positions) {
        things.resize(std::max(things.size(), static_cast<std::size_t>(place.position)));
        things[static_cast<std::size_t>(place.position - 1)].push_back(place.response);
    }
    return things;
}

/// The things of a line-up that a unit showed, in its order.
std::vector<std::size_t> shown_of(const store::UnitRow& unit, const Things& things) {
    std::unordered_map<domain::ResponseId, std::size_t> thing_of;
    for (std::size_t thing = 0; thing < things.size(); ++thing) {
        for (const domain::ResponseId response : things[thing]) {
            thing_of.emplace(response, thing);
        }
    }
    std::vector<std::size_t> shown;
    int last = 0;
    for (const store::UnitPosition& place : unit.positions) {
        if (place.position != last) {
            const auto thing = thing_of.find(place.response);
            shown.push_back(thing == thing_of.end() ? things.size() : thing->second);
            last = place.position;
        }
    }
    return shown;
}

/// The readings that count, by unit, as they were when they were made.
std::unordered_map<domain::UnitId, store::NewParse> counted_readings(store::Connection& connection,
                                                                     domain::JudgingId judging,
                                                                     std::set<domain::UnitId>& repaired) {
    std::unordered_map<domain::UnitId, store::NewParse> readings;
    for (const store::UnitState& state : store::unit_states(connection, judging)) {
        store::NewParse& parse = readings[state.unit];
        parse.status = state.status;
        parse.reason = state.reason;
        if (state.repair || !state.text.stored()) { // without any text there is nothing to ask about
            repaired.insert(state.unit);
        }
    }
    for (store::VerdictRow& verdict : store::verdicts(connection, judging)) {
        readings[verdict.unit].verdicts.push_back(
            {verdict.response, verdict.opponent, verdict.criterion, verdict.score, verdict.winner, {}});
    }
    return readings;
}

} // namespace

judging::RankingReply ranking_reply(judging::RankingMethod method, const store::UnitRow& unit,
                                    const store::NewParse& parse) {
    judging::RankingReply reply;
    reply.read = parse.status == store::ParseStatus::read && !parse.verdicts.empty();
    if (!reply.read) {
        return reply;
    }
    if (method == judging::RankingMethod::pointwise) {
        reply.score = parse.verdicts.front().score;
        return reply;
    }
    if (compares_two(method)) {
        const store::NewVerdict& verdict = parse.verdicts.front();
        const int position = position_of(unit, verdict.response);
        reply.winner = verdict.winner == "win" ? position - 1 : verdict.winner == "loss" ? 2 - position : -1;
        return reply;
    }
    std::map<double, std::size_t> by_place;
    for (const store::NewVerdict& verdict : parse.verdicts) {
        const int position = position_of(unit, verdict.response);
        if (verdict.score.value_or(0) > 0 && position > 0) {
            by_place.emplace(*verdict.score, static_cast<std::size_t>(position - 1));
        }
    }
    for (const auto& [place, position] : by_place) {
        reply.positions.push_back(position);
    }
    reply.repaired = parse.reason == completed_order;
    return reply;
}

std::map<RankingKey, StoredRanking> read_rankings(store::Connection& connection,
                                                  const store::JudgingRow& judging,
                                                  const JudgingSettings& settings,
                                                  std::span<const store::StoredItem> items, bool repairs) {
    const auto method = ranking_method(judging.protocol, settings);
    std::map<RankingKey, StoredRanking> rankings;
    if (!method) {
        return rankings;
    }
    std::unordered_map<domain::ItemRevisionId, const store::StoredItem*> item_of;
    for (const store::StoredItem& item : items) {
        item_of.emplace(item.revision, &item);
    }
    const std::vector<store::UnitRow> units = store::units(connection, judging.id);
    for (const store::UnitRow& unit : units) {
        const auto item = item_of.find(unit.item);
        if (unit.group == line_up_group && item != item_of.end()) {
            Things things = things_of(unit);
            const std::size_t n = things.size();
            rankings.emplace(
                RankingKey{unit.item, unit.repeat, unit.judge},
                StoredRanking{std::move(things),
                              judging::Ranking(*method, n,
                                               ranking_options(settings, judging.seed, item->second->position,
                                                               unit.repeat)),
                              {}});
        }
    }
    std::set<domain::UnitId> repaired;
    const auto readings = counted_readings(connection, judging.id, repaired);
    for (const store::UnitRow& unit : units) {
        const auto reading = readings.find(unit.id);
        const auto found = rankings.find({unit.item, unit.repeat, unit.judge});
        if (unit.group == line_up_group || reading == readings.end() || found == rankings.end() ||
            reading->second.status == store::ParseStatus::failed) {
            continue;
        }
        StoredRanking& ranking = found->second;
        if (repairs && reading->second.status == store::ParseStatus::parse_failure &&
            !repaired.contains(unit.id)) {
            ranking.to_repair.emplace(unit.group, unit.orientation);
            continue;
        }
        judging::RankingReply reply = ranking_reply(*method, unit, reading->second);
        reply.shown = shown_of(unit, ranking.things);
        ranking.ranking.answer(unit.group, unit.orientation, std::move(reply));
    }
    return rankings;
}

} // namespace tiebreak::runs
