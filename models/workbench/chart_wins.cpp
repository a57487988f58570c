// SPDX-License-Identifier: GPL-3.0-or-later
// Who wins against whom: from verdicts between two, or from scores inside one judging.
#include "statistics/paired.h"
#include "statistics/win_rate.h"
#include "store/passes.h"
#include "workbench/chart_parts.h"
#include "workbench/report_parts.h"
#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace tiebreak::workbench {

namespace {

struct Pair {
    statistics::WinTally tally; ///< of the first against the second
    std::int64_t inconsistent = 0;
    std::int64_t incomplete = 0;
};
using Pairs = std::map<std::pair<std::size_t, std::size_t>, Pair>; ///< first < second

struct Battles {
    Pairs pairs;
    bool both_orders = false;
    bool any_single = false;
};

/// One verdict a unit and pair, from the first one's point of view.
struct Showing {
    bool first_shown_first = true;
    int outcome = 0; ///< 1 the first won, −1 lost, 0 tie
};

/// A sum over reruns of one item's verdicts is one verdict: reruns are no new items.
int sign_of(int sum) {
    return sum > 0 ? 1 : sum < 0 ? -1 : 0;
}

Battles read_battles(const ChartSource& source) {
    using Key = std::tuple<std::size_t, std::size_t, std::size_t, int>; // first, second, item, repeat
    std::map<Key, std::map<domain::UnitId, Showing>> showings;
    store::each_judged(source.connection, source.judged().id, [&](const store::JudgedRow& row) {
        const auto mine = source.frame.candidate_of.find(row.candidate);
        const auto other = source.frame.candidate_of.find(row.opponent);
        const auto item = source.frame.item_of.find(row.item);
        const bool told = row.winner == "win" || row.winner == "loss" || row.winner == "tie";
        if (mine == source.frame.candidate_of.end() || other == source.frame.candidate_of.end() ||
            item == source.frame.item_of.end() || mine->second == other->second || !told) {
            return;
        }
        const bool as_first = mine->second < other->second;
        const int outcome = row.winner == "tie" ? 0 : row.winner == "win" ? 1 : -1;
        showings[{std::min(mine->second, other->second), std::max(mine->second, other->second), item->second,
                  row.repeat}][row.unit] = {(row.position == 1) == as_first, as_first ? outcome : -outcome};
    });
    Battles battles;
    std::map<std::pair<std::size_t, std::size_t>, std::map<std::size_t, int>> by_item;
    for (const auto& [key, units] : showings) {
        const auto& [first, second, item, repeat] = key;
        Pair& pair = battles.pairs[{first, second}];
        std::optional<int> straight;
        std::optional<int> swapped;
        for (const auto& [unit, showing] : units) {
            (showing.first_shown_first ? straight : swapped) = showing.outcome;
        }
        int verdict = 0;
        if (straight && swapped) {
            battles.both_orders = true;
            verdict = *straight == *swapped ? *straight : 0;
            pair.inconsistent += *straight == *swapped ? 0 : 1;
        } else {
            battles.any_single = true;
            verdict = straight.value_or(swapped.value_or(0));
        }
        by_item[{first, second}][item] += verdict;
    }
    for (auto& [key, pair] : battles.pairs) {
        std::int64_t wins = 0;
        std::int64_t ties = 0;
        std::int64_t losses = 0;
        for (const auto& [item, sum] : by_item[key]) {
            const int verdict = sign_of(sum);
            ++(verdict > 0 ? wins : verdict < 0 ? losses : ties);
        }
        pair.tally = statistics::win_tally(wins, ties, losses);
    }
    return battles;
}

Pairs pairs_of_scores(const ChartSource& source) {
    Pairs pairs;
    for (const std::size_t a : source.candidates) {
        for (const std::size_t b : source.candidates) {
            if (a >= b) {
                continue;
            }
            const ScoreTable::Pairs both = source.scores->table.pairs(a, b);
            const statistics::PairedComparison compared = statistics::compare_paired(both.a, both.b);
            if (compared.n > 0) {
                pairs[{a, b}].tally = statistics::win_tally(compared.wins, compared.ties, compared.losses);
            }
        }
    }
    return pairs;
}

std::string p_text(double p) {
    return p < 0.001 ? "<0.001" : number(p, 3);
}

/// Best first, by the share of wins over all its battles.
std::vector<std::size_t> by_wins(const ChartSource& source, const Pairs& pairs) {
    std::map<std::size_t, std::pair<double, double>> points;
    for (const auto& [key, pair] : pairs) {
        const double n = static_cast<double>(pair.tally.wins + pair.tally.ties + pair.tally.losses);
        const double first = static_cast<double>(pair.tally.wins) + static_cast<double>(pair.tally.ties) / 2;
        points[key.first].first += first;
        points[key.first].second += n;
        points[key.second].first += n - first;
        points[key.second].second += n;
    }
    std::vector<std::size_t> order;
    for (const std::size_t c : source.candidates) {
        if (points.contains(c)) {
            order.push_back(c);
        }
    }
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t c) {
        return points[c].first / std::max(1.0, points[c].second);
    });
    return order;
}

} // namespace

