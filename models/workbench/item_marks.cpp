// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/item_marks.h"

#include "statistics/summary.h"
#include "store/notes.h"
#include "store/passes.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace tiebreak::workbench {

namespace {

constexpr double usual_step = 0.05;    // of the scale
constexpr double least_residual = 0.1; // of the scale
constexpr double noisy_for_it = 2.5;   // times the median SD
constexpr double modified_z = 3.5;     // Iglewicz and Hoaglin (1993)
constexpr double mad_to_sd = 1.4826;
constexpr double equal_share = 1e-6; // of the scale
constexpr std::size_t least_items = 10;

unsigned bit(ItemMark mark) {
    return static_cast<unsigned>(mark);
}

/// Means over repeats, candidates x items.
using Means = std::vector<std::vector<std::optional<double>>>;

/// Score − item mean − candidate mean + grand mean, over the scores there are.
Means residuals_of(const Means& means, std::size_t items) {
    std::vector<double> item_sum(items);
    std::vector<std::size_t> item_n(items);
    std::vector<double> candidate_mean(means.size());
    double sum = 0;
    std::size_t n = 0;
    for (std::size_t c = 0; c < means.size(); ++c) {
        double of_candidate = 0;
        std::size_t count = 0;
        for (std::size_t i = 0; i < items; ++i) {
            if (means[c][i]) {
                item_sum[i] += *means[c][i];
                ++item_n[i];
                of_candidate += *means[c][i];
                ++count;
            }
        }
        candidate_mean[c] = count == 0 ? 0 : of_candidate / static_cast<double>(count);
        sum += of_candidate;
        n += count;
    }
    const double grand = n == 0 ? 0 : sum / static_cast<double>(n);
    Means residuals = means;
    for (std::size_t c = 0; c < means.size(); ++c) {
        for (std::size_t i = 0; i < items; ++i) {
            if (means[c][i] && item_n[i] >= 2) {
                residuals[c][i] =
                    *means[c][i] - item_sum[i] / static_cast<double>(item_n[i]) - candidate_mean[c] + grand;
            } else {
                residuals[c][i].reset();
            }
        }
    }
    return residuals;
}

std::optional<double> residual_limit(const Means& residuals, std::size_t items, double scale) {
    std::vector<double> all;
    for (const auto& row : residuals) {
        for (const auto& value : row) {
            if (value) {
                all.push_back(*value);
            }
        }
    }
    if (residuals.size() < 2 || items < least_items || all.empty()) {
        return std::nullopt;
    }
    const double middle = *statistics::median_of(all);
    for (double& value : all) {
        value = std::abs(value - middle);
    }
    const double mad = *statistics::median_of(std::move(all));
    return mad > 0 ? std::optional(std::max(modified_z * mad_to_sd * mad, least_residual * scale))
                   : std::nullopt;
}

bool best_is_shared(const Means& means, std::size_t item, double scale) {
    std::optional<double> best;
    int holders = 0;
    for (const auto& row : means) {
        if (!row[item]) {
            continue;
        }
        if (best && std::abs(*row[item] - *best) <= equal_share * scale) {
            ++holders;
        } else if (!best || *row[item] > *best) {
            best = row[item];
            holders = 1;
        }
    }
    return holders >= 2;
}

void mark_answers(const RunFrame& frame, const RunResponses& responses, std::vector<unsigned>& marks) {
    for (std::size_t k = 0; k < responses.rows.size(); ++k) {
        const auto item = frame.item_of.find(responses.rows[k].item);
        if (item == frame.item_of.end()) {
            continue;
        }
        unsigned& mark = marks[item->second];
        const ResponseFacts& facts = responses.facts[k];
        mark |= responses.rows[k].failure != domain::FailureKind::none ? bit(ItemMark::failed) : 0U;
        mark |= facts.is(judging::Degeneration::empty) ? bit(ItemMark::empty) : 0U;
        mark |= facts.is(judging::Degeneration::repetition_loop) ? bit(ItemMark::loop) : 0U;
        mark |= facts.is(judging::Degeneration::leaked_template) ? bit(ItemMark::leaked_template) : 0U;
    }
}

} // namespace

