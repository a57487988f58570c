// SPDX-License-Identifier: GPL-3.0-or-later
// Wins, ties, losses and ratings of a judging that compares pairs.
#include "runs/settings.h"
#include "statistics/paired.h"
#include "statistics/ratings.h"
#include "store/responses.h"
#include "text/utf8.h"
#include "workbench/report_parts.h"

#include <algorithm>
#include <unordered_map>

namespace tiebreak::workbench {

using statistics::Preferred;

namespace {

/// Draws for the intervals of ratings: enough for their third digit, and a second at a hundred players.
constexpr int rating_draws = 500;

using PairKey = std::pair<std::size_t, std::optional<std::size_t>>;

/// Characters of the answers that were compared, by candidate, item and turn; of the baseline that is no
/// candidate of the run under nothing.
class Lengths {
public:
    Lengths(store::Connection& connection, const RunFrame& frame, const store::JudgingRow& judging,
            const runs::JudgingSettings& settings)
        : frame_(frame)
        , to_reference_(settings.baseline == domain::reference_baseline && settings.baseline_run.empty()) {
        std::unordered_map<domain::ResponseId, double> by_response;
        store::each_judged_length(connection, judging.id, [&](domain::ResponseId id, std::int64_t characters) {
            by_response[id] = static_cast<double>(characters);
        });
        std::unordered_map<domain::ResponseId, Place> places;
        for (const store::ResponseRow& row : store::responses(connection, judging.run)) {
            const auto candidate = frame.candidate_of.find(row.candidate);
            const auto item = frame.item_of.find(row.item);
            if (candidate != frame.candidate_of.end() && item != frame.item_of.end()) {
                places[row.id] = {candidate->second, item->second, row.turn};
            }
        }
        std::unordered_map<domain::ResponseId, double> elsewhere;
        for (const auto& [id, characters] : by_response) {
            if (const auto place = places.find(id); place != places.end()) {
                of_candidates_[{place->second.candidate, place->second.item, place->second.turn}] = characters;
            } else {
                elsewhere[id] = characters;
            }
        }
        if (!elsewhere.empty()) {
            store::each_choice(connection, judging.id, [&](const store::ChoiceRow& row) {
                const auto item = frame.item_of.find(row.item);
                const auto length = elsewhere.find(row.opponent);
                if (item != frame.item_of.end() && length != elsewhere.end()) {
                    of_baseline_[{item->second, row.turn}] = length->second;
                }
            });
        }
    }

    /// The first's answer minus the other's; nothing where one is not known.
    [[nodiscard]] std::optional<double> gap(const Battle& battle) const {
        const auto own = of_candidates_.find({battle.candidate, battle.item, battle.turn});
        const std::optional<double> other = other_of(battle);
        return own == of_candidates_.end() || !other ? std::nullopt : std::optional(own->second - *other);
    }

private:
    struct Place {
        std::size_t candidate = 0;
        std::size_t item = 0;
        int turn = 1;
    };

    [[nodiscard]] std::optional<double> other_of(const Battle& battle) const {
        if (battle.opponent) {
            const auto found = of_candidates_.find({*battle.opponent, battle.item, battle.turn});
            return found == of_candidates_.end() ? std::nullopt : std::optional(found->second);
        }
        if (to_reference_) {
            return static_cast<double>(
                text::character_count(frame_.items[battle.item].content.reference));
        }
        const auto found = of_baseline_.find({battle.item, battle.turn});
        return found == of_baseline_.end() ? std::nullopt : std::optional(found->second);
    }

