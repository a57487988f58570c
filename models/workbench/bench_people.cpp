// SPDX-License-Identifier: GPL-3.0-or-later
// People's labels as words on pairs of answers.
#include "store/bench_passes.h"
#include "workbench/bench_truth.h"

#include <algorithm>

namespace tiebreak::workbench {

namespace {

int sign(int gap) {
    return gap > 0 ? 1 : gap < 0 ? -1 : 0;
}

/// The pair as it is kept, and the side turned with it.
std::pair<PairKey, int> keyed(std::size_t item, std::size_t a, std::size_t b, int side) {
    return a < b ? std::pair{PairKey{item, a, b}, side} : std::pair{PairKey{item, b, a}, -side};
}

} // namespace

PeopleWords read_people(store::Connection& connection, const RunFrame& frame, const ResponsePlaces& places,
                        BenchPeople& people) {
    PeopleWords result;
    std::vector<store::LabelWord> labels;
    store::each_label_word(connection, frame.run.id,
                           [&](const store::LabelWord& word) { labels.push_back(word); });
    const bool drawn = std::ranges::any_of(labels, &store::LabelWord::drawn);
    result.only_queue = !labels.empty() && !drawn;
    for (const store::LabelWord& label : labels) {
        if (drawn && !label.drawn) {
            continue; // the queue prefers hard cards, which would make every judge look worse than it is
        }
        ++people.labels;
        people.both_bad += label.bad ? 1 : 0;
        people.cannot_judge += label.cannot ? 1 : 0;
        const std::vector<int>& ranks = label.ranks;
        for (std::size_t i = 0; i < ranks.size(); ++i) {
            for (std::size_t j = i + 1; j < ranks.size(); ++j) {
                const auto one = places.find(label.responses[i]);
                const auto other = places.find(label.responses[j]);
                if (one == places.end() || other == places.end()) {
                    continue;
                }
                const auto [key, side] = keyed(one->second.second, one->second.first, other->second.first,
                                               sign(ranks[j] - ranks[i]));
                result.by_annotator[key][label.annotator] = side; // in order of time: the newest stays
            }
        }
    }
    for (const auto& [key, words] : result.by_annotator) {
        std::map<int, int> votes;
        for (const auto& [annotator, side] : words) {
            ++votes[side];
        }
        const auto most = std::ranges::max_element(votes, {}, [](const auto& vote) { return vote.second; });
        const bool alone =
            std::ranges::count_if(votes, [&](const auto& vote) { return vote.second == most->second; }) == 1;
        if (alone) {
            result.pairs[key] = {most->first, {}, {}};
        } else {
            ++people.split;
        }
    }
    return result;
}

} // namespace tiebreak::workbench
