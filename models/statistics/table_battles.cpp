// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/table_battles.h"

#include "statistics/checks.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace tiebreak::statistics {

namespace {

/// ASCII letters made small: all marks are ASCII.
std::string small(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

/// Adds one battle to the count; false where the mark means nothing.
bool add_outcome(PairCount& count, std::string_view winner, std::string_view name_a,
                 std::string_view name_b) {
    if (winner == name_a) {
        count.wins_a += 1;
        return true;
    }
    if (winner == name_b) {
        count.wins_b += 1;
        return true;
    }
    constexpr double marked = 3; // a double mark, as the arenas weigh it
    struct Outcome {
        double a;
        double b;
        double tie;
    };
    static const std::map<std::string_view, Outcome> marks{
        {"a", {1, 0, 0}},
        {"model_a", {1, 0, 0}},
        {"b", {0, 1, 0}},
        {"model_b", {0, 1, 0}},
        {"tie", {0, 0, 1}},
        {"draw", {0, 0, 1}},
        {"tie (bothbad)", {0, 0, 1}},
        {"bothbad", {0, 0, 1}},
        {"both_bad", {0, 0, 1}},
        {"a=b", {0, 0, 1}},
        {"b=a", {0, 0, 1}},
        {"a>b", {1, 0, 0}},
        {"b<a", {1, 0, 0}},
        {"a<b", {0, 1, 0}},
        {"b>a", {0, 1, 0}},
        {"a>>b", {marked, 0, 0}},
        {"b<<a", {marked, 0, 0}},
        {"a<<b", {0, marked, 0}},
        {"b>>a", {0, marked, 0}},
    };
    const auto found = marks.find(small(winner));
    if (found == marks.end()) {
        return false;
    }
    count.wins_a += found->second.a;
    count.wins_b += found->second.b;
    count.ties += found->second.tie;
    return true;
}

} // namespace

BattleTable read_battles(const TextColumn& a, const TextColumn& b, const TextColumn& winner,
                         std::span<const std::size_t> lines) {
    for (const TextColumn* column : {&a, &b, &winner}) {
        require_same_length(column->cells.size(), lines.size(), "table of battles");
    }
    BattleTable table;
    std::map<std::string, std::size_t, std::less<>> known;
    std::map<std::pair<std::size_t, std::size_t>, PairCount> counts;
    for (std::size_t row = 0; row < lines.size(); ++row) {
        const std::string_view name_a = trimmed_cell(a.cells[row]);
        const std::string_view name_b = trimmed_cell(b.cells[row]);
        const std::string_view mark = trimmed_cell(winner.cells[row]);
        const auto skip = [&](std::string why) { table.skipped.push_back({lines[row], std::move(why)}); };
        if (name_a.empty() || name_b.empty() || mark.empty()) {
            skip((name_a.empty() ? a.name : name_b.empty() ? b.name : winner.name) + " is blank");
            continue;
        }
        if (name_a == name_b) {
            skip("both players are " + std::string(name_a));
            continue;
        }
        PairCount battle;
        if (!add_outcome(battle, mark, name_a, name_b)) {
            skip(winner.name + " names neither player nor a tie: \"" + std::string(mark) + '"');
            continue;
        }
        const auto player = [&](std::string_view name) {
            const auto [at, added] = known.try_emplace(std::string(name), table.players.size());
            if (added) {
                table.players.emplace_back(name);
            }
            return at->second;
        };
        battle.a = player(name_a);
        battle.b = player(name_b);
        if (battle.a > battle.b) {
            std::swap(battle.a, battle.b);
            std::swap(battle.wins_a, battle.wins_b);
        }
        PairCount& count = counts[{battle.a, battle.b}];
        ++table.battles;
        count.a = battle.a;
        count.b = battle.b;
        count.wins_a += battle.wins_a;
        count.wins_b += battle.wins_b;
        count.ties += battle.ties;
    }
    for (const auto& [pair, count] : counts) {
        table.counts.push_back(count);
    }
    return table;
}

WinRateTable win_rate_table(const TextColumn& preference, std::span<const std::size_t> lines) {
    require_same_length(preference.cells.size(), lines.size(), "table of preferences");
    WinRateTable table;
    std::vector<std::optional<double>> values;
    for (std::size_t row = 0; row < lines.size(); ++row) {
        const std::string text = small(trimmed_cell(preference.cells[row]));
        std::optional<double> value;
        if (!text.empty() && text != "null") {
            if (auto why = why_no_number(preference, row)) {
                table.skipped.push_back({lines[row], std::move(*why)});
            } else if (value = cell_number(text); !is_preference(*value)) {
                table.skipped.push_back({lines[row], preference.name + " lies outside 1 to 2: " + text});
                value.reset();
            }
        }
        values.push_back(value);
    }
    table.win_rate = preference_win_rate(values);
    if (table.win_rate.n < 2) {
        table.warnings.push_back(table.win_rate.n == 0 ? "no win rate: no preference"
                                                       : "no standard error: only one preference");
    }
    return table;
}

} // namespace tiebreak::statistics
