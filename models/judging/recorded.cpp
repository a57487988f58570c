// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/recorded.h"

#include "domain/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
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

bool by_pairs(Protocol protocol, const RecordedContext& context) {
    return protocol == Protocol::pairwise || protocol == Protocol::round_robin ||
           ((protocol == Protocol::rubric || protocol == Protocol::multi_turn) && context.baseline);
}

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
        const int turns = protocol_ == Protocol::multi_turn ? 1 + static_cast<int>(context_.later.size()) : 1;
        if (reply.turn < 1 || reply.turn > turns || !items_of(reply.turn)[item->second].asked) {
            throw Refusal{fmt::format("item \"{}\" has no turn {} here", reply.item, reply.turn)};
        }
        Unit unit;
        unit.item = item->second;
        unit.repeat = reply.repeat;
        unit.turn = reply.turn;
        if (protocol_ == Protocol::joint) {
            place_order(reply, unit);
        } else if (by_pairs(protocol_, context_)) {
            place_pair(reply, unit);
        } else {
            const std::size_t response = response_of(unit, reply.candidate, reply.item);
            unit.group = static_cast<int>(response);
            unit.positions = {{{response}}};
        }
        const auto& responses = items_of(unit.turn)[unit.item].responses;
        for (std::size_t r = 0; r < responses.size(); ++r) {
            if (!responses[r].present) {
                unit.absent.push_back(r);
            }
        }
        return unit;
    }

    [[nodiscard]] std::span<const ItemResponses> items_of(int turn) const {
        return turn <= 1 ? context_.items
                         : std::span<const ItemResponses>(context_.later[static_cast<std::size_t>(turn - 2)]);
    }

private:
    [[nodiscard]] std::size_t response_of(const Unit& unit, const std::string& name,
                                          const std::string& item_id) const {
        const auto candidate = candidate_of_.find(name);
        if (candidate == candidate_of_.end()) {
            throw Refusal{fmt::format("item \"{}\": there is no candidate \"{}\"", item_id, name)};
        }
        const auto& responses = items_of(unit.turn)[unit.item].responses;
        const auto found = std::ranges::find(responses, candidate->second, &CandidateResponse::candidate);
        if (found == responses.end() || !found->present) {
            throw Refusal{fmt::format("item \"{}\": \"{}\" has no response in this run", item_id, name)};
        }
        return static_cast<std::size_t>(found - responses.begin());
    }

    void place_pair(const RecordedReply& reply, Unit& unit) const {
        if (reply.order.size() != 2) {
            throw Refusal{fmt::format("item \"{}\": a pair has an order of two", reply.item)};
        }
        const std::size_t shown_first = response_of(unit, reply.order[0], reply.item);
        const std::size_t shown_second = response_of(unit, reply.order[1], reply.item);
        if (shown_first == shown_second) {
            throw Refusal{
                fmt::format("item \"{}\": \"{}\" stands twice in the order", reply.item, reply.order[0])};
        }
        std::size_t first = std::min(shown_first, shown_second);
        std::size_t second = std::max(shown_first, shown_second);
        if (context_.baseline) {
            const std::size_t baseline = *context_.baseline;
            if (first != baseline && second != baseline) {
                throw Refusal{fmt::format("item \"{}\": neither is the baseline", reply.item)};
            }
            first = first == baseline ? second : first;
            second = baseline;
        }
        unit.group = static_cast<int>(first * context_.items[unit.item].responses.size() + second);
        unit.orientation = shown_first == first ? 0 : 1;
        unit.positions = {{{shown_first}}, {{shown_second}}};
    }

    void place_order(const RecordedReply& reply, Unit& unit) const {
        if (reply.order.empty()) {
            throw Refusal{fmt::format("item \"{}\": the order of the candidates is missing", reply.item)};
        }
        std::set<std::size_t> seen;
        for (const std::string& name : reply.order) {
            const std::size_t response = response_of(unit, name, reply.item);
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

/// Turn, repeat, item, group, orientation: the order units are planned in.
using Key = std::tuple<int, int, std::size_t, int, int>;

Key key_of(const Unit& unit) {
    return {unit.turn, unit.repeat, unit.item, unit.group, unit.orientation};
}

} // namespace

RecordedMatch match_recorded(Protocol protocol, std::span<const RecordedReply> replies,
                             const RecordedContext& context) {
    if (protocol == Protocol::listwise || protocol == Protocol::tournament || protocol == Protocol::scorer) {
        throw domain::Error(
            domain::ErrorKind::usage,
            fmt::format("recorded replies of the protocol \"{}\" cannot be used", to_string(protocol)),
            "judging", "use joint, single, rubric, pairwise, round-robin or multi-turn");
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
    PlanOptions options{.repeats = context.repeats, .merge_identical = false, .baseline = context.baseline};
    Plan asked = plan_units(protocol, context.items, options);
    for (std::size_t k = 0; k < context.later.size() && protocol == Protocol::multi_turn; ++k) {
        options.turn = static_cast<int>(k) + 2;
        std::ranges::move(plan_units(protocol, context.later[k], options).units,
                          std::back_inserter(asked.units));
    }
    for (const Unit& unit : asked.units) {
        const auto other = [&] { // in one order only: either of the two will do
            auto [turn, repeat, item, group, orientation] = key_of(unit);
            return Key{turn, repeat, item, group, 1 - orientation};
        };
        const bool either = !context.swap && unit.positions.size() == 2 && by_pairs(protocol, context);
        if (!answered.contains(key_of(unit)) &&
            !(either && (unit.orientation == 1 || answered.contains(other())))) {
            match.unanswered.push_back({unit.item, unit.repeat, unit.group, unit.orientation, unit.turn});
        }
    }
    return match;
}

} // namespace tiebreak::judging
