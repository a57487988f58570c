// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/bench_truth.h"

#include "store/responses.h"

namespace tiebreak::workbench {

namespace {

bool names_winners(domain::Protocol protocol) {
    return protocol == domain::Protocol::pairwise || protocol == domain::Protocol::round_robin;
}

int sign(double gap) {
    return gap > 0 ? 1 : gap < 0 ? -1 : 0;
}

/// The pair as it is kept, and the side turned with it.
std::pair<PairKey, int> keyed(std::size_t item, std::size_t a, std::size_t b, int side) {
    return a < b ? std::pair{PairKey{item, a, b}, side} : std::pair{PairKey{item, b, a}, -side};
}

void read_winners(store::Connection& connection, const store::JudgingRow& judging,
                  const ResponsePlaces& places, JudgingWords& words) {
    struct Said {
        bool first = false;
        bool tie = false;
        bool second = false;
    };
    std::map<PairKey, Said> said;
    std::map<std::tuple<PairKey, int>, std::int64_t> askings; // pair and repeat
    for (const store::VerdictRow& verdict : store::verdicts(connection, judging.id)) {
        const auto one = places.find(verdict.response);
        const auto other = places.find(verdict.opponent);
        if (one == places.end() || other == places.end() || verdict.winner.empty()) {
            continue; // against the reference answer, which nobody labels
        }
        const int side = verdict.winner == "win" ? 1 : verdict.winner == "loss" ? -1 : 0;
        const auto [key, turned] = keyed(one->second.second, one->second.first, other->second.first, side);
        Said& all = said[key];
        (turned > 0 ? all.first : turned < 0 ? all.second : all.tie) = true;
        const auto asking =
            askings.try_emplace({key, verdict.repeat}, static_cast<std::int64_t>(askings.size()))
                .first->second;
        words.askings.emplace(asking, key);
        const bool lower_is_one = one->second.first < other->second.first;
        const bool one_in_front = verdict.position == 1;
        words.showings.push_back({static_cast<std::int64_t>(one->second.second), asking, turned,
                                  lower_is_one ? one_in_front : !one_in_front});
    }
    for (const auto& [key, all] : said) {
        const bool one_word = (all.first ? 1 : 0) + (all.tie ? 1 : 0) + (all.second ? 1 : 0) == 1;
        words.pairs[key] = {one_word ? (all.first ? 1 : all.second ? -1 : 0) : 0, {}, {}};
    }
}

void read_scored(store::Connection& connection, const RunFrame& frame, const store::JudgingRow& judging,
                 JudgingWords& words) {
    words.scored = read_scores(connection, frame, judging);
    const ScoreTable& table = words.scored.table;
    words.scores = table.any() && !table.imported();
    if (!words.scores) {
        return;
    }
    for (std::size_t item = 0; item < frame.items.size(); ++item) {
        for (std::size_t a = 0; a < frame.candidates.size(); ++a) {
            const auto first = table.mean(a, item);
            for (std::size_t b = a + 1; first && b < frame.candidates.size(); ++b) {
                if (const auto second = table.mean(b, item)) {
                    words.pairs[{item, a, b}] = {sign(*first - *second), first, second};
                }
            }
        }
    }
    store::each_score(connection, judging.id, [&](const store::ScoreRow& row) {
        if (row.score) {
            words.raw_scores.push_back(*row.score);
        }
    });
    // Of answers that stood beside each other in one prompt, the one in front is the pair's first.
    const std::vector<ShownScore>& shown = words.scored.shown;
    for (std::size_t i = 1; i < shown.size(); ++i) {
        if (shown[i].unit == shown[i - 1].unit && shown[i].position == shown[i - 1].position + 1) {
            words.showings.push_back({static_cast<std::int64_t>(shown[i].item), static_cast<std::int64_t>(i),
                                      sign(shown[i - 1].score - shown[i].score), true});
        }
    }
}

} // namespace

ResponsePlaces response_places(store::Connection& connection, const RunFrame& frame) {
    ResponsePlaces places;
    for (const store::ResponseRow& row : store::responses(connection, frame.run.id)) {
        const auto candidate = frame.candidate_of.find(row.candidate);
        const auto item = frame.item_of.find(row.item);
        if (candidate != frame.candidate_of.end() && item != frame.item_of.end()) {
            places.emplace(row.id, std::pair(candidate->second, item->second));
        }
    }
    return places;
}

JudgingWords read_words(store::Connection& connection, const RunFrame& frame,
                        const store::JudgingRow& judging, const ResponsePlaces& places) {
    JudgingWords words{{}, {}, {}, {}, false, {ScoreTable(0, 0, 1, false), {}, 0}, {}};
    if (is_imported(judging)) {
        return words;
    }
    for (const store::UnitState& state : store::unit_states(connection, judging.id)) {
        const auto item = frame.item_of.find(state.item);
        if (state.status == store::ParseStatus::parse_failure && item != frame.item_of.end()) {
            ++words.unread_items[item->second];
        }
    }
    if (names_winners(judging.protocol)) {
        read_winners(connection, judging, places, words);
    } else {
        read_scored(connection, frame, judging, words);
    }
    return words;
}

} // namespace tiebreak::workbench
