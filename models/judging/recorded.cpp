// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/recorded.h"

#include "domain/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace tiebreak::judging {

namespace {

using domain::Protocol;

/// Why a recorded reply cannot be used; travels as an exception inside this file only.
struct Refusal {
    std::string why;
};

class Matcher {
public:
    Matcher(Protocol protocol, const RecordedContext& context)
        : protocol_(protocol)
        , context_(context) {
        for (std::size_t i = 0; i < context.item_ids.size(); ++i) {
            item_of_.try_emplace(context.item_ids[i], i);
        }
        for (std::size_t c = 0; c < context.candidates.size(); ++c) {
            candidate_of_.try_emplace(context.candidates[c], c);
        }
    }

    /// The unit a reply answers; throws Refusal.
    [[nodiscard]] Unit unit_of(const RecordedReply& reply) const {
        const auto item = item_of_.find(reply.item);
        if (item == item_of_.end()) {
            throw Refusal{fmt::format("there is no item \"{}\"", reply.item)};
        }
        if (reply.repeat < 1 || reply.repeat > context_.repeats) {
            throw Refusal{fmt::format("item \"{}\": repeat {} is not among the {} of this judging",
                                      reply.item, reply.repeat, context_.repeats)};
        }
        Unit unit;
        unit.item = item->second;
        unit.repeat = reply.repeat;
        if (protocol_ == Protocol::joint) {
            place_order(reply, unit);
        } else {
            const std::size_t response = response_of(unit.item, reply.candidate, reply.item);
            unit.group = static_cast<int>(response);
            unit.positions = {{{response}}};
        }
        const auto& responses = context_.items[unit.item].responses;
        for (std::size_t r = 0; r < responses.size(); ++r) {
            if (!responses[r].present) {
                unit.absent.push_back(r);
            }
        }
        return unit;
    }

private:
    [[nodiscard]] std::size_t response_of(std::size_t item, const std::string& name,
                                          const std::string& item_id) const {
        const auto candidate = candidate_of_.find(name);
        if (candidate == candidate_of_.end()) {
            throw Refusal{fmt::format("item \"{}\": there is no candidate \"{}\"", item_id, name)};
        }
        const auto& responses = context_.items[item].responses;
        const auto found = std::ranges::find(responses, candidate->second, &CandidateResponse::candidate);
        if (found == responses.end() || !found->present) {
            throw Refusal{fmt::format("item \"{}\": \"{}\" has no response in this run", item_id, name)};
        }
        return static_cast<std::size_t>(found - responses.begin());
    }

    void place_order(const RecordedReply& reply, Unit& unit) const {
        if (reply.order.empty()) {
            throw Refusal{fmt::format("item \"{}\": the order of the candidates is missing", reply.item)};
        }
        std::set<std::size_t> seen;
        for (const std::string& name : reply.order) {
            const std::size_t response = response_of(unit.item, name, reply.item);
            if (!seen.insert(response).second) {
                throw Refusal{fmt::format("item \"{}\": \"{}\" stands twice in the order", reply.item, name)};
            }
            unit.positions.push_back({{response}});
        }
        std::vector<std::string> left_out;
        for (std::size_t r = 0; r < context_.items[unit.item].responses.size(); ++r) {
            const CandidateResponse& response = context_.items[unit.item].responses[r];
            if (response.present && !seen.contains(r)) {
                left_out.push_back('"' + context_.candidates[response.candidate] + '"');
            }
        }
        if (!left_out.empty()) {
            throw Refusal{
                fmt::format("item \"{}\": {} missing from the order", reply.item, fmt::join(left_out, ", "))};
        }
    }

    Protocol protocol_;
    const RecordedContext& context_;
    std::unordered_map<std::string_view, std::size_t> item_of_;
    std::unordered_map<std::string_view, std::size_t> candidate_of_;
};

using Key = std::tuple<int, std::size_t, int>; // repeat, item, group: the order units are planned in

Key key_of(const Unit& unit) {
    return {unit.repeat, unit.item, unit.group};
}

} // namespace

RecordedMatch match_recorded(Protocol protocol, std::span<const RecordedReply> replies,
                             const RecordedContext& context) {
    if (protocol != Protocol::joint && protocol != Protocol::single) {
        throw domain::Error(
            domain::ErrorKind::usage,
            fmt::format("recorded replies of the protocol \"{}\" cannot be used", to_string(protocol)),
            "judging", "use joint or single");
    }
    const Matcher matcher(protocol, context);
    RecordedMatch match;
    std::map<Key, std::size_t> answered; // by which reply
    for (std::size_t i = 0; i < replies.size(); ++i) {
        try {
            Unit unit = matcher.unit_of(replies[i]);
            const auto [first, is_new] = answered.try_emplace(key_of(unit), i);
            if (!is_new) {
                throw Refusal{fmt::format("item \"{}\", repeat {}: line {} answers the same", replies[i].item,
                                          replies[i].repeat, replies[first->second].line)};
            }
            match.units.push_back({std::move(unit), i});
        } catch (const Refusal& refusal) {
            match.problems.push_back({i, replies[i].line, refusal.why});
        }
    }
    std::ranges::sort(match.units, {}, [](const RecordedUnit& recorded) { return key_of(recorded.unit); });
    const Plan asked =
        plan_units(protocol, context.items, {.repeats = context.repeats, .merge_identical = false});
    for (const Unit& unit : asked.units) {
        if (!answered.contains(key_of(unit))) {
            match.unanswered.push_back({unit.item, unit.repeat, unit.group});
        }
    }
    return match;
}

} // namespace tiebreak::judging
