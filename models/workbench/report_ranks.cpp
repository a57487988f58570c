// SPDX-License-Identifier: GPL-3.0-or-later
// What rankings came to: mean ranks, and how far the judge's verdicts fit an order.
#include "workbench/report_parts.h"
#include "workbench/report_tables.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>

namespace tiebreak::workbench {

void report_ranks(JudgingReport& report, const RunFrame& frame, const JudgedScores& scores) {
    if (!scores.ranked) {
        return;
    }
    const RankedScores& ranked = *scores.ranked;
    report.rankings = RankingCounts{ranked.rankings,     ranked.unfinished,   ranked.astray,
                                    ranked.answers,      ranked.unranked,     ranked.comparisons,
                                    ranked.inconsistent, ranked.contradicted, ranked.completed};
    for (std::size_t c = 0; c < frame.candidates.size(); ++c) {
        const statistics::MeanEstimate estimate = ranked.ranks.estimate(c);
        report.ranks.push_back({frame.candidates[c].candidate.name, estimate.mean, estimate.se, estimate.ci_low,
                                estimate.ci_high, static_cast<std::int64_t>(estimate.n)});
    }
    std::ranges::stable_sort(report.ranks, [](const RankReport& a, const RankReport& b) {
        return a.mean.has_value() != b.mean.has_value() ? a.mean.has_value() : a.mean && *a.mean < *b.mean;
    });
    if (ranked.unfinished > 0) {
        report.warnings.push_back(
            fmt::format("{} of {} rankings are not at their end and in no mean: a reply is still to come",
                        ranked.unfinished, ranked.rankings));
    }
    if (ranked.astray > 0) {
        report.warnings.push_back(
            fmt::format("{} of {} rankings cannot go on and are in no mean: a reply was read anew and says "
                        "something else than the questions after it followed from",
                        ranked.astray, ranked.rankings));
    }
    if (ranked.contradicted > 0) {
        report.warnings.push_back(
            fmt::format("{} of {} comparisons contradict the order that came out: the judge's verdicts fit no "
                        "one order",
                        ranked.contradicted, ranked.comparisons));
    }
    if (ranked.unranked > 0) {
        report.warnings.push_back(
            fmt::format("{} answers have no rank: no reply about them could be read", ranked.unranked));
    }
}

ReportTable ranks_table(const JudgingReport& judging) {
    ReportTable table;
    if (judging.ranks.empty()) {
        return table;
    }
    table.columns = {{"Candidate", false}, {"Mean rank", true}, {"SE", true}, {"95 %", true}, {"n", true}};
    table.stretch = 0;
    for (const RankReport& rank : judging.ranks) {
        table.rows.push_back({shown(rank.candidate), number(rank.mean, 2), number(rank.se, 2),
                              interval(rank.ci_low, rank.ci_high, 2), thousands(rank.n)});
    }
    return table;
}

std::string rankings_line(const JudgingReport& judging) {
    if (!judging.rankings) {
        return {};
    }
    const RankingCounts& counts = *judging.rankings;
    std::string line = fmt::format("{} of {} rankings are whole",
                                   thousands(counts.rankings - counts.unfinished - counts.astray),
                                   thousands(counts.rankings));
    if (counts.comparisons > 0) {
        line += fmt::format("; of {} comparisons {} differ between the two orders and count as ties, {} "
                            "contradict the order",
                            thousands(counts.comparisons), thousands(counts.inconsistent),
                            thousands(counts.contradicted));
    }
    if (counts.completed > 0) {
        line += fmt::format("; {} replies left answers out or named too few or too many, and were completed",
                            thousands(counts.completed));
    }
    return line;
}

} // namespace tiebreak::workbench
