// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/score_table.h"

#include <algorithm>

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
    JudgedScores result{
        ScoreTable(frame.candidates.size(), static_cast<std::size_t>(runs), 1, true), {}, 0, {}};
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

JudgedScores read_scores(store::Connection& connection, const RunFrame& frame,
                         const store::JudgingRow& judging) {
    if (is_imported(judging)) {
        return read_imported(connection, frame, judging);
    }
    const auto repeats = static_cast<std::size_t>(std::max(judging.repeats, 1));
    JudgedScores result{ScoreTable(frame.candidates.size(), frame.items.size(), repeats, false), {}, 0, {}};
    const bool ordered = judging.protocol == domain::Protocol::joint;
    const bool scorer = is_scorer(judging);
    domain::UnitId unit;
    std::size_t unit_begin = 0;
    store::each_score(connection, judging.id, [&](const store::ScoreRow& row) {
        if (!row.score) {
            return;
        }
        const auto candidate = frame.candidate_of.find(row.candidate);
        const auto item = frame.item_of.find(row.item);
        const auto repeat = static_cast<std::size_t>(row.repeat - 1);
        if (candidate == frame.candidate_of.end() || item == frame.item_of.end() || repeat >= repeats) {
            ++result.strangers;
            return;
        }
        if (scorer && !row.criterion.empty()) {
            result.further.push_back({row.criterion, candidate->second, item->second, *row.score});
            return;
        }
        result.table.add(candidate->second, item->second, repeat, *row.score);
        if (!ordered) {
            return;
        }
        if (row.unit != unit) {
            close_unit(result.shown, unit_begin);
            unit = row.unit;
            unit_begin = result.shown.size();
        }
        result.shown.push_back({row.unit, item->second, candidate->second, row.position, 1, *row.score});
    });
    close_unit(result.shown, unit_begin);
    return result;
}

RerunNoise rerun_noise(const ScoreTable& table) {
    RerunNoise result;
    if (table.imported()) {
        std::vector<std::vector<std::optional<double>>> runs(table.candidates());
        for (std::size_t c = 0; c < table.candidates(); ++c) {
            for (std::size_t r = 0; r < table.rows(); ++r) {
                runs[c].push_back(table.mean(c, r));
            }
        }
        result.noise = statistics::judge_noise(runs);
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
    std::vector<std::vector<std::optional<double>>> means(table.candidates(),
                                                          std::vector<std::optional<double>>(begun.size()));
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
            means[c][k] = sums[k] / static_cast<double>(n);
        }
    }
    result.noise = statistics::judge_noise(means);
    return result;
}

} // namespace tiebreak::workbench
