// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/label_votes.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace tiebreak::workbench {

using Kind = store::LabelOutcome::Kind;

std::vector<int> ranks_of(const store::LabelOutcome& outcome, const std::vector<int>& ranks,
                          std::size_t shown) {
    switch (outcome.kind) {
    case Kind::winner: {
        std::vector<int> result(shown, 2);
        result.at(static_cast<std::size_t>(outcome.winner - 1)) = 1;
        return result;
    }
    case Kind::tie:
    case Kind::bad:
        return std::vector<int>(shown, 1);
    case Kind::ranked:
        return ranks;
    default:
        return {};
    }
}

namespace {

std::int8_t side_of(double for_a, double for_b) {
    return static_cast<std::int8_t>(for_a > for_b ? 1 : for_a < for_b ? -1 : 0);
}

/// Mean over the criteria that were scored.
double mean_score(const store::LabelRow& label) {
    double sum = 0;
    for (const store::LabelScore& score : label.scores) {
        sum += score.score;
    }
    return sum / static_cast<double>(std::max<std::size_t>(label.scores.size(), 1));
}

class Voting {
public:
    Voting(const LabelAnswers& answers, const PairVerdicts& verdicts)
        : answers_(answers)
        , verdicts_(verdicts) {}

    void take(const store::LabelRow& label, std::size_t index) {
        if (label.outcome.kind == Kind::cannot) {
            ++result.cannot;
            return;
        }
        std::vector<std::pair<std::size_t, std::size_t>> places; // candidate and item
        for (const domain::ResponseId response : label.responses) {
            const auto place = answers_.place.find(response);
            if (place == answers_.place.end()) {
                ++result.strangers;
                return;
            }
            places.push_back(place->second);
        }
        if (label.outcome.kind == Kind::scored) {
            take_score(label, index, places.front());
            return;
        }
        const std::vector<int> ranks = ranks_of(label.outcome, label.ranks, places.size());
        for (std::size_t x = 0; x < ranks.size(); ++x) {
            for (std::size_t y = x + 1; y < ranks.size(); ++y) {
                vote(places[x], places[y], side_of(ranks[y], ranks[x]), index);
            }
        }
    }

    PairVotes result;

private:
    using Place = std::pair<std::size_t, std::size_t>;

    void vote(const Place& x, const Place& y, std::int8_t for_x, std::size_t label) {
        const bool in_order = x.first < y.first;
        const auto row = x.second != y.second ? std::nullopt
                                              : verdicts_.find(x.second, std::min(x.first, y.first),
                                                               std::max(x.first, y.first));
        if (row) { // two equal answers need no verdict and have no row
            result.votes.push_back({*row, static_cast<std::int8_t>(in_order ? for_x : -for_x), label});
        }
    }

    /// Compared with what the same person gave the item's other answers by the same rubric.
    void take_score(const store::LabelRow& label, std::size_t index, const Place& place) {
        if (label.purpose == store::LabelPurpose::again) {
            return;
        }
        auto& given = scores_[{label.annotator, label.rubric, place.second}];
        const double score = mean_score(label);
        given[place.first] = score;
        for (const auto& [candidate, other] : given) {
            if (candidate != place.first) {
                vote(place, {candidate, place.second}, side_of(score, other), index);
            }
        }
    }

    const LabelAnswers& answers_;
    const PairVerdicts& verdicts_;
    std::map<std::tuple<std::string, std::string, std::size_t>, std::map<std::size_t, double>> scores_;
};

} // namespace

PairVotes pair_votes(std::span<const store::LabelRow> labels, const LabelAnswers& answers,
                     const PairVerdicts& verdicts) {
    Voting voting(answers, verdicts);
    for (std::size_t k = 0; k < labels.size(); ++k) {
        voting.take(labels[k], k);
    }
    return std::move(voting.result);
}

std::vector<std::optional<std::int8_t>> settled_sides(std::span<const store::LabelRow> labels,
                                                      const PairVotes& votes, std::size_t rows) {
    std::map<std::pair<std::size_t, std::string>, std::int8_t> newest; // labels come in order of time
    for (const PairVote& vote : votes.votes) {
        const store::LabelRow& label = labels[vote.label];
        if (label.purpose != store::LabelPurpose::again) {
            newest[{vote.row, label.annotator}] = vote.side;
        }
    }
    std::vector<std::optional<std::int8_t>> settled(rows);
    std::map<std::size_t, int> sums;
    for (const auto& [who, side] : newest) {
        sums[who.first] += side;
    }
    for (const auto& [row, sum] : sums) {
        settled[row] = side_of(sum, 0);
    }
    return settled;
}

statistics::OpenOrder open_order(const PairVerdicts& verdicts,
                                 std::span<const std::optional<std::int8_t>> settled,
                                 std::optional<std::pair<std::size_t, std::size_t>> pair) {
    statistics::OpenOrder order;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> pair_of;
    std::map<std::pair<std::size_t, int>, std::size_t> group_of;
    for (std::size_t k = 0; k < verdicts.rows.size(); ++k) {
        const PairVerdict& row = verdicts.rows[k];
        if (pair && std::minmax<std::size_t>(row.a, row.b) != std::minmax(pair->first, pair->second)) {
            continue;
        }
        const auto [at, fresh] = pair_of.emplace(std::pair(row.a, row.b), order.pairs.size());
        if (fresh) {
            order.pairs.push_back({row.a, row.b, 0, 0, 0});
        }
        statistics::HeadToHead& meeting = order.pairs[at->second];
        const auto give = [&](int side) {
            meeting.points_a += 0.5 * (1 + side);
            meeting.points_b += 0.5 * (1 - side);
        };
        if (row.decided()) {
            give(row.side);
            continue;
        }
        const auto [group_at, first] = group_of.emplace(std::pair(at->second, row.side), order.groups.size());
        if (first) {
            order.groups.push_back({at->second, row.side < 0, row.side != 0, 0, 0, 0});
        }
        statistics::OpenGroup& group = order.groups[group_at->second];
        if (k < settled.size() && settled[k]) {
            give(*settled[k]);
            const int side = group.swapped ? -*settled[k] : *settled[k];
            group.wins_a += 0.5 * (1 + side);
            group.wins_b += 0.5 * (1 - side);
        } else {
            ++group.open;
            ++meeting.open;
        }
    }
    return order;
}

std::vector<Standing> standings(const statistics::OpenOrder& order, std::size_t candidates) {
    std::vector<Standing> result(candidates);
    for (const statistics::HeadToHead& pair : order.pairs) {
        const double half = 0.5 * static_cast<double>(pair.open);
        const auto n = static_cast<std::int64_t>(std::llround(pair.points_a + pair.points_b)) + pair.open;
        const auto add = [&](Standing& one, double points, int side) {
            one.beats += 0.5 * (1 + side);
            one.points += points + half;
            one.pairs += n;
            one.open += pair.open;
            ++one.opponents;
        };
        add(result[pair.a], pair.points_a, pair.ahead());
        add(result[pair.b], pair.points_b, -pair.ahead());
    }
    return result;
}

} // namespace tiebreak::workbench
