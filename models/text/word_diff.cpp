// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/word_diff.h"

#include "text/utf8.h"

#include <dtl/dtl.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>

namespace tiebreak::text {

namespace {

/// A word with the blanks in front of it. Words are what is matched; blanks follow them.
struct Token {
    std::string_view gap;
    std::string_view word;
};

struct Tokens {
    std::vector<Token> words;
    std::string_view tail; ///< blanks behind the last word
};

Tokens tokenise(std::string_view text) {
    Tokens tokens;
    std::size_t gap_begin = 0;
    for (const std::string_view piece : word_segments(text)) {
        if (is_blank(piece)) {
            continue;
        }
        const auto begin = static_cast<std::size_t>(piece.data() - text.data());
        tokens.words.push_back({text.substr(gap_begin, begin - gap_begin), piece});
        gap_begin = begin + piece.size();
    }
    tokens.tail = text.substr(gap_begin);
    return tokens;
}

/// Collects parts, joins neighbours of one kind, and takes blanks that begin both sides of a change out of
/// it.
class Script {
public:
    void same(std::string_view text) {
        if (!text.empty()) {
            flush_change();
            push(DiffOp::same, text);
        }
    }
    void removed(std::string_view gap, std::string_view word) { (removed_ += gap) += word; }
    void added(std::string_view gap, std::string_view word) { (added_ += gap) += word; }

    std::vector<DiffPart> finish() {
        flush_change();
        return std::move(parts_);
    }

private:
    void push(DiffOp op, std::string_view text) {
        if (text.empty()) {
            return;
        }
        if (!parts_.empty() && parts_.back().op == op) {
            parts_.back().text += text;
        } else {
            parts_.push_back({op, std::string(text)});
        }
    }

    void flush_change() {
        std::size_t common = 0;
        const std::size_t shorter = std::min(removed_.size(), added_.size());
        while (common < shorter && removed_[common] == added_[common] &&
               std::string_view(" \t\r\n").find(removed_[common]) != std::string_view::npos) {
            ++common;
        }
        push(DiffOp::same, std::string_view(removed_).substr(0, common));
        push(DiffOp::removed, std::string_view(removed_).substr(common));
        push(DiffOp::added, std::string_view(added_).substr(common));
        removed_.clear();
        added_.clear();
    }

    std::vector<DiffPart> parts_;
    std::string removed_;
    std::string added_;
};

void matched(Script& script, const Token& before, const Token& after) {
    if (before.gap == after.gap) {
        script.same(before.gap);
    } else {
        script.removed(before.gap, {});
        script.added(after.gap, {});
    }
    script.same(before.word);
}

/// How many comparisons one diff may take: about 20 ms. It is also under the number of points (2,000,000) at
/// which dtl begins to give a longer script than the shortest.
constexpr std::int64_t comparison_limit = 500'000;

struct Budget {
    std::int64_t left = comparison_limit;
    std::stop_token stop;
    bool spent = false;

    bool take() {
        if (--left < 0 || ((left & 0xfff) == 0 && stop.stop_requested())) {
            spent = true;
        }
        return !spent;
    }
};

/// dtl cannot be interrupted, and leaks if an exception passes through it. Once the budget is spent every
/// pair is called equal, which lets it run to its end at once; what it found is then thrown away.
class BudgetedEqual {
public:
    explicit BudgetedEqual(Budget* budget = nullptr)
        : budget_(budget) {}
    [[nodiscard]] bool impl(std::uint32_t a, std::uint32_t b) const { return !budget_->take() || a == b; }

private:
    Budget* budget_;
};

using Ids = std::vector<std::uint32_t>;

/// The words that both sides have, as numbers, with their places. A word of one side alone is in no common
/// subsequence, so leaving it out changes nothing but the time.
struct Shared {
    Ids ids;
    std::vector<std::size_t> places;
};

std::pair<Shared, Shared> shared_words(std::span<const Token> before, std::span<const Token> after) {
    struct Entry {
        std::uint32_t id;
        bool in_after;
    };
    std::unordered_map<std::string_view, Entry> entries;
    for (const Token& token : before) {
        entries.try_emplace(token.word, Entry{static_cast<std::uint32_t>(entries.size()), false});
    }
    Shared b;
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (const auto found = entries.find(after[i].word); found != entries.end()) {
            found->second.in_after = true;
            b.ids.push_back(found->second.id);
            b.places.push_back(i);
        }
    }
    Shared a;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (const Entry& entry = entries.at(before[i].word); entry.in_after) {
            a.ids.push_back(entry.id);
            a.places.push_back(i);
        }
    }
    return {std::move(a), std::move(b)};
}

