// SPDX-License-Identifier: GPL-3.0-or-later
// Replies that put things in order or choose some of them.
#include "judging/ranking.h"
#include "text/utf8.h"

#include <re2/re2.h>

namespace tiebreak::judging {

namespace {

/// The numbers of a reply in its order: those in square brackets; where there are none, a reply of nothing
/// but numbers with ">" (or commas, for a choice) between them.
std::vector<long long> numbers_in(const std::string& reply) {
    static const RE2 bracketed(R"(\[\s*(\d{1,9})\s*\])");
    static const RE2 bare(R"(\s*\d{1,9}(?:\s*(?:>|,)\s*\d{1,9})*\s*\.?\s*)");
    static const RE2 number(R"((\d{1,9}))");
    std::vector<long long> numbers;
    long long value = 0;
    re2::StringPiece rest(reply);
    while (RE2::FindAndConsume(&rest, bracketed, &value)) {
        numbers.push_back(value);
    }
    if (numbers.empty() && RE2::FullMatch(reply, bare)) {
        rest = reply;
        while (RE2::FindAndConsume(&rest, number, &value)) {
            numbers.push_back(value);
        }
    }
    return numbers;
}

} // namespace

RankingReply read_permutation(const std::string& reply, std::size_t n, std::size_t choose) {
    RankingReply read;
    std::vector<bool> taken(n);
    const std::vector<long long> numbers = numbers_in(reply);
    for (const long long number : numbers) {
        const bool fits = number >= 1 && static_cast<unsigned long long>(number) <= n &&
                          !taken[static_cast<std::size_t>(number - 1)];
        if (fits) {
            taken[static_cast<std::size_t>(number - 1)] = true;
            read.positions.push_back(static_cast<std::size_t>(number - 1));
        }
    }
    if (read.positions.empty()) {
        return {};
    }
    const std::size_t wanted = choose == 0 ? n : std::min(choose, n);
    read.read = true;
    read.repaired = read.positions.size() != numbers.size() || read.positions.size() != wanted;
    for (std::size_t i = 0; i < n && read.positions.size() < wanted; ++i) {
        if (!taken[i]) {
            read.positions.push_back(i);
        }
    }
    read.positions.resize(wanted);
    return read;
}

} // namespace tiebreak::judging
