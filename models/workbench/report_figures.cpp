// SPDX-License-Identifier: GPL-3.0-or-later
// What a scorer tells beside its score: shares of instructions followed, figures of a whole corpus.
#include "judging/scorers.h"
#include "statistics/mean.h"
#include "store/passes.h"
#include "workbench/report_parts.h"

#include <algorithm>
#include <map>

namespace tiebreak::workbench {

namespace {

/// Several values of one item are not independent: the interval takes them as a cluster.
FigureReport mean_figure(const std::string& name, const std::string& candidate,
                         const std::vector<const JudgedScores::Further*>& rows) {
    std::vector<double> values;
    std::vector<std::int64_t> items;
    for (const JudgedScores::Further* row : rows) {
        values.push_back(row->value);
        items.push_back(static_cast<std::int64_t>(row->item));
    }
    const statistics::MeanEstimate estimate = statistics::clustered_mean_estimate(values, items);
    return {name,
            candidate,
            estimate.mean,
            estimate.ci_low,
            estimate.ci_high,
            static_cast<std::int64_t>(estimate.n)};
}

/// A figure over all of a candidate's answers that is no mean of theirs.
void add_corpus_figure(store::Connection& connection, const RunFrame& frame, const store::JudgingRow& judging,
                       std::vector<FigureReport>& figures) {
    const judging::Scorer* const scorer =
        judging.judges.empty() ? nullptr : judging::find_scorer(judging.judges.front().name);
    if (scorer == nullptr || scorer->corpus.over == nullptr) {
        return;
    }
    std::vector<std::vector<std::string>> comments(frame.candidates.size());
    store::each_judged(connection, judging.id, [&](const store::JudgedRow& row) {
        const auto candidate = frame.candidate_of.find(row.candidate);
        if (candidate != frame.candidate_of.end() && frame.item_of.contains(row.item) && row.score &&
            row.criterion.empty()) {
            comments[candidate->second].push_back(row.comment);
        }
    });
    for (std::size_t c = 0; c < comments.size(); ++c) {
        figures.push_back({std::string(scorer->corpus.name),
                           frame.candidates[c].candidate.name,
                           scorer->corpus.over(comments[c]),
                           {},
                           {},
                           static_cast<std::int64_t>(comments[c].size())});
    }
}

} // namespace

std::vector<FigureReport> report_figures(store::Connection& connection, const RunFrame& frame,
                                         const store::JudgingRow& judging, const JudgedScores& scores) {
    if (!is_scorer(judging)) {
        return {};
    }
    std::map<std::pair<std::string, std::size_t>, std::vector<const JudgedScores::Further*>> by_figure;
    for (const JudgedScores::Further& row : scores.further) {
        by_figure[{row.name, row.candidate}].push_back(&row);
    }
    std::vector<FigureReport> figures;
    for (const auto& [key, rows] : by_figure) {
        figures.push_back(mean_figure(key.first, frame.candidates[key.second].candidate.name, rows));
    }
    add_corpus_figure(connection, frame, judging, figures);
    return figures;
}

} // namespace tiebreak::workbench
