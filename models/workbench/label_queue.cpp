// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/label_queue.h"

#include "domain/random.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace tiebreak::workbench {

using domain::Random;
using store::LabelMode;
using store::LabelPurpose;
using Kind = store::LabelOutcome::Kind;

namespace {

constexpr std::int64_t block = 5;        // cards of which one is drawn for agreement
constexpr std::int64_t first_again = 10; // the position of the first card that comes back
constexpr std::int64_t last_again = 35;
constexpr std::size_t rest_before_again = 6; // cards between a card and its return
constexpr std::size_t most_ranked = 6;       // answers that a person can keep apart

} // namespace

LabelQueue::LabelQueue(std::shared_ptr<const LabelDesk> desk, LabelChoice choice)
    : desk_(std::move(desk))
    , choice_(std::move(choice)) {
    build_rows();
    // What this annotator did already, in the order it was done.
    for (const store::LabelRow& label : desk_->labels) {
        if (label.annotator != choice_.annotator || label.mode != choice_.mode) {
            continue;
        }
        LabelCard card;
        card.mode = label.mode;
        card.purpose = label.purpose;
        for (const domain::ResponseId response : label.responses) {
            const auto place = desk_->answers.place.find(response);
            if (place != desk_->answers.place.end()) {
                card.item = place->second.second;
                card.candidates.push_back(place->second.first);
            }
        }
        if (card.candidates.size() == label.responses.size()) {
            record(card, {label.outcome, label.ranks, label.scores});
        }
    }
    position_ = counts_.all();
}

bool LabelQueue::in_question(const PairVerdict& row) const {
    return !choice_.pair ||
           std::minmax<std::size_t>(row.a, row.b) == std::minmax(choice_.pair->first, choice_.pair->second);
}

void LabelQueue::build_rows() {
    const PairVerdicts& verdicts = desk_->verdicts;
    rows_.resize(verdicts.rows.size());
    order_ = open_order(verdicts, {}, choice_.pair);
    std::map<std::tuple<std::size_t, std::size_t, int>, std::size_t> group_of;
    for (std::size_t g = 0; g < order_.groups.size(); ++g) {
        const statistics::OpenGroup& group = order_.groups[g];
        const statistics::HeadToHead& pair = order_.pairs[group.pair];
        group_of[{pair.a, pair.b, group.leans ? group.swapped ? -1 : 1 : 0}] = g;
        open_ += group.open;
    }
    buckets_.resize(order_.groups.size());
    for (std::size_t k = 0; k < rows_.size(); ++k) {
        const PairVerdict& row = verdicts.rows[k];
        if (row.decided() || !in_question(row)) {
            continue;
        }
        const std::size_t group = group_of.at({row.a, row.b, row.side});
        rows_[k].group = static_cast<std::int32_t>(group);
        buckets_[group].push_back(static_cast<std::uint32_t>(k));
    }
    for (std::size_t g = 0; g < buckets_.size(); ++g) {
        Random(desk_->seed, "label order", g).shuffle(std::span(buckets_[g]));
    }
    // What the others said. This annotator's own labels come in through record().
    std::vector<store::LabelRow> others;
    std::ranges::copy_if(desk_->labels, std::back_inserter(others), [&](const store::LabelRow& label) {
        return label.annotator != choice_.annotator || label.mode != choice_.mode;
    });
    const auto sides =
        settled_sides(others, pair_votes(others, desk_->answers, verdicts), verdicts.rows.size());
    for (std::size_t k = 0; k < rows_.size(); ++k) {
        if (sides[k]) {
            add(k, -1);
            rows_[k].others = *sides[k];
            rows_[k].others_any = true;
            add(k, +1);
        }
    }
}

void LabelQueue::add(std::size_t row, int sign) {
    const Row& state = rows_[row];
    if (state.group < 0) {
        return;
    }
    statistics::OpenGroup& group = order_.groups[static_cast<std::size_t>(state.group)];
    statistics::HeadToHead& pair = order_.pairs[group.pair];
    if (!state.others_any && !state.mine_any) {
        group.open += sign;
        pair.open += sign;
        open_ += sign;
        return;
    }
    settled_ += sign;
    const int sum = state.others + (state.mine_any ? state.mine : 0);
    const int side = sum > 0 ? 1 : sum < 0 ? -1 : 0;
    pair.points_a += sign * 0.5 * (1 + side);
    pair.points_b += sign * 0.5 * (1 - side);
    const int for_group = group.swapped ? -side : side;
    group.wins_a += sign * 0.5 * (1 + for_group);
    group.wins_b += sign * 0.5 * (1 - for_group);
}

