// SPDX-License-Identifier: GPL-3.0-or-later
// Units that show two answers.
#include "domain/error.h"
#include "domain/random.h"
#include "judging/unit.h"

#include <algorithm>

namespace tiebreak::judging {

namespace {

Unit pair_unit(const Shown& first, const Shown& second, std::size_t responses, int orientation) {
    Unit unit;
    unit.group = static_cast<int>(first.responses.front() * responses + second.responses.front());
    unit.orientation = orientation;
    unit.positions = orientation == 0 ? std::vector{first, second} : std::vector{second, first};
    return unit;
}

/// Which of a pair stands first where only one order is asked.
int drawn_orientation(std::size_t item, int repeat, std::size_t group, std::uint64_t seed) {
    const std::uint64_t drawn = domain::Random(seed, "single order", item / 2, group)() >> 63;
    return static_cast<int>((drawn + item + static_cast<std::uint64_t>(repeat - 1)) % 2);
}

/// The responses of a merged group but for one.
Shown without(const Shown& shown, std::size_t response) {
    Shown rest = shown;
    std::erase(rest.responses, response);
    return rest;
}

class Pairs {
public:
    Pairs(std::size_t item, std::size_t responses, int repeat, const PlanOptions& options)
        : item_(item)
        , responses_(responses)
        , repeat_(repeat)
        , options_(options) {}

    void add(const Shown& first, const Shown& second, bool identical) {
        if (first.responses.empty() || second.responses.empty()) {
            return;
        }
        const std::size_t group = first.responses.front() * responses_ + second.responses.front();
        std::vector<int> orientations{0, 1};
        if (options_.by_scorer) {
            orientations = {0};
        } else if (!options_.swap) {
            orientations = {drawn_orientation(item_, repeat_, group, options_.seed)};
        }
        for (const int orientation : orientations) {
            units.push_back(pair_unit(first, second, responses_, orientation));
            units.back().identical = identical;
        }
    }

    std::vector<Unit> units;

private:
    std::size_t item_;
    std::size_t responses_;
    int repeat_;
    const PlanOptions& options_;
};

} // namespace

std::vector<Unit> plan_pairs(std::size_t item, const ItemResponses& responses, int repeat,
                             const PlanOptions& options) {
    const std::vector<Shown> shown =
        distinct_responses(responses, options.merge_identical && !options.by_scorer);
    Pairs pairs(item, responses.responses.size(), repeat, options);
    if (options.baseline) {
        const std::size_t baseline = *options.baseline;
        if (baseline >= responses.responses.size()) {
            throw domain::Error(domain::ErrorKind::internal, "the baseline is none of the responses",
                                responses.uid);
        }
        if (!responses.responses[baseline].present) {
            return {}; // named among the absent
        }
        const Shown against{{baseline}};
        for (const Shown& one : shown) {
            const bool holds_baseline = std::ranges::find(one.responses, baseline) != one.responses.end();
            pairs.add(holds_baseline ? without(one, baseline) : one, against, holds_baseline);
        }
        return std::move(pairs.units);
    }
    for (std::size_t a = 0; a < shown.size(); ++a) {
        const std::vector<std::size_t>& same = shown[a].responses;
        for (std::size_t x = 0; x < same.size(); ++x) {
            for (std::size_t y = x + 1; y < same.size(); ++y) {
                pairs.add({{same[x]}}, {{same[y]}}, true);
            }
        }
        for (std::size_t b = a + 1; b < shown.size(); ++b) {
            pairs.add(shown[a], shown[b], false);
        }
    }
    return std::move(pairs.units);
}

} // namespace tiebreak::judging