    const RunFrame& frame_;
    bool to_reference_;
    std::map<std::tuple<std::size_t, std::size_t, int>, double> of_candidates_;
    std::map<std::pair<std::size_t, int>, double> of_baseline_;
};

/// What the two orders of one pair tell of the judge.
void count_orders(PairReport& report, const std::vector<const Showing*>& showings, bool single_order,
                  const std::vector<const RepeatVote*>& votes) {
    std::int64_t decided = 0;
    std::int64_t first = 0;
    for (const Showing* showing : showings) {
        if (showing->asked && showing->preferred != Preferred::tie) {
            ++decided;
            const bool own_first = showing->orientation == 0;
            first += (showing->preferred == Preferred::model) == own_first ? 1 : 0;
        }
    }
    if (decided > 0) {
        report.first_position_rate = 100.0 * static_cast<double>(first) / static_cast<double>(decided);
    }
    std::int64_t both = 0;
    std::int64_t agree = 0;
    for (const RepeatVote* vote : votes) {
        if (vote->vote.asked && !single_order) {
            ++both;
            agree += vote->vote.inconsistent ? 0 : 1;
        }
    }
    if (both > 0) {
        report.consistency = 100.0 * static_cast<double>(agree) / static_cast<double>(both);
    }
}

PairReport pair_report(const std::vector<const Battle*>& battles, const Lengths& lengths, std::uint64_t seed) {
    PairReport report;
    std::vector<double> points;
    std::vector<std::int64_t> items;
    std::vector<std::optional<double>> preferences;
    std::vector<std::optional<double>> known_gap_preferences;
    std::vector<double> gaps;
    bool by_logprobs = false;
    for (const Battle* battle : battles) {
        ++(battle->outcome == Preferred::model ? report.wins
           : battle->outcome == Preferred::tie ? report.ties
                                               : report.losses);
        report.inconsistent += battle->inconsistent ? 1 : 0;
        report.identical += battle->identical ? 1 : 0;
        points.push_back(points_of(battle->outcome));
        items.push_back(static_cast<std::int64_t>(battle->item));
        by_logprobs = by_logprobs || battle->preference.has_value();
        preferences.emplace_back(1 + battle->preference.value_or(points.back() / 100));
        if (const auto gap = lengths.gap(*battle)) {
            known_gap_preferences.push_back(preferences.back());
            gaps.push_back(*gap);
        }
    }
    report.n = static_cast<std::int64_t>(battles.size());
    const statistics::WinTally tally =
        statistics::win_tally(report.wins, report.ties, report.losses);
    report.win_rate = tally.win_rate;
    report.win_tie_rate = tally.win_tie_rate;
    report.p = tally.sign_p;
    if (tally.wilson) {
        report.ci_low = tally.wilson->low;
        report.ci_high = tally.wilson->high;
    }
    const std::vector<double> none(points.size(), 0);
    if (const auto bootstrap = statistics::bootstrap_difference(points, none, seed, 10'000, items)) {
        report.bootstrap_low = bootstrap->ci_low;
        report.bootstrap_high = bootstrap->ci_high;
    }
    if (by_logprobs) {
        report.preference = statistics::preference_win_rate(preferences);
    }
    report.length_controlled = statistics::length_controlled_win_rate(known_gap_preferences, gaps);
    return report;
}

} // namespace

std::vector<PairReport> report_pairs(store::Connection& connection, const RunFrame& frame,
                                     const store::JudgingRow& judging, const PairTable& pairs) {
    const runs::JudgingSettings settings = runs::settings_from_json(judging.settings);
    const Lengths lengths(connection, frame, judging, settings);
    const bool single_order = !settings.swap && settings.scorer.empty();
    std::map<PairKey, std::vector<const Battle*>> battles;
    std::map<PairKey, std::vector<const Showing*>> showings;
    std::map<PairKey, std::vector<const RepeatVote*>> votes;
    for (const Battle& battle : pairs.battles) {
        battles[{battle.candidate, battle.opponent}].push_back(&battle);
    }
    for (const auto& [key, n] : pairs.incomplete) {
        battles[key]; // judged in no item: still a pair
    }
    for (const Showing& showing : pairs.showings) {
        showings[{showing.candidate, showing.opponent}].push_back(&showing);
    }
    for (const RepeatVote& vote : pairs.votes) {
        votes[{vote.candidate, vote.opponent}].push_back(&vote);
    }
    const std::string elsewhere = settings.baseline_run.empty()
                                      ? settings.baseline
                                      : settings.baseline + " of " + settings.baseline_run;
    std::vector<PairReport> reports;
    for (const auto& [key, own] : battles) {
        PairReport report = pair_report(own, lengths, judging.seed);
        report.candidate = frame.candidates[key.first].candidate.name;
        report.baseline = key.second ? frame.candidates[*key.second].candidate.name : elsewhere;
        report.single_order = single_order;
        const auto incomplete = pairs.incomplete.find(key);
        report.incomplete = incomplete == pairs.incomplete.end() ? 0 : incomplete->second;
        if (settings.scorer.empty()) {
            count_orders(report, showings[key], single_order, votes[key]);
        }
        reports.push_back(std::move(report));
    }
    return reports;
}

std::vector<RatingReport> report_ratings(const RunFrame& frame, const store::JudgingRow& judging,
                                         const PairTable& pairs, std::vector<std::string>& warnings) {
    std::vector<std::string> players;
    for (const store::CandidateRow& row : frame.candidates) {
        players.push_back(row.candidate.name);
    }
    std::map<std::pair<std::size_t, std::size_t>, statistics::PairCount> counts;
    for (const Battle& battle : pairs.battles) {
        if (!battle.opponent) {
            continue;
        }
        statistics::PairCount& count = counts[{battle.candidate, *battle.opponent}];
        count.a = battle.candidate;
        count.b = *battle.opponent;
        const bool marked = battle.weight >= statistics::mark_weight;
        double& counted = battle.outcome == Preferred::tie     ? count.ties
                          : battle.outcome == Preferred::model ? (marked ? count.marked_a : count.wins_a)
                                                               : (marked ? count.marked_b : count.wins_b);
        counted += 1;
    }
    std::vector<statistics::PairCount> cells;
    for (const auto& [key, count] : counts) {
        cells.push_back(count);
    }
    if (cells.empty()) {
        return {};
    }
    statistics::RatingOptions options;
    options.draws = rating_draws;
    options.seed = judging.seed;
    const statistics::Ratings fitted = statistics::bradley_terry(players, cells, options);
    warnings.insert(warnings.end(), fitted.warnings.begin(), fitted.warnings.end());
    std::vector<RatingReport> ratings;
    for (const statistics::Rating& rating : fitted.ratings) {
        ratings.push_back(
            {rating.name, rating.rating, rating.se, rating.ci_low, rating.ci_high, rating.rank});
    }
    std::ranges::stable_sort(ratings, [](const RatingReport& a, const RatingReport& b) {
        return a.rating.has_value() != b.rating.has_value() ? a.rating.has_value()
                                                            : a.rating && *a.rating > *b.rating;
    });
    return ratings;
}

} // namespace tiebreak::workbench