void LabelQueue::set_mine(std::size_t row, std::optional<std::int8_t> side) {
    add(row, -1);
    rows_[row].mine_any = side.has_value();
    rows_[row].mine = side.value_or(0);
    add(row, +1);
}

std::vector<std::size_t> LabelQueue::rows_of(const LabelCard& card) const {
    std::vector<std::size_t> rows;
    for (std::size_t x = 0; x < card.candidates.size(); ++x) {
        for (std::size_t y = x + 1; y < card.candidates.size(); ++y) {
            const auto [a, b] = std::minmax(card.candidates[x], card.candidates[y]);
            if (const auto row = desk_->verdicts.find(card.item, a, b)) {
                rows.push_back(*row);
            }
        }
    }
    return rows;
}

void LabelQueue::mark(const LabelCard& card, bool taken) {
    if (card.mode == LabelMode::rubric) {
        const std::pair cell(card.item, card.candidates.front());
        std::erase(scored_taken_, cell);
        if (taken) {
            scored_taken_.push_back(cell);
        }
        return;
    }
    for (const std::size_t row : rows_of(card)) {
        rows_[row].taken = taken;
    }
}

void LabelQueue::count(LabelPurpose purpose, int by) {
    (purpose == LabelPurpose::tie_break   ? counts_.tie_breaks
     : purpose == LabelPurpose::agreement ? counts_.agreement
                                          : counts_.again) += by;
}

void LabelQueue::record(const LabelCard& card, const LabelVerdict& verdict) {
    count(card.purpose, 1);
    if (card.purpose == LabelPurpose::again) {
        for (std::size_t k = 0; k < history_.size(); ++k) {
            if (history_[k].item == card.item &&
                std::ranges::is_permutation(history_[k].candidates, card.candidates)) {
                repeated_[k] = true;
            }
        }
        return; // a second look tells of the person, not of the answers
    }
    mark(card, true);
    if (verdict.outcome.kind != Kind::cannot) {
        history_.push_back(card);
        repeated_.push_back(false);
    }
    if (card.mode == LabelMode::rubric && verdict.outcome.kind == Kind::scored) {
        double sum = 0;
        for (const store::LabelScore& score : verdict.scores) {
            sum += score.score;
        }
        const double mean = sum / static_cast<double>(std::max<std::size_t>(verdict.scores.size(), 1));
        const std::size_t mine = card.candidates.front();
        for (const auto& [item, candidate, score] : scores_) {
            if (item != card.item || candidate == mine) {
                continue;
            }
            const auto [a, b] = std::minmax(mine, candidate);
            if (const auto row = desk_->verdicts.find(item, a, b)) {
                const double gap = (mean - score) * (a == mine ? 1 : -1);
                set_mine(*row, static_cast<std::int8_t>(gap > 0 ? 1 : gap < 0 ? -1 : 0));
            }
        }
        scores_.emplace_back(card.item, mine, mean);
        return;
    }
    const std::vector<int> ranks = ranks_of(verdict.outcome, verdict.ranks, card.candidates.size());
    for (std::size_t x = 0; x < ranks.size(); ++x) {
        for (std::size_t y = x + 1; y < ranks.size(); ++y) {
            const bool in_order = card.candidates[x] < card.candidates[y];
            const auto [a, b] = std::minmax(card.candidates[x], card.candidates[y]);
            if (const auto row = desk_->verdicts.find(card.item, a, b)) {
                const int for_x = ranks[x] < ranks[y] ? 1 : ranks[x] > ranks[y] ? -1 : 0;
                set_mine(*row, static_cast<std::int8_t>(in_order ? for_x : -for_x));
            }
        }
    }
}

