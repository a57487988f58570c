// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/pair_verdicts.h"

#include "store/passes.h"
#include "store/responses.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <unordered_set>

namespace tiebreak::workbench {

namespace {

constexpr double usual_step = 0.05;  // of the scale
constexpr double equal_share = 1e-6; // of the scale
constexpr double two_sided_95 = 1.959964;

using Comparable = std::function<bool(std::size_t a, std::size_t b, std::size_t item)>;

/// Every comparable pair, nobody's verdict on it yet.
PairVerdicts all_pairs(std::size_t candidates, std::size_t items, const Comparable& comparable) {
    PairVerdicts result;
    for (std::size_t i = 0; i < items; ++i) {
        for (std::size_t a = 0; a < candidates; ++a) {
            for (std::size_t b = a + 1; b < candidates; ++b) {
                if (comparable(a, b, i)) {
                    result.rows.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint16_t>(a),
                                           static_cast<std::uint16_t>(b), Doubt::unjudged, 0, 0});
                }
            }
        }
    }
    return result;
}

/// Pooled SD over repeats of the gap between two candidates on an item; nothing where nobody was judged
/// twice.
std::optional<double> gap_sd(const ScoreTable& table, const std::vector<PairVerdict>& rows) {
    double squares = 0;
    double freedom = 0;
    std::vector<double> gaps;
    for (const PairVerdict& row : rows) {
        gaps.clear();
        for (std::size_t r = 0; r < table.repeats(); ++r) {
            const auto a = table.at(row.a, row.item, r);
            const auto b = table.at(row.b, row.item, r);
            if (a && b) {
                gaps.push_back(*a - *b);
            }
        }
        if (gaps.size() < 2) {
            continue;
        }
        double mean = 0;
        for (const double gap : gaps) {
            mean += gap / static_cast<double>(gaps.size());
        }
        for (const double gap : gaps) {
            squares += (gap - mean) * (gap - mean);
        }
        freedom += static_cast<double>(gaps.size() - 1);
    }
    return freedom > 0 ? std::optional(std::sqrt(squares / freedom)) : std::nullopt;
}

void judge_row(const ScoreTable& table, double scale, std::optional<double> sd, double unmeasured,
               bool unread, PairVerdict& row) {
    const auto a = table.mean(row.a, row.item);
    const auto b = table.mean(row.b, row.item);
    if (!a || !b) {
        row.doubt = unread ? Doubt::unread : Doubt::unjudged;
        return;
    }
    const double gap = *a - *b;
    row.gap = static_cast<float>(gap);
    const double equal = equal_share * scale;
    if (std::abs(gap) <= equal) {
        row.doubt = Doubt::tied;
        return;
    }
    row.side = gap > 0 ? 1 : -1;
    bool for_a = false;
    bool for_b = false;
    double repeats = 0;
    for (std::size_t r = 0; r < table.repeats(); ++r) {
        const auto x = table.at(row.a, row.item, r);
        const auto y = table.at(row.b, row.item, r);
        if (x && y) {
            for_a = for_a || *x - *y > equal;
            for_b = for_b || *y - *x > equal;
            ++repeats;
        }
    }
    const double limit = sd ? two_sided_95 * *sd / std::sqrt(std::max(repeats, 1.0)) : unmeasured;
    row.doubt = for_a && for_b          ? Doubt::repeats_disagree
                : std::abs(gap) < limit ? Doubt::within_noise
                                        : Doubt::none;
}

/// Verdicts that name a winner: what all showings of a pair say together.
struct Showings {
    int for_a = 0;
    int for_b = 0;
    int ties = 0;
};

void judge_by_winners(store::Connection& connection, const LabelAnswers& answers,
                      const store::JudgingRow& judging, PairVerdicts& result) {
    std::map<std::size_t, Showings> showings;
    for (const store::VerdictRow& verdict : store::verdicts(connection, judging.id)) {
        const auto one = answers.place.find(verdict.response);
        const auto other = answers.place.find(verdict.opponent);
        if (verdict.winner.empty() || one == answers.place.end() || other == answers.place.end()) {
            continue;
        }
        const bool first = one->second.first < other->second.first;
        const auto row = result.find(one->second.second, std::min(one->second.first, other->second.first),
                                     std::max(one->second.first, other->second.first));
        if (!row) {
            continue;
        }
        Showings& seen = showings[*row];
        seen.ties += verdict.winner == "tie" ? 1 : 0;
        seen.for_a += verdict.winner == (first ? "win" : "loss") ? 1 : 0;
        seen.for_b += verdict.winner == (first ? "loss" : "win") ? 1 : 0;
    }
    for (const auto& [index, seen] : showings) {
        PairVerdict& row = result.rows[index];
        row.side = static_cast<std::int8_t>(seen.for_a > seen.for_b ? 1 : seen.for_a < seen.for_b ? -1 : 0);
        row.doubt = seen.for_a == 0 && seen.for_b == 0                           ? Doubt::tied
                    : (seen.for_a > 0) + (seen.for_b > 0) + (seen.ties > 0) == 1 ? Doubt::none
                                                                                 : Doubt::flipped;
    }
}

bool names_winners(domain::Protocol protocol) {
    return protocol == domain::Protocol::pairwise || protocol == domain::Protocol::round_robin;
}

std::unordered_set<std::size_t> unread_items(store::Connection& connection, const RunFrame& frame,
                                             domain::JudgingId judging) {
    std::unordered_set<std::size_t> items;
    for (const store::UnitState& state : store::unit_states(connection, judging)) {
        const auto item = frame.item_of.find(state.item);
        if (item != frame.item_of.end() && (state.status == store::ParseStatus::parse_failure ||
                                            state.status == store::ParseStatus::failed)) {
            items.insert(item->second);
        }
    }
    return items;
}

} // namespace

