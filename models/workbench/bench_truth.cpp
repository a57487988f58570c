// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/bench_truth.h"

#include "store/responses.h"
#include "workbench/pair_table.h"

namespace tiebreak::workbench {

namespace {

int sign(double gap) {
    return gap > 0 ? 1 : gap < 0 ? -1 : 0;
}

/// The pair as it is kept, and the side turned with it.
std::pair<PairKey, int> keyed(std::size_t item, std::size_t a, std::size_t b, int side) {
    return a < b ? std::pair{PairKey{item, a, b}, side} : std::pair{PairKey{item, b, a}, -side};
}

int side_of(statistics::Preferred preferred) {
    return preferred == statistics::Preferred::model      ? 1
           : preferred == statistics::Preferred::baseline ? -1
                                                          : 0;
}

void read_winners(store::Connection& connection, const RunFrame& frame, const store::JudgingRow& judging,
                  JudgingWords& words) {
    const PairTable table = read_pairs(connection, frame, judging);
    std::map<std::tuple<PairKey, int, int, int>, std::int64_t> askings; // pair, turn, repeat, judge
    for (const Showing& showing : table.showings) {
        if (!showing.opponent || !showing.asked) {
            continue; // against an answer that is none of the run's, which nobody labels; or two equal texts
        }
        const auto [key, side] =
            keyed(showing.item, showing.candidate, *showing.opponent, side_of(showing.preferred));
        const auto asking = askings
                                .try_emplace({key, showing.turn, showing.repeat, showing.judge},
                                             static_cast<std::int64_t>(askings.size()))
                                .first->second;
        words.askings.emplace(asking, key);
        // Orientation 0: the showing's first stood in front. The pair's first is the lower candidate.
        const bool lower_is_first = showing.candidate < *showing.opponent;
        words.showings.push_back({static_cast<std::int64_t>(showing.item), asking, side,
                                  lower_is_first == (showing.orientation == 0)});
    }
    for (const Battle& battle : table.battles) {
        if (!battle.opponent) {
            continue;
        }
        const auto [key, side] =
            keyed(battle.item, battle.candidate, *battle.opponent, side_of(battle.outcome));
        const auto [known, is_new] = words.pairs.try_emplace(key, PairWord{side, {}, {}});
        if (!is_new && known->second.side != side) {
            known->second.side = 0; // the turns of a conversation disagree
        }
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
        if (row.score && !words.scored.ranked) { // a place in an order is no score
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
                        const store::JudgingRow& judging) {
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
    if (compares_pairs(judging)) {
        read_winners(connection, frame, judging, words);
    } else {
        read_scored(connection, frame, judging, words);
    }
    return words;
}

} // namespace tiebreak::workbench