void LabelQueue::take_back(const LabelCard& card) {
    count(card.purpose, -1);
    if (card.purpose == LabelPurpose::again) {
        return;
    }
    const auto last = std::ranges::find(history_.rbegin(), history_.rend(), card);
    if (last != history_.rend()) {
        const auto at = std::distance(last, history_.rend()) - 1;
        history_.erase(history_.begin() + at);
        repeated_.erase(repeated_.begin() + at);
    }
    if (card.mode == LabelMode::rubric) {
        std::erase_if(scores_, [&](const auto& given) {
            return std::get<0>(given) == card.item && std::get<1>(given) == card.candidates.front();
        });
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            const PairVerdict& verdict = desk_->verdicts.rows[row];
            if (verdict.item == card.item && rows_[row].mine_any &&
                (verdict.a == card.candidates.front() || verdict.b == card.candidates.front())) {
                set_mine(row, std::nullopt);
            }
        }
        return;
    }
    for (const std::size_t row : rows_of(card)) {
        if (rows_[row].mine_any) {
            set_mine(row, std::nullopt);
        }
    }
}

void LabelQueue::skip(const LabelCard& card) {
    if (card.mode == LabelMode::rubric) {
        later_.push_back(card);
    }
    for (const std::size_t row : rows_of(card)) {
        rows_[row].skipped = true;
    }
}

void LabelQueue::unskip(const LabelCard& card) {
    std::erase(later_, card);
    for (const std::size_t row : rows_of(card)) {
        rows_[row].skipped = false;
        rows_[row].taken = true;
    }
}

bool LabelQueue::available(std::size_t row) const {
    const Row& state = rows_[row];
    return state.group >= 0 && !state.taken && !state.skipped && !state.others_any && !state.mine_any;
}

statistics::OpenOrder LabelQueue::ahead() const {
    statistics::OpenOrder order = order_;
    for (std::size_t g = 0; g < buckets_.size(); ++g) {
        statistics::OpenGroup& group = order.groups[g];
        const auto handed = std::ranges::count_if(buckets_[g], [&](std::uint32_t row) {
            const Row& state = rows_[row];
            return (state.taken || state.skipped) && !state.others_any && !state.mine_any;
        });
        statistics::HeadToHead& pair = order.pairs[group.pair];
        group.open -= handed;
        pair.open -= handed;
        pair.points_a += 0.5 * static_cast<double>(handed);
        pair.points_b += 0.5 * static_cast<double>(handed);
    }
    return order;
}

LabelPurpose LabelQueue::purpose_at(std::int64_t position) const {
    if (choice_.random_only) {
        return LabelPurpose::agreement;
    }
    const std::int64_t in_block = position % block;
    if (in_block == 0 && position >= first_again && position <= last_again) {
        return LabelPurpose::again;
    }
    // Never at the beginning of a block: that is where cards come back.
    const auto drawn = 1 + static_cast<std::int64_t>(Random(desk_->seed, "random fifth",
                                                            static_cast<std::uint64_t>(position / block))
                                                         .below(block - 1));
    return in_block == drawn ? LabelPurpose::agreement : LabelPurpose::tie_break;
}

void LabelQueue::turn(LabelCard& card) const {
    std::uint64_t place = 0;
    for (const std::size_t candidate : card.candidates) {
        place = place * 1009 + candidate + 1;
    }
    Random(desk_->seed, "sides of " + choice_.annotator, card.item, place)
        .shuffle(std::span(card.candidates));
}

std::optional<std::size_t> LabelQueue::best_row() {
    std::vector<double> value;
    if (choice_.shuffled) {
        // As likely as there are cards in a group: that is a random order over all cards.
        value.assign(buckets_.size(), 0);
        std::vector<std::size_t> left;
        for (const auto& bucket : buckets_) {
            for (const std::uint32_t row : bucket) {
                if (available(row)) {
                    left.push_back(row);
                }
            }
        }
        if (left.empty()) {
            return std::nullopt;
        }
        return left[Random(desk_->seed, "random order", static_cast<std::uint64_t>(position_))
                        .below(left.size())];
    }
    value = statistics::group_values(ahead()).value;
    std::optional<std::size_t> best;
    double best_value = -1;
    for (std::size_t g = 0; g < buckets_.size(); ++g) {
        if (value[g] <= best_value) {
            continue;
        }
        const auto row = std::ranges::find_if(buckets_[g], [&](std::uint32_t r) { return available(r); });
        if (row != buckets_[g].end()) {
            best = *row;
            best_value = value[g];
        }
    }
    return best;
}