std::string_view words_of(Doubt doubt) {
    switch (doubt) {
    case Doubt::none:
        return "decided";
    case Doubt::tied:
        return "a tie";
    case Doubt::flipped:
        return "flips on swap";
    case Doubt::repeats_disagree:
        return "repeats disagree";
    case Doubt::within_noise:
        return "gap within noise";
    case Doubt::unread:
        return "no readable verdict";
    case Doubt::unjudged:
        break;
    }
    return "not judged";
}

std::optional<std::size_t> PairVerdicts::find(std::size_t item, std::size_t a, std::size_t b) const {
    const auto key = [](const PairVerdict& row) {
        return std::tuple<std::size_t, std::size_t, std::size_t>(row.item, row.a, row.b);
    };
    const auto wanted = std::tuple(item, a, b);
    const auto found = std::ranges::lower_bound(rows, wanted, {}, key);
    return found == rows.end() || key(*found) != wanted
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - rows.begin()));
}

LabelAnswers read_label_answers(store::Connection& connection, const RunFrame& frame) {
    LabelAnswers answers;
    answers.items = frame.items.size();
    answers.response.resize(frame.candidates.size() * frame.items.size());
    answers.fingerprint.resize(answers.response.size());
    std::vector<bool> failed(answers.response.size());
    std::unordered_map<domain::ResponseId, std::size_t> cell_of; // of first samples
    for (const store::ResponseRow& row : store::responses(connection, frame.run.id)) {
        const auto candidate = frame.candidate_of.find(row.candidate);
        const auto item = frame.item_of.find(row.item);
        if (candidate == frame.candidate_of.end() || item == frame.item_of.end()) {
            continue;
        }
        answers.place.emplace(row.id, std::pair(candidate->second, item->second));
        if (row.repeat != 1) {
            continue;
        }
        const std::size_t cell = candidate->second * answers.items + item->second;
        cell_of.emplace(row.id, cell);
        failed[cell] = failed[cell] || row.failure != domain::FailureKind::none || !row.text.stored();
        if (row.turn == 1) {
            answers.response[cell] = row.id;
        }
    }
    for (std::size_t cell = 0; cell < failed.size(); ++cell) {
        if (failed[cell]) {
            answers.response[cell] = {};
        }
    }
    store::each_response_text(connection, frame.run.id, [&](domain::ResponseId id, std::string_view text) {
        if (const auto cell = cell_of.find(id); cell != cell_of.end()) {
            // Turns come in no promised order: a sum does not mind.
            answers.fingerprint[cell->second] += std::hash<std::string_view>{}(text);
        }
    });
    return answers;
}

PairVerdicts pair_verdicts_of(const ScoreTable& table, double scale, bool noisy, const Comparable& comparable,
                              const std::function<bool(std::size_t i)>& unread) {
    PairVerdicts result = all_pairs(table.candidates(), table.rows(), comparable);
    const std::optional<double> sd = noisy ? gap_sd(table, result.rows) : std::nullopt;
    const double unmeasured = noisy ? usual_step * scale : 0;
    for (PairVerdict& row : result.rows) {
        judge_row(table, scale, sd, unmeasured, unread(row.item), row);
    }
    result.noise_measured = sd.has_value();
    result.noise =
        sd ? two_sided_95 * *sd / std::sqrt(static_cast<double>(std::max<std::size_t>(table.repeats(), 1)))
           : unmeasured;
    return result;
}

PairVerdicts read_pair_verdicts(store::Connection& connection, const RunFrame& frame,
                                const LabelAnswers& answers, const store::JudgingRow* judging) {
    const auto comparable = [&](std::size_t a, std::size_t b, std::size_t i) {
        const domain::ResponseId x = answers.at(a, i);
        const domain::ResponseId y = answers.at(b, i);
        return x.stored() && y.stored() &&
               answers.fingerprint[a * answers.items + i] != answers.fingerprint[b * answers.items + i];
    };
    PairVerdicts result;
    if (judging == nullptr || is_imported(*judging)) {
        result = all_pairs(frame.candidates.size(), frame.items.size(), comparable);
    } else if (names_winners(judging->protocol)) {
        result = all_pairs(frame.candidates.size(), frame.items.size(), comparable);
        const auto unread = unread_items(connection, frame, judging->id);
        for (PairVerdict& row : result.rows) {
            row.doubt = unread.contains(row.item) ? Doubt::unread : Doubt::unjudged;
        }
        judge_by_winners(connection, answers, *judging, result);
    } else {
        const auto unread = unread_items(connection, frame, judging->id);
        const JudgedScores scores = read_scores(connection, frame, *judging);
        result = pair_verdicts_of(scores.table, scale_width(connection, *judging), !is_scorer(*judging),
                                  comparable, [&](std::size_t i) { return unread.contains(i); });
    }
    if (judging != nullptr && !is_imported(*judging)) {
        result.judging = judging->id;
        result.judging_name = judging->name;
    }
    for (std::size_t i = 0; i < frame.items.size(); ++i) {
        for (std::size_t a = 0; a < frame.candidates.size(); ++a) {
            for (std::size_t b = a + 1; b < frame.candidates.size(); ++b) {
                const bool both = answers.at(a, i).stored() && answers.at(b, i).stored();
                result.missing += both ? 0 : 1;
                result.identical += both && !comparable(a, b, i) ? 1 : 0;
            }
        }
    }
    return result;
}

} // namespace tiebreak::workbench
