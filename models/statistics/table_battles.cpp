// SPDX-License-Identifier: GPL-3.0-or-later
#include "statistics/table_battles.h"

#include "statistics/checks.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <unordered_map>
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

/// What one mark says: who won, and how much it weighs.
struct Outcome {
    int side = 0; ///< 1: the first, 0: a tie, -1: the second
    bool marked = false;
};

std::optional<Outcome> read_mark(std::string_view mark) {
    static const std::map<std::string_view, Outcome> marks{
        {"a", {1, false}},
        {"model_a", {1, false}},
        {"model_1", {1, false}},
        {"model a", {1, false}},
        {"b", {-1, false}},
        {"model_b", {-1, false}},
        {"model_2", {-1, false}},
        {"model b", {-1, false}},
        {"tie", {0, false}},
        {"draw", {0, false}},
        {"tie (bothbad)", {0, false}},
        {"tie (both bad)", {0, false}},
        {"tie(bothbad)", {0, false}},
        {"tie_bothbad", {0, false}},
        {"bothbad", {0, false}},
        {"both_bad", {0, false}},
        {"both bad", {0, false}},
        {"a=b", {0, false}},
        {"b=a", {0, false}},
        {"a>b", {1, false}},
        {"b<a", {1, false}},
        {"a<b", {-1, false}},
        {"b>a", {-1, false}},
        {"a>>b", {1, true}},
        {"b<<a", {1, true}},
        {"a<<b", {-1, true}},
        {"b>>a", {-1, true}},
    };
    std::string text = small(mark);
    if (text.starts_with("[[") && text.ends_with("]]")) { // as judges write it
        text = text.substr(2, text.size() - 4);
    }
    const auto found = marks.find(text);
    return found == marks.end() ? std::nullopt : std::optional(found->second);
}

/// Names win before marks: players may be called as a mark is.
std::optional<Outcome> outcome_of(std::string_view winner, std::string_view a, std::string_view b) {
    if (winner == a) {
        return Outcome{1, false};
    }
    if (winner == b) {
        return Outcome{-1, false};
    }
    return read_mark(winner);
}

/// Looks up text by a view of it, so that a million rows make no million strings.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class T>
using ByText = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

} // namespace

struct BattleReader::State {
    std::string a;
    std::string b;
    std::string winner;
    std::string second;
    BattleTable table;
    ByText<std::size_t> players;
    ByText<std::optional<Outcome>> marks;
    ByText<std::size_t> unread;
    std::unordered_map<std::uint64_t, PairCount> counts;

    void skip(std::size_t line, std::string why) {
        ++table.skipped_rows;
        if (table.skipped.size() < most_skipped) {
            table.skipped.push_back({line, std::move(why)});
        }
    }
    /// Whether the row is one of two players; skips it otherwise.
    bool two_players(std::size_t line, std::string_view name_a, std::string_view name_b) {
        if (name_a.empty() || name_b.empty()) {
            skip(line, (name_a.empty() ? a : b) + " is blank");
            return false;
        }
        if (name_a == name_b) {
            skip(line, "both players are " + std::string(name_a));
            return false;
        }
        return true;
    }
    std::optional<Outcome> read(std::size_t line, std::string_view mark, const std::string& column,
                                std::string_view name_a, std::string_view name_b) {
        if (mark.empty()) {
            skip(line, column + " is blank");
            return std::nullopt;
        }
        std::optional<Outcome> outcome;
        if (mark == name_a || mark == name_b) {
            outcome = outcome_of(mark, name_a, name_b);
        } else {
            auto known = marks.find(mark);
            if (known == marks.end()) {
                const auto read = read_mark(mark);
                // A column of free text must not be kept whole.
                constexpr std::size_t most_kept = 10'000;
                if (marks.size() >= most_kept) {
                    marks.clear();
                }
                known = marks.emplace(std::string(mark), read).first;
            }
            outcome = known->second;
        }
        if (!outcome) {
            skip(line,
                 column + " names neither player nor a tie: \"" + std::string(mark.substr(0, 80)) + '"');
            constexpr std::size_t most_values = 10'000;
            if (const auto found = unread.find(mark); found != unread.end()) {
                ++found->second;
            } else if (unread.size() < most_values) {
                unread.emplace(std::string(mark), 1);
            }
        }
        return outcome;
    }
    std::size_t player(std::string_view name) {
        const auto found = players.find(name);
        if (found != players.end()) {
            return found->second;
        }
        players.emplace(std::string(name), table.players.size());
        table.players.emplace_back(name);
        return table.players.size() - 1;
    }
    Counted count(std::string_view name_a, std::string_view name_b, Outcome outcome) {
        std::size_t one = player(name_a);
        std::size_t other = player(name_b);
        const Counted counted{static_cast<std::uint32_t>(one), static_cast<std::uint32_t>(other),
                              (outcome.side + 1) / 2.0, outcome.marked ? mark_weight : 1.0};
        if (one > other) {
            std::swap(one, other);
            outcome.side = -outcome.side;
        }
        PairCount& sum = counts[static_cast<std::uint64_t>(one) << 32U | other];
        sum.a = one;
        sum.b = other;
        double& cell = outcome.side == 0  ? sum.ties
                       : outcome.side > 0 ? (outcome.marked ? sum.marked_a : sum.wins_a)
                                          : (outcome.marked ? sum.marked_b : sum.wins_b);
        cell += 1;
        ++table.battles;
        return counted;
    }
};