std::vector<std::size_t> LabelQueue::ranked_candidates(std::size_t item, std::size_t row) const {
    std::vector<std::size_t> candidates{desk_->verdicts.rows[row].a, desk_->verdicts.rows[row].b};
    if (choice_.pair) {
        return candidates;
    }
    const auto differs = [&](std::size_t c) {
        const auto fingerprint = [&](std::size_t k) {
            return desk_->answers.fingerprint[k * desk_->answers.items + item];
        };
        return desk_->answers.at(c, item).stored() && std::ranges::none_of(candidates, [&](std::size_t k) {
                   return fingerprint(k) == fingerprint(c);
               });
    };
    for (std::size_t c = 0; c < desk_->candidates.size() && candidates.size() < most_ranked; ++c) {
        if (differs(c)) {
            candidates.push_back(c);
        }
    }
    std::ranges::sort(candidates);
    return candidates;
}

LabelCard LabelQueue::card_of(std::size_t row, LabelPurpose purpose) {
    const PairVerdict& verdict = desk_->verdicts.rows[row];
    LabelCard card;
    card.mode = choice_.mode;
    card.item = verdict.item;
    card.purpose = purpose;
    card.doubt = verdict.doubt;
    if (choice_.mode == LabelMode::rank) {
        card.candidates = ranked_candidates(verdict.item, row);
    } else {
        card.candidates = {verdict.a, verdict.b};
    }
    turn(card);
    if (choice_.mode == LabelMode::rubric) {
        rows_[row].taken = true;
        LabelCard other = card;
        other.candidates = {card.candidates[1]};
        card.candidates = {card.candidates[0]};
        const auto scored = [&](const LabelCard& c) {
            return std::ranges::find(scored_taken_, std::pair(c.item, c.candidates.front())) !=
                   scored_taken_.end();
        };
        if (scored(card)) {
            card = other;
        } else if (!scored(other)) {
            backlog_.push_back(other);
        }
    }
    mark(card, true);
    return card;
}

std::optional<LabelCard> LabelQueue::tie_break() {
    if (!backlog_.empty()) {
        const LabelCard card = backlog_.front();
        backlog_.erase(backlog_.begin());
        mark(card, true);
        return card;
    }
    auto row = best_row();
    if (!row && !later_.empty()) { // what was skipped comes again
        const LabelCard card = later_.front();
        later_.erase(later_.begin());
        return card;
    }
    if (!row) {
        for (Row& state : rows_) {
            if (state.skipped) {
                state.taken = state.skipped = false;
            }
        }
        row = best_row();
    }
    return row ? std::optional(card_of(*row, LabelPurpose::tie_break)) : std::nullopt;
}

std::optional<LabelCard> LabelQueue::agreement_card() {
    const std::size_t rows = rows_.size();
    if (choice_.pair && std::ranges::none_of(desk_->verdicts.rows,
                                             [&](const PairVerdict& row) { return in_question(row); })) {
        return std::nullopt;
    }
    // The sequence of draws is everybody's: two annotators meet on these cards.
    for (std::size_t tries = 0; tries < 8 * rows; ++tries) {
        const std::size_t row =
            Random(desk_->seed, "agreement", static_cast<std::uint64_t>(drawn_++)).below(rows);
        const Row& state = rows_[row];
        if (in_question(desk_->verdicts.rows[row]) && !state.taken && !state.mine_any) {
            return card_of(row, LabelPurpose::agreement);
        }
    }
    return std::nullopt;
}

std::optional<LabelCard> LabelQueue::again_card() {
    std::vector<std::size_t> may;
    for (std::size_t k = 0; k + rest_before_again < history_.size(); ++k) {
        if (!repeated_[k]) {
            may.push_back(k);
        }
    }
    if (may.empty()) {
        return std::nullopt;
    }
    const std::size_t k =
        may[Random(desk_->seed, "again " + choice_.annotator, static_cast<std::uint64_t>(position_))
                .below(may.size())];
    repeated_[k] = true;
    LabelCard card = history_[k];
    card.purpose = LabelPurpose::again;
    card.doubt = Doubt::none;
    std::ranges::reverse(card.candidates);
    return card;
}

std::optional<LabelCard> LabelQueue::next() {
    const LabelPurpose purpose = purpose_at(position_);
    std::optional<LabelCard> card;
    if (purpose == LabelPurpose::again) {
        card = again_card();
    } else if (purpose == LabelPurpose::agreement) {
        // With no tie left to break, a fifth of nothing is nothing.
        card = choice_.random_only || open_ > 0 ? agreement_card() : std::nullopt;
    }
    if (!card && !choice_.random_only) {
        card = tie_break();
    }
    position_ += card ? 1 : 0;
    return card;
}

} // namespace tiebreak::workbench
