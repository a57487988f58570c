// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/score_table.h"

#include "runs/settings.h"
#include "workbench/ranked_scores.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <tuple>

namespace tiebreak::workbench {

ScoreTable::ScoreTable(std::size_t candidates, std::size_t items, std::size_t repeats, bool imported)
    : candidates_(candidates)
    , rows_(items)
    , repeats_(repeats)
    , imported_(imported)
    , sum_(candidates * items * repeats)
    , count_(candidates * items * repeats) {}

void ScoreTable::add(std::size_t candidate, std::size_t row, std::size_t repeat, double score) {
    const std::size_t at = place(candidate, row, repeat);
    sum_.at(at) += score;
    ++count_.at(at);
    any_ = true;
}

std::optional<double> ScoreTable::at(std::size_t candidate, std::size_t row, std::size_t repeat) const {
    const std::size_t at = place(candidate, row, repeat);
    return count_[at] == 0 ? std::nullopt : std::optional(sum_[at] / count_[at]);
}

std::optional<double> ScoreTable::mean(std::size_t candidate, std::size_t row) const {
    double sum = 0;
    std::size_t n = 0;
    for (std::size_t r = 0; r < repeats_; ++r) {
        if (const auto score = at(candidate, row, r)) {
            sum += *score;
            ++n;
        }
    }
    return n == 0 ? std::nullopt : std::optional(sum / static_cast<double>(n));
}

std::optional<double> ScoreTable::sd(std::size_t candidate, std::size_t row) const {
    std::vector<double> scores;
    for (std::size_t r = 0; r < repeats_; ++r) {
        if (const auto score = at(candidate, row, r)) {
            scores.push_back(*score);
        }
    }
    return statistics::sd_of(scores);
}

statistics::MeanEstimate ScoreTable::estimate(std::size_t candidate) const {
    std::vector<double> means;
    means.reserve(rows_);
    for (std::size_t row = 0; row < rows_; ++row) {
        if (const auto score = mean(candidate, row)) {
            means.push_back(*score);
        }
    }
    return statistics::mean_estimate(means);
}

ScoreTable::Pairs ScoreTable::pairs(std::size_t a, std::size_t b) const {
    Pairs pairs;
    for (std::size_t row = 0; row < rows_; ++row) {
        const auto first = mean(a, row);
        const auto second = mean(b, row);
        if (first && second) {
            pairs.a.push_back(*first);
            pairs.b.push_back(*second);
            pairs.rows.push_back(row);
        }
    }
    return pairs;
}

ScoreTable ScoreTable::without(const std::vector<bool>& left_out) const {
    ScoreTable rest = *this;
    rest.any_ = false;
    for (std::size_t c = 0; c < candidates_; ++c) {
        for (std::size_t row = 0; row < rows_; ++row) {
            for (std::size_t r = 0; r < repeats_; ++r) {
                const std::size_t at = place(c, row, r);
                if (left_out.at(row)) {
                    rest.sum_[at] = 0;
                    rest.count_[at] = 0;
                }
                rest.any_ = rest.any_ || rest.count_[at] > 0;
            }
        }
    }
    return rest;
}

namespace {

JudgedScores read_imported(store::Connection& connection, const RunFrame& frame,
                           const store::JudgingRow& judging) {
    const auto scores = store::imported_scores(connection, judging.id);
    int runs = 0;
    for (const store::ImportedScoreRow& score : scores) {
        runs = std::max(runs, score.run_index);
    }
    JudgedScores result{ScoreTable(frame.candidates.size(), static_cast<std::size_t>(runs), 1, true), {}, 0};
    for (const store::ImportedScoreRow& score : scores) {
        const auto candidate = frame.candidate_of.find(score.candidate);
        if (candidate == frame.candidate_of.end() || score.run_index < 1) {
            ++result.strangers;
            continue;
        }
        result.table.add(candidate->second, static_cast<std::size_t>(score.run_index - 1), 0, score.score);
    }
    return result;
}

/// Rows of one unit come together: gives each position its count of neighbours and drops doubles.
void close_unit(std::vector<ShownScore>& shown, std::size_t begin) {
    const auto first = shown.begin() + static_cast<std::ptrdiff_t>(begin);
    std::stable_sort(first, shown.end(), [](const ShownScore& a, const ShownScore& b) {
        return std::pair(a.position, a.candidate) < std::pair(b.position, b.candidate);
    });
    shown.erase(
        std::unique(first, shown.end(),
                    [](const ShownScore& a, const ShownScore& b) { return a.position == b.position; }),
        shown.end());
    int positions = 0;
    for (std::size_t i = begin; i < shown.size(); ++i) {
        positions = std::max(positions, shown[i].position);
    }
    for (std::size_t i = begin; i < shown.size(); ++i) {
        shown[i].positions = positions;
    }
}

} // namespace

namespace {

/// A score with the places it has in tables.
struct PlacedScore {
    store::ScoreRow row;
    std::size_t candidate = 0;
    std::size_t item = 0;
    std::size_t repeat = 0;
};

/// Moves the scores of each linked group so that its anchors have their mean over the groups of the item.
void link_groups(std::vector<PlacedScore>& scores) {
    using GroupsKey = std::tuple<std::size_t, std::size_t, int>; // item, repeat, judge
    struct Sum {
        double sum = 0;
        double n = 0;
        [[nodiscard]] double mean() const { return sum / n; }
    };
    std::map<GroupsKey, std::map<int, Sum>> anchors;
    for (const PlacedScore& score : scores) {
        if (score.row.anchor) {
            Sum& sum = anchors[{score.item, score.repeat, score.row.judge}][score.row.group];
            sum.sum += *score.row.score;
            sum.n += 1;
        }
    }
    for (PlacedScore& score : scores) {
        const auto groups = anchors.find({score.item, score.repeat, score.row.judge});
        if (groups == anchors.end() || !groups->second.contains(score.row.group)) {
            continue;
        }
        Sum all;
        for (const auto& [group, sum] : groups->second) {
            all.sum += sum.mean();
            all.n += 1;
        }
        *score.row.score += all.mean() - groups->second.at(score.row.group).mean();
    }
}

ScoreTable empty_table(const RunFrame& frame, const store::JudgingRow& judging) {
    const auto repeats = static_cast<std::size_t>(std::max(judging.repeats, 1));
    return {frame.candidates.size(), frame.items.size(), repeats, false};
}

/// The scores that `takes` says, by themselves.
template <class Takes>
ScoreTable table_of(const RunFrame& frame, const store::JudgingRow& judging,
                    const std::vector<PlacedScore>& scores, const Takes& takes) {
    ScoreTable table = empty_table(frame, judging);
    for (const PlacedScore& score : scores) {
        if (takes(score.row)) {
            table.add(score.candidate, score.item, score.repeat, *score.row.score);
        }
    }
    return table;
}

/// Weighted means over criteria, of the answers that were scored by all of them.
void combine_criteria(JudgedScores& result, const std::vector<PlacedScore>& scores,
                      const std::vector<runs::StoredCriterion>& criteria) {
    using AnswerKey =
        std::tuple<std::size_t, std::size_t, std::size_t, int>; // candidate, item, repeat, judge
    std::map<AnswerKey, std::map<std::string, double>> by_answer;
    for (const PlacedScore& score : scores) {
        by_answer[{score.candidate, score.item, score.repeat, score.row.judge}][score.row.criterion] =
            *score.row.score;
    }
    for (const auto& [key, by_criterion] : by_answer) {
        double sum = 0;
        double weights = 0;
        for (const runs::StoredCriterion& criterion : criteria) {
            if (const auto found = by_criterion.find(criterion.name); found != by_criterion.end()) {
                sum += criterion.weight * found->second;
                weights += criterion.weight;
            }
        }
        if (by_criterion.size() < criteria.size()) {
            ++result.partial;
        } else {
            result.table.add(std::get<0>(key), std::get<1>(key), std::get<2>(key), sum / weights);
        }
    }
}

void add_parts(JudgedScores& result, const RunFrame& frame, const store::JudgingRow& judging,
               const runs::JudgingSettings& settings, const std::vector<PlacedScore>& scores) {
    const bool weighted = !settings.criteria.empty();
    if (judging.judges.size() > 1) {
        for (std::size_t j = 0; j < judging.judges.size(); ++j) {
            const auto index = static_cast<int>(j);
            std::vector<PlacedScore> own;
            std::ranges::copy_if(scores, std::back_inserter(own),
                                 [&](const PlacedScore& score) { return score.row.judge == index; });
            JudgedScores alone{empty_table(frame, judging), {}, 0};
            if (weighted) {
                combine_criteria(alone, own, settings.criteria);
            } else {
                alone.table = table_of(frame, judging, own, [](const store::ScoreRow&) { return true; });
            }
            result.by_judge.push_back({judging.judges[j].name, index, 1, std::move(alone.table)});
        }
    }
    for (std::size_t k = 0; k < settings.criteria.size(); ++k) {
        const runs::StoredCriterion& criterion = settings.criteria[k];
        result.by_criterion.push_back({criterion.name, static_cast<int>(k), criterion.weight,
                                       table_of(frame, judging, scores, [&](const store::ScoreRow& row) {
                                           return row.criterion == criterion.name;
                                       })});
    }
    int turns = 1;
    for (const PlacedScore& score : scores) {
        turns = std::max(turns, score.row.turn);
    }
    for (int turn = 1; turn <= turns && judging.protocol == domain::Protocol::multi_turn; ++turn) {
        result.by_turn.push_back(
            {"turn " + std::to_string(turn), turn, 1,
             table_of(frame, judging, scores, [&](const store::ScoreRow& row) { return row.turn == turn; })});
    }
}

/// Points of pairs: what the views that know scores only make of them.
JudgedScores scores_of_pairs(store::Connection& connection, const RunFrame& frame,
                             const store::JudgingRow& judging, const runs::JudgingSettings& settings) {
    JudgedScores result{empty_table(frame, judging), {}, 0};
    result.pairs = read_pairs(connection, frame, judging);
    result.strangers = result.pairs.strangers;
    const bool against_baseline = !settings.baseline.empty();
    for (const RepeatVote& vote : result.pairs.votes) {
        const auto repeat = static_cast<std::size_t>(vote.repeat - 1);
        if (repeat >= result.table.repeats()) {
            continue;
        }
        const double points = points_of(vote.vote.preferred);
        result.table.add(vote.candidate, vote.item, repeat, points);
        if (vote.opponent) {
            result.table.add(*vote.opponent, vote.item, repeat, against_baseline ? 50 : 100 - points);
        }
    }
    for (const Showing& showing : result.pairs.showings) {
        if (!showing.asked || !settings.scorer.empty()) {
            continue;
        }
        const double points = points_of(showing.preferred);
        const int first = showing.orientation == 0 ? 1 : 2;
        const std::size_t begin = result.shown.size();
        result.shown.push_back({showing.unit, showing.item, showing.candidate, first, 2, points});
        if (showing.opponent) {
            result.shown.push_back(
                {showing.unit, showing.item, *showing.opponent, 3 - first, 2, 100 - points});
        }
        close_unit(result.shown, begin);
    }
    return result;
}

} // namespace

JudgedScores read_scores(store::Connection& connection, const RunFrame& frame,
                         const store::JudgingRow& judging) {
    if (is_imported(judging)) {
        return read_imported(connection, frame, judging);
    }
    const runs::JudgingSettings settings = runs::settings_from_json(judging.settings);
    if (runs::judges_pairs(judging.protocol, settings)) {
        return scores_of_pairs(connection, frame, judging, settings);
    }
    if (runs::ranking_method(judging.protocol, settings)) {
        return scores_of_rankings(connection, frame, judging, settings);
    }
    JudgedScores result{empty_table(frame, judging), {}, 0};
    const bool ordered = judging.protocol == domain::Protocol::joint;
    const bool scorer = is_scorer(judging);
    std::vector<PlacedScore> scores;
    store::each_score(connection, judging.id, [&](const store::ScoreRow& row) {
        if (!row.score) {
            return;
        }
        const auto candidate = frame.candidate_of.find(row.candidate);
        const auto item = frame.item_of.find(row.item);
        const auto repeat = static_cast<std::size_t>(row.repeat - 1);
        if (candidate == frame.candidate_of.end() || item == frame.item_of.end() ||
            repeat >= result.table.repeats()) {
            ++result.strangers;
            return;
        }
        if (scorer && !row.criterion.empty()) {
            result.further.push_back({row.criterion, candidate->second, item->second, *row.score});
            return;
        }
        scores.push_back({row, candidate->second, item->second, repeat});
    });
    link_groups(scores);
    if (settings.criteria.empty()) {
        result.table = table_of(frame, judging, scores,
                                [](const store::ScoreRow& row) { return row.criterion.empty(); });
    } else {
        combine_criteria(result, scores, settings.criteria);
    }
    add_parts(result, frame, judging, settings, scores);
    domain::UnitId unit;
    std::size_t unit_begin = 0;
    for (const PlacedScore& score : scores) {
        if (!ordered) {
            break;
        }
        if (score.row.unit != unit) {
            close_unit(result.shown, unit_begin);
            unit = score.row.unit;
            unit_begin = result.shown.size();
        }
        result.shown.push_back(
            {score.row.unit, score.item, score.candidate, score.row.position, 1, *score.row.score});
    }
    close_unit(result.shown, unit_begin);
    return result;
}

RerunMeans rerun_means(const ScoreTable& table) {
    RerunMeans result;
    result.means.resize(table.candidates());
    if (table.imported()) {
        for (std::size_t c = 0; c < table.candidates(); ++c) {
            for (std::size_t r = 0; r < table.rows(); ++r) {
                result.means[c].push_back(table.mean(c, r));
            }
        }
        return result;
    }
    // A repeat that has not begun must not empty the table.
    std::vector<std::size_t> begun;
    for (std::size_t r = 0; r < table.repeats(); ++r) {
        bool any = false;
        for (std::size_t c = 0; c < table.candidates() && !any; ++c) {
            for (std::size_t i = 0; i < table.rows() && !any; ++i) {
                any = table.at(c, i, r).has_value();
            }
        }
        if (any) {
            begun.push_back(r);
        }
    }
    result.means.assign(table.candidates(), std::vector<std::optional<double>>(begun.size()));
    for (std::size_t c = 0; c < table.candidates(); ++c) {
        std::vector<double> sums(begun.size());
        std::size_t n = 0;
        for (std::size_t i = 0; i < table.rows(); ++i) {
            std::vector<double> scores;
            for (const std::size_t r : begun) {
                if (const auto score = table.at(c, i, r)) {
                    scores.push_back(*score);
                }
            }
            if (scores.size() != begun.size()) {
                result.left_out += scores.empty() ? 0U : 1U;
                continue;
            }
            ++n;
            for (std::size_t k = 0; k < scores.size(); ++k) {
                sums[k] += scores[k];
            }
        }
        for (std::size_t k = 0; k < begun.size() && n > 0; ++k) {
            result.means[c][k] = sums[k] / static_cast<double>(n);
        }
    }
    return result;
}

RerunNoise rerun_noise(const ScoreTable& table) {
    const RerunMeans means = rerun_means(table);
    return {statistics::judge_noise(means.means), means.left_out};
}

} // namespace tiebreak::workbench
