// SPDX-License-Identifier: GPL-3.0-or-later
// Joint prompts that outgrow the judge: groups that share two answers.
#include "domain/random.h"
#include "judging/unit.h"

#include <algorithm>
#include <numeric>

namespace tiebreak::judging {

namespace {

constexpr std::size_t anchors = 2;
constexpr std::size_t bytes_a_token = 3;
/// An answer's heading and fence in the prompt, and its line of the reply with a comment.
constexpr std::size_t bytes_an_answer = 360;

std::size_t bytes_of(const Shown& shown, const ItemResponses& responses) {
    const CandidateResponse& response = responses.responses[shown.responses.front()];
    return std::max(response.bytes, response.text.size()) + bytes_an_answer;
}

std::size_t bytes_of(const std::vector<Shown>& shown, const ItemResponses& responses) {
    return std::accumulate(shown.begin(), shown.end(), std::size_t{0},
                           [&](std::size_t sum, const Shown& one) { return sum + bytes_of(one, responses); });
}

/// The smallest number of groups in which no group passes the limits; where even two anchors and one answer
/// pass them, one answer a group is the best there is.
std::size_t groups_needed(const std::vector<Shown>& shown, const ItemResponses& responses,
                          const PlanOptions& options) {
    const std::size_t others = shown.size() - anchors;
    const std::size_t shared = bytes_of(shown[0], responses) + bytes_of(shown[1], responses);
    const auto fits = [&](std::size_t groups) {
        for (std::size_t g = 0; g < groups; ++g) {
            std::size_t bytes = shared;
            std::size_t answers = anchors;
            for (std::size_t k = g; k < others; k += groups) {
                bytes += bytes_of(shown[anchors + k], responses);
                ++answers;
            }
            if ((options.group_size > 0 && answers > static_cast<std::size_t>(options.group_size)) ||
                (options.group_bytes > 0 && bytes > options.group_bytes)) {
                return false;
            }
        }
        return true;
    };
    std::size_t groups = 2;
    while (groups < others && !fits(groups)) {
        ++groups;
    }
    return groups;
}

} // namespace

std::size_t answer_room(int context_tokens, std::size_t other_bytes) {
    const std::size_t all = static_cast<std::size_t>(std::max(context_tokens, 0)) * bytes_a_token;
    return all > other_bytes ? all - other_bytes : 1;
}

bool outgrows(const std::vector<Shown>& shown, const ItemResponses& responses, const PlanOptions& options) {
    // Three answers of which two are anchors would make one group again.
    if (shown.size() <= anchors + 1) {
        return false;
    }
    return (options.group_size > 0 && shown.size() > static_cast<std::size_t>(options.group_size)) ||
           (options.group_bytes > 0 && bytes_of(shown, responses) > options.group_bytes);
}

std::vector<Unit> linked_groups(std::size_t item, const std::vector<Shown>& shown,
                                const ItemResponses& responses, int repeat, const PlanOptions& options) {
    std::vector<Shown> drawn = shown;
    domain::Random random(options.seed, "linked groups", item, static_cast<std::uint64_t>(repeat));
    random.shuffle(std::span<Shown>(drawn));
    const std::size_t groups = groups_needed(drawn, responses, options);
    std::vector<Unit> units;
    for (std::size_t g = 0; g < groups; ++g) {
        std::vector<Shown> members(drawn.begin(), drawn.begin() + anchors);
        for (std::size_t k = anchors + g; k < drawn.size(); k += groups) {
            members.push_back(drawn[k]);
        }
        std::vector<std::size_t> order(members.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        random.shuffle(std::span<std::size_t>(order));
        Unit unit;
        unit.group = static_cast<int>(g);
        for (std::size_t position = 0; position < order.size(); ++position) {
            unit.positions.push_back(members[order[position]]);
            if (order[position] < anchors) {
                unit.anchors.push_back(position);
            }
        }
        units.push_back(std::move(unit));
    }
    return units;
}

} // namespace tiebreak::judging