BattleReader::BattleReader(std::string a, std::string b, std::string winner, std::string second)
    : state_(std::make_unique<State>()) {
    state_->a = std::move(a);
    state_->b = std::move(b);
    state_->winner = std::move(winner);
    state_->second = std::move(second);
}

BattleReader::~BattleReader() = default;

std::optional<BattleReader::Counted> BattleReader::add(std::size_t line, std::string_view a,
                                                       std::string_view b, std::string_view winner) {
    a = trimmed_cell(a);
    b = trimmed_cell(b);
    if (!state_->two_players(line, a, b)) {
        return std::nullopt;
    }
    const auto outcome = state_->read(line, trimmed_cell(winner), state_->winner, a, b);
    return outcome ? std::optional(state_->count(a, b, *outcome)) : std::nullopt;
}

std::optional<BattleReader::Counted> BattleReader::add(std::size_t line, std::string_view a,
                                                       std::string_view b, std::string_view first,
                                                       std::string_view second, SecondGame order) {
    a = trimmed_cell(a);
    b = trimmed_cell(b);
    if (!state_->two_players(line, a, b)) {
        return std::nullopt;
    }
    const auto one = state_->read(line, trimmed_cell(first), state_->winner, a, b);
    const std::string_view mark = trimmed_cell(second);
    auto other = one ? state_->read(line, mark, state_->second, a, b) : std::nullopt;
    if (!one || !other) {
        return std::nullopt;
    }
    // A name is a name in either order; only marks turn with the sides.
    if (order == SecondGame::as_shown && mark != a && mark != b) {
        other->side = -other->side;
    }
    BattleTable& table = state_->table;
    ++table.both_games;
    table.agreeing += one->side == other->side;
    table.decided += (one->side != 0) + (other->side != 0);
    table.first_shown += (one->side > 0) + (other->side < 0);
    const bool agree = one->side == other->side;
    return state_->count(a, b, {agree ? one->side : 0, agree && one->marked && other->marked});
}

BattleTable BattleReader::take() {
    BattleTable& table = state_->table;
    for (const auto& [pair, count] : state_->counts) {
        table.counts.push_back(count);
    }
    std::ranges::sort(table.counts, [](const PairCount& one, const PairCount& other) {
        return std::pair(one.a, one.b) < std::pair(other.a, other.b);
    });
    for (const auto& [value, n] : state_->unread) {
        table.unread.push_back({value, n});
    }
    std::ranges::sort(table.unread, [](const UnreadOutcome& one, const UnreadOutcome& other) {
        return one.n != other.n ? one.n > other.n : one.value < other.value;
    });
    constexpr std::size_t most_named = 100;
    table.unread.resize(std::min(table.unread.size(), most_named));
    return std::move(table);
}

BattleTable read_battles(const TextColumn& a, const TextColumn& b, const TextColumn& winner,
                         std::span<const std::size_t> lines) {
    for (const TextColumn* column : {&a, &b, &winner}) {
        require_same_length(column->cells.size(), lines.size(), "table of battles");
    }
    BattleReader reader(a.name, b.name, winner.name);
    for (std::size_t row = 0; row < lines.size(); ++row) {
        reader.add(lines[row], a.cells[row], b.cells[row], winner.cells[row]);
    }
    return reader.take();
}

std::optional<int> read_outcome(std::string_view winner, std::string_view a, std::string_view b) {
    const auto outcome = outcome_of(trimmed_cell(winner), trimmed_cell(a), trimmed_cell(b));
    return outcome ? std::optional(outcome->side) : std::nullopt;
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
    table.preferences = std::move(values);
    if (table.win_rate.n < 2) {
        table.warnings.push_back(table.win_rate.n == 0 ? "no win rate: no preference"
                                                       : "no standard error: only one preference");
    }
    return table;
}

} // namespace tiebreak::statistics