ItemMarks mark_items(const RunFrame& frame, const ScoreTable& table, const RunResponses& responses,
                     const std::vector<store::UnitState>& states, double scale_width) {
    const std::size_t items = frame.items.size();
    ItemMarks result;
    result.marks.resize(items);
    result.disagreement.resize(items);
    mark_answers(frame, responses, result.marks);
    for (const store::UnitState& state : states) {
        if (const auto item = frame.item_of.find(state.item); item != frame.item_of.end()) {
            unsigned& mark = result.marks[item->second];
            mark |= state.status == store::ParseStatus::parse_failure ? bit(ItemMark::parse_failure) : 0U;
            mark |= state.status == store::ParseStatus::failed ? bit(ItemMark::failed) : 0U;
        }
    }
    if (table.imported() || table.rows() != items) {
        return result;
    }
    Means means(table.candidates(), std::vector<std::optional<double>>(items));
    std::vector<double> sds;
    for (std::size_t c = 0; c < table.candidates(); ++c) {
        for (std::size_t i = 0; i < items; ++i) {
            means[c][i] = table.mean(c, i);
            if (const auto sd = table.repeats() > 1 ? table.sd(c, i) : std::nullopt) {
                sds.push_back(*sd);
                result.disagreement[i] = std::max(result.disagreement[i], *sd);
            }
        }
    }
    result.limits.rerun_sd =
        std::max(usual_step * scale_width, noisy_for_it * statistics::median_of(std::move(sds)).value_or(0));
    const Means residuals = residuals_of(means, items);
    result.limits.residual = residual_limit(residuals, items, scale_width);
    for (std::size_t i = 0; i < items; ++i) {
        result.marks[i] |= best_is_shared(means, i, scale_width) ? bit(ItemMark::tie) : 0U;
        result.marks[i] |=
            result.disagreement[i] > result.limits.rerun_sd ? bit(ItemMark::reruns_differ) : 0U;
        const bool stands_off =
            result.limits.residual && std::ranges::any_of(residuals, [&](const auto& row) {
                return row[i] && std::abs(*row[i]) > *result.limits.residual;
            });
        result.marks[i] |= stands_off ? bit(ItemMark::outlier) : 0U;
    }
    return result;
}

std::vector<unsigned> stored_marks(store::Connection& connection, const RunFrame& frame) {
    std::vector<unsigned> marks(frame.items.size());
    const auto set = [&](domain::ItemRevisionId item, ItemMark mark) {
        if (const auto found = frame.item_of.find(item); found != frame.item_of.end()) {
            marks[found->second] |= static_cast<unsigned>(mark);
        }
    };
    for (const store::JudgingRow& judging : frame.judgings) {
        if (!compares_pairs(judging)) {
            continue;
        }
        // By pair, item and repeat: who won with the first of the config shown first, and with it shown
        // second.
        std::map<
            std::tuple<domain::CandidateRevisionId, domain::CandidateRevisionId, domain::ItemRevisionId, int>,
            std::pair<int, int>>
            won;
        store::each_judged(connection, judging.id, [&](const store::JudgedRow& row) {
            const int outcome = row.winner == "win" ? 1 : row.winner == "loss" ? -1 : 0;
            if (outcome == 0 || !row.opponent.stored()) {
                return;
            }
            const bool first = row.candidate.value < row.opponent.value;
            auto& sides = won[{first ? row.candidate : row.opponent, first ? row.opponent : row.candidate,
                               row.item, row.repeat}];
            ((row.position == 1) == first ? sides.first : sides.second) = first ? outcome : -outcome;
        });
        for (const auto& [key, sides] : won) {
            if (sides.first * sides.second < 0) {
                set(std::get<2>(key), ItemMark::flips);
            }
        }
    }
    for (std::size_t i = 0; i < frame.items.size(); ++i) {
        if (frame.leaked[i]) {
            set(frame.items[i].revision, ItemMark::leaked);
        }
    }
    for (const domain::ItemRevisionId item : store::noted_items(connection, frame.run.id)) {
        set(item, ItemMark::noted);
    }
    return marks;
}

} // namespace tiebreak::workbench