void draw_wins(const ChartSource& source, Chart& chart) {
    Battles battles = read_battles(source);
    const bool verdicts = !battles.pairs.empty();
    if (!verdicts) {
        battles.pairs = pairs_of_scores(source);
    }
    const std::vector<std::size_t> order = by_wins(source, battles.pairs);
    if (order.size() < 2) {
        chart.gap = {Chart::Gap::Kind::no_data, "Nobody met anybody",
                     "A win needs two candidates that were judged on one item."};
        return;
    }
    chart.by_candidate = false;
    chart.x.label = "against";
    chart.y.label = "share won, ties as half, %";
    chart.y.reversed = true;
    chart.columns = {"candidate", "against", "wins",    "ties",   "losses",      "n",
                     "win_rate",  "ci_low",  "ci_high", "sign_p", "inconsistent"};
    const std::string unit = verdicts || !source.scores->table.imported() ? "items" : "judge runs";
    std::int64_t fewest = -1;
    std::int64_t most = 0;
    for (std::size_t row = 0; row < order.size(); ++row) {
        chart.x.categories.push_back(source.candidate(order[row]).name);
        chart.y.categories.push_back(source.candidate(order[row]).name);
        for (std::size_t column = 0; column < order.size(); ++column) {
            const bool turned = order[row] > order[column];
            const auto found = battles.pairs.find(
                {std::min(order[row], order[column]), std::max(order[row], order[column])});
            if (row == column || found == battles.pairs.end()) {
                continue;
            }
            const statistics::WinTally& t = found->second.tally;
            const statistics::WinTally mine = turned ? statistics::win_tally(t.losses, t.ties, t.wins) : t;
            const std::int64_t n = mine.wins + mine.ties + mine.losses;
            if (!mine.win_rate) {
                continue;
            }
            fewest = fewest < 0 ? n : std::min(fewest, n);
            most = std::max(most, n);
            ChartItem cell = item_of(source, order[row]);
            cell.shape = ChartItem::Shape::cell;
            cell.target.against = source.candidate(order[column]).name;
            cell.name = cell.target.candidate + " against " + cell.target.against;
            cell.x = static_cast<double>(column);
            cell.y = static_cast<double>(row);
            cell.n = n;
            cell.tint = *mine.win_rate / 50 - 1;
            cell.text = number(mine.win_rate, 0);
            cell.row = static_cast<int>(chart.rows.size());
            cell.facts.emplace_back("Won", number(mine.win_rate, 1) + " % of " + thousands(n) + " " + unit);
            cell.facts.emplace_back("Wins, ties, losses", thousands(mine.wins) + ", " + thousands(mine.ties) +
                                                              ", " + thousands(mine.losses));
            if (mine.wilson) {
                cell.facts.emplace_back("Of those decided",
                                        interval(mine.wilson->low, mine.wilson->high, 1) + " %, Wilson");
            }
            cell.facts.emplace_back("Sign test", "p " + p_text(mine.sign_p));
            if (verdicts) {
                cell.facts.emplace_back("Flipped on swap", thousands(found->second.inconsistent));
            }
            chart.rows.push_back(
                {ChartValue::of(cell.target.candidate), ChartValue::of(cell.target.against),
                 ChartValue::of(static_cast<double>(mine.wins), 0),
                 ChartValue::of(static_cast<double>(mine.ties), 0),
                 ChartValue::of(static_cast<double>(mine.losses), 0),
                 ChartValue::of(static_cast<double>(n), 0), ChartValue::of(mine.win_rate, 1),
                 ChartValue::of(mine.wilson ? std::optional(mine.wilson->low) : std::nullopt, 1),
                 ChartValue::of(mine.wilson ? std::optional(mine.wilson->high) : std::nullopt, 1),
                 ChartValue::of(mine.sign_p, 4),
                 ChartValue::of(verdicts ? std::optional(static_cast<double>(found->second.inconsistent))
                                         : std::nullopt,
                                0)});
            chart.items.push_back(std::move(cell));
        }
    }
    const std::string n = fewest == most ? thousands(most) : thousands(fewest) + " to " + thousands(most);
    chart.caption =
        fmt::format("Row against column, n = {} {} a pair; ties count half. ", n, unit) +
        (verdicts
             ? battles.both_orders
                   ? "Verdicts between two, asked in both orders: a win needs both to agree, anything else "
                     "is a tie. "
                   : "Verdicts between two, asked in one order only, so the order shown may have decided. "
             : "From scores inside one judging: the higher score on an item wins it, equal scores tie. ") +
        (verdicts && battles.both_orders && battles.any_single
             ? "Where one order alone could be read, that one counts. "
             : "") +
        "Intervals: Wilson, 95 %, of those decided, on the cursor; they cover which items were drawn and "
        "leave out "
        "judge reruns, decoding and other judges. Pairs are looked at one by one, uncorrected.";
}

} // namespace tiebreak::workbench
