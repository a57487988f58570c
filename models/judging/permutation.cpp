// SPDX-License-Identifier: GPL-3.0-or-later
// Replies that put things in order or choose some of them.
#include "judging/parse_parts.h"
#include "judging/ranking.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

namespace tiebreak::judging {

namespace {

struct Row {
    std::vector<long long> numbers;
    bool ends_reply = false;
};

/// Whether nothing that means anything stands between two numbers of a row, or behind the last.
bool is_between(std::string_view text) {
    return text.find_first_not_of(" \t\r\n>,;") == std::string_view::npos;
}
bool is_end(std::string_view text) {
    return text.find_first_not_of(" \t\r\n.*`_") == std::string_view::npos;
}

/// Numbers in square brackets, those with nothing but separators between them in one row.
std::vector<Row> bracketed_rows(std::string_view reply) {
    static const RE2 number(R"(\[\s*(\d{1,9})\s*\])");
    std::vector<Row> rows;
    re2::StringPiece rest(reply.data(), reply.size());
    std::size_t behind = 0; // of the last number found
    for (re2::StringPiece groups[2]; number.Match(rest, 0, rest.size(), RE2::UNANCHORED, groups, 2);) {
        const auto begin = static_cast<std::size_t>(groups[0].data() - reply.data());
        if (rows.empty() || !is_between(reply.substr(behind, begin - behind))) {
            rows.emplace_back();
        }
        long long value = 0;
        for (const char c : std::string_view(groups[1].data(), groups[1].size())) {
            value = value * 10 + (c - '0');
        }
        rows.back().numbers.push_back(value);
        behind = begin + groups[0].size();
        rest.remove_prefix(static_cast<std::size_t>(groups[0].data() - rest.data()) + groups[0].size());
    }
    if (!rows.empty()) {
        rows.back().ends_reply = is_end(reply.substr(behind));
    }
    return rows;
}

/// A reply of nothing but numbers with ">" or commas between them.
std::vector<long long> bare_row(std::string_view reply) {
    static const RE2 bare(R"(\s*\d{1,9}(?:\s*(?:>|,)\s*\d{1,9})*\s*\.?\s*)");
    static const RE2 number(R"((\d{1,9}))");
    std::vector<long long> numbers;
    re2::StringPiece rest(reply.data(), reply.size());
    if (RE2::FullMatch(rest, bare)) {
        long long value = 0;
        while (RE2::FindAndConsume(&rest, number, &value)) {
            numbers.push_back(value);
        }
    }
    return numbers;
}

RankingReply in_range_once(std::string_view reply, std::size_t n) {
    RankingReply read;
    const NumberRow row = read_number_row(reply);
    std::vector<bool> taken(n);
    for (const long long number : row.numbers) {
        const bool fits = number >= 1 && static_cast<unsigned long long>(number) <= n &&
                          !taken[static_cast<std::size_t>(number - 1)];
        if (fits) {
            taken[static_cast<std::size_t>(number - 1)] = true;
            read.positions.push_back(static_cast<std::size_t>(number - 1));
        }
    }
    read.read = !read.positions.empty();
    read.repaired = read.read && read.positions.size() != row.numbers.size();
    return read;
}

} // namespace

NumberRow read_number_row(std::string_view reply) {
    std::vector<Row> rows = bracketed_rows(reply);
    if (rows.empty()) {
        return {bare_row(reply), false};
    }
    // "[1] is the shortest" in passing is no row where there is one of several.
    const bool long_ones = std::ranges::any_of(rows, [](const Row& row) { return row.numbers.size() > 1; });
    std::erase_if(rows, [&](const Row& row) { return long_ones && row.numbers.size() < 2; });
    const Row& last = rows.back();
    const bool same =
        std::ranges::all_of(rows, [&](const Row& row) { return row.numbers == last.numbers; });
    if (!last.ends_reply && !same) {
        return {{}, true};
    }
    return {last.numbers, false};
}

RankingReply read_permutation(std::string_view reply, std::size_t n) {
    RankingReply read = in_range_once(reply, n);
    if (!read.read) {
        return {};
    }
    read.repaired = read.repaired || read.positions.size() != n;
    std::vector<bool> taken(n);
    for (const std::size_t position : read.positions) {
        taken[position] = true;
    }
    for (std::size_t i = 0; i < n; ++i) {
        if (!taken[i]) {
            read.positions.push_back(i);
        }
    }
    return read;
}

RankingReply read_choice(std::string_view reply, std::size_t n) {
    RankingReply read = in_range_once(reply, n);
    return read.read ? read : RankingReply{};
}

namespace {

/// Places by position; those that are not among `best_first` get 0.
Reading places(const RankingReply& reply, std::string_view text, const Expected& expected) {
    if (!reply.read) {
        if (read_number_row(text).ambiguous) {
            throw Refusal{reason::ambiguous, "several orders contradict each other, and none ends the reply"};
        }
        throw Refusal{reason::no_verdict,
                      fmt::format("there is no number in square brackets from 1 to {}", expected.positions)};
    }
    Reading reading;
    reading.completed = reply.repaired;
    for (int position = 1; position <= expected.positions; ++position) {
        reading.scores.push_back({position, 0, {}});
    }
    double place = 0;
    for (const std::size_t position : reply.positions) {
        reading.scores.at(position).score = ++place;
    }
    return reading;
}

} // namespace

Reading read_order(std::string_view reply, const Expected& expected) {
    return places(read_permutation(reply, static_cast<std::size_t>(expected.positions)), reply, expected);
}

Reading read_chosen(std::string_view reply, const Expected& expected) {
    return places(read_choice(reply, static_cast<std::size_t>(expected.positions)), reply, expected);
}

} // namespace tiebreak::judging