/// Pairs of places that a longest common subsequence matches, in order; empty where the budget ran out.
std::vector<std::pair<std::size_t, std::size_t>> matches(const Shared& a, const Shared& b, Budget& budget) {
    if (a.ids.empty() || b.ids.empty()) {
        return {};
    }
    dtl::Diff<std::uint32_t, Ids, BudgetedEqual> diff(a.ids, b.ids, BudgetedEqual(&budget));
    diff.compose();
    if (budget.spent) {
        return {};
    }
    std::vector<std::pair<std::size_t, std::size_t>> found;
    for (const auto& [id, info] : diff.getSes().getSequence()) {
        if (info.type == dtl::SES_COMMON) {
            found.emplace_back(a.places[static_cast<std::size_t>(info.beforeIdx) - 1],
                               b.places[static_cast<std::size_t>(info.afterIdx) - 1]);
        }
    }
    return found;
}

void compare_middle(Script& script, std::span<const Token> before, std::span<const Token> after,
                    Budget& budget) {
    const auto [a, b] = shared_words(before, after);
    auto found = matches(a, b, budget);
    found.emplace_back(before.size(), after.size());
    std::size_t i = 0;
    std::size_t j = 0;
    for (const auto& [next_i, next_j] : found) {
        for (; i < next_i; ++i) {
            script.removed(before[i].gap, before[i].word);
        }
        for (; j < next_j; ++j) {
            script.added(after[j].gap, after[j].word);
        }
        if (i < before.size() && j < after.size()) {
            matched(script, before[i], after[j]);
            ++i;
            ++j;
        }
    }
}

} // namespace

WordDiff word_diff(std::string_view before, std::string_view after, const std::stop_token& stop) {
    const Tokens a = tokenise(before);
    const Tokens b = tokenise(after);
    const std::size_t shorter = std::min(a.words.size(), b.words.size());
    std::size_t prefix = 0;
    while (prefix < shorter && a.words[prefix].word == b.words[prefix].word) {
        ++prefix;
    }
    std::size_t suffix = 0;
    while (suffix < shorter - prefix &&
           a.words[a.words.size() - 1 - suffix].word == b.words[b.words.size() - 1 - suffix].word) {
        ++suffix;
    }

    Script script;
    for (std::size_t i = 0; i < prefix; ++i) {
        matched(script, a.words[i], b.words[i]);
    }
    Budget budget;
    budget.stop = stop;
    const std::span<const Token> a_words(a.words);
    const std::span<const Token> b_words(b.words);
    compare_middle(script, a_words.subspan(prefix, a.words.size() - prefix - suffix),
                   b_words.subspan(prefix, b.words.size() - prefix - suffix), budget);
    WordDiff result;
    if (stop.stop_requested()) {
        result.stopped = true;
        return result;
    }
    for (std::size_t i = suffix; i > 0; --i) {
        matched(script, a.words[a.words.size() - i], b.words[b.words.size() - i]);
    }
    if (a.tail == b.tail) {
        script.same(a.tail);
    } else {
        script.removed(a.tail, {});
        script.added(b.tail, {});
    }
    result.parts = script.finish();
    result.coarse = budget.spent;
    return result;
}

} // namespace tiebreak::text
