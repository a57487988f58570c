// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/ranked_scores.h"

#include "runs/reply_form.h"
#include "runs/stored_rankings.h"
#include "store/responses.h"

#include <algorithm>
#include <unordered_map>

namespace tiebreak::workbench {

namespace {

/// An answer with its rank; those of one text share it.
struct Ranked {
    domain::ResponseId response;
    int rank = 1;
};

std::vector<Ranked> ranked_answers(const runs::StoredRanking& ranking, const judging::RankingResult& result) {
    std::vector<Ranked> answers;
    for (std::size_t thing = 0; thing < ranking.things.size(); ++thing) {
        // One text alone is nobody's better, though nobody was asked.
        const std::optional<int> rank = ranking.things.size() == 1 ? 1 : result.rank[thing];
        for (const domain::ResponseId response : ranking.things[thing]) {
            if (rank) {
                answers.push_back({response, *rank});
            }
        }
    }
    return answers;
}

/// Points of what a prompt showed, best 100 and last 0, for what the order of showing does.
std::vector<double> points_shown(judging::RankingMethod method, const judging::RankingReply& reply,
                                 std::size_t shown) {
    std::vector<double> points(shown, method == judging::RankingMethod::tournament ? 0 : 50);
    if (runs::compares_two(method)) {
        for (std::size_t p = 0; p < shown && reply.winner >= 0; ++p) {
            points[p] = static_cast<int>(p) == reply.winner ? 100 : 0;
        }
        return points;
    }
    for (std::size_t place = 0; place < reply.positions.size() && shown > 1; ++place) {
        const auto behind = static_cast<double>(shown - 1 - place);
        points.at(reply.positions[place]) = method == judging::RankingMethod::tournament
                                                ? 100
                                                : 100 * behind / static_cast<double>(shown - 1);
    }
    return points;
}

/// Where each answer stood and what became of it there.
void add_showings(store::Connection& connection, const RunFrame& frame, const store::JudgingRow& judging,
                  judging::RankingMethod method,
                  const std::unordered_map<domain::ResponseId, std::size_t>& candidate_of,
                  JudgedScores& result) {
    std::unordered_map<domain::UnitId, store::NewParse> parses;
    for (store::VerdictRow& verdict : store::verdicts(connection, judging.id)) {
        parses[verdict.unit].verdicts.push_back(
            {verdict.response, verdict.opponent, "", verdict.score, verdict.winner, {}});
    }
    for (const store::UnitRow& unit : store::units(connection, judging.id)) {
        const auto parse = parses.find(unit.id);
        const auto item = frame.item_of.find(unit.item);
        // Of a window that slides, only the first has a drawn order: the later ones are sorted in part.
        const bool drawn = method != judging::RankingMethod::listwise || unit.group == 0;
        if (parse == parses.end() || item == frame.item_of.end() || unit.positions.empty() || !drawn) {
            continue;
        }
        const auto positions = static_cast<std::size_t>(unit.positions.back().position);
        const std::vector<double> points =
            points_shown(method, runs::ranking_reply(method, unit, parse->second), positions);
        int last = 0;
        for (const store::UnitPosition& place : unit.positions) {
            const auto candidate = candidate_of.find(place.response);
            if (place.position != last && candidate != candidate_of.end()) {
                result.shown.push_back({unit.id, item->second, candidate->second, place.position,
                                        static_cast<int>(positions),
                                        points.at(static_cast<std::size_t>(place.position - 1))});
            }
            last = place.position;
        }
    }
}

} // namespace

JudgedScores scores_of_rankings(store::Connection& connection, const RunFrame& frame,
                                const store::JudgingRow& judging, const runs::JudgingSettings& settings) {
    const judging::RankingMethod method = *runs::ranking_method(judging.protocol, settings);
    const auto repeats = static_cast<std::size_t>(std::max(judging.repeats, 1));
    const ScoreTable empty(frame.candidates.size(), frame.items.size(), repeats, false);
    JudgedScores result{empty, {}, 0};
    RankedScores& ranked = result.ranked.emplace(RankedScores{empty});
    std::unordered_map<domain::ResponseId, std::size_t> candidate_of;
    for (const store::ResponseRow& row : store::responses(connection, frame.run.id)) {
        if (const auto found = frame.candidate_of.find(row.candidate); found != frame.candidate_of.end()) {
            candidate_of.emplace(row.id, found->second);
        }
    }
    const bool several = judging.judges.size() > 1;
    for (std::size_t j = 0; several && j < judging.judges.size(); ++j) {
        result.by_judge.push_back({judging.judges[j].name, static_cast<int>(j), 1, empty});
    }
    const auto rankings = runs::read_rankings(connection, judging, settings, frame.items, false);
    for (const auto& [key, ranking] : rankings) {
        const judging::RankingResult told = ranking.ranking.result();
        ++ranked.rankings;
        ranked.astray += told.astray ? 1 : 0;
        ranked.unfinished += told.whole || told.astray ? 0 : 1;
        ranked.comparisons += told.comparisons;
        ranked.inconsistent += told.inconsistent;
        ranked.contradicted += told.contradicted;
        ranked.completed += told.repaired;
        const auto item = frame.item_of.find(key.item);
        if (!told.whole || item == frame.item_of.end() || key.repeat > judging.repeats) {
            continue;
        }
        const std::vector<Ranked> answers = ranked_answers(ranking, told);
        for (const Ranked& answer : answers) {
            const auto candidate = candidate_of.find(answer.response);
            if (candidate == candidate_of.end()) {
                ++result.strangers;
                continue;
            }
            const auto before = std::ranges::count_if(
                answers, [&](const Ranked& other) { return other.rank < answer.rank; });
            const auto beside = std::ranges::count(answers, answer.rank, &Ranked::rank) - 1;
            const auto others = static_cast<double>(answers.size() - 1);
            const double rank = 1 + static_cast<double>(before) + static_cast<double>(beside) / 2;
            const auto repeat = static_cast<std::size_t>(key.repeat - 1);
            if (others > 0) {
                const double points = 100 * (1 + others - rank) / others;
                result.table.add(candidate->second, item->second, repeat, points);
                ranked.ranks.add(candidate->second, item->second, repeat, rank);
                if (several && static_cast<std::size_t>(key.judge) < result.by_judge.size()) {
                    result.by_judge[static_cast<std::size_t>(key.judge)].table.add(candidate->second,
                                                                                  item->second, repeat, points);
                }
            }
        }
        ranked.answers += static_cast<std::int64_t>(answers.size());
        for (const auto& thing : ranking.things) {
            ranked.unranked += static_cast<std::int64_t>(thing.size());
        }
        ranked.unranked -= static_cast<std::int64_t>(answers.size());
    }
    if (method != judging::RankingMethod::pointwise) {
        add_showings(connection, frame, judging, method, candidate_of, result);
    }
    return result;
}

} // namespace tiebreak::workbench
