// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/sentences.h"

#include "text/utf8.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace tiebreak::text {

namespace {

bool is_terminal(UChar32 c) {
    return c == 0x2026 || u_hasBinaryProperty(c, UCHAR_S_TERM);
}

bool is_closing(UChar32 c) {
    switch (u_charType(c)) {
    case U_END_PUNCTUATION:
    case U_FINAL_PUNCTUATION:
        return true;
    default:
        return c == '"' || c == '\'' || c == '*' || c == '_';
    }
}

/// Terminals behind which no space is written.
bool stands_alone(UChar32 c) {
    return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff61 || c == 0xff0e;
}

constexpr std::array<std::string_view, 38> never_ends{
    "mr",  "mrs", "ms",  "dr",   "prof", "st",  "sr",  "jr",  "capt",   "cpt",  "lt",  "col", "gen",
    "sgt", "gov", "sen", "rep",  "rev",  "hon", "mt",  "vs",  "e.g",    "i.e",  "cf",  "fig", "jan",
    "feb", "apr", "aug", "sept", "sep",  "oct", "nov", "dec", "approx", "ph.d", "viz", "al"};
constexpr std::array<std::string_view, 13> may_end{"inc", "ltd", "co",  "corp", "etc",  "a.m", "p.m",
                                                   "u.s", "u.k", "u.n", "d.c",  "bros", "dept"};
constexpr std::array<std::string_view, 25> starters{
    "the", "it",  "he",    "she", "they",  "we",   "this", "that", "these", "those", "but", "however", "in",
    "his", "her", "their", "our", "there", "when", "if",   "as",   "after", "and",   "you", "what"};

class Counter {
public:
    explicit Counter(std::string_view text) {
        const auto size = static_cast<std::int32_t>(text.size());
        for (std::int32_t i = 0; i < size;) {
            UChar32 c = 0;
            U8_NEXT(text.data(), i, size, c);
            characters_.push_back(c < 0 ? 0xfffd : c);
        }
    }

    std::size_t count() const {
        std::size_t sentences = 0;
        bool open = false; // something other than white space since the last end
        for (std::size_t i = 0; i < characters_.size();) {
            if (!is_terminal(characters_[i])) {
                open = open || !u_isUWhiteSpace(characters_[i]);
                ++i;
                continue;
            }
            open = true;
            const std::size_t first = i;
            bool alone = false;
            while (i < characters_.size() && is_terminal(characters_[i])) {
                alone = alone || stands_alone(characters_[i]);
                ++i;
            }
            const bool one_stop = i == first + 1 && characters_[first] == '.';
            while (i < characters_.size() && is_closing(characters_[i])) {
                ++i;
            }
            const bool parted = alone || i == characters_.size() || u_isUWhiteSpace(characters_[i]);
            if (parted && !(one_stop && is_abbreviation(first, i))) {
                ++sentences;
                open = false;
            }
        }
        return sentences + (open ? 1 : 0);
    }

private:
    std::string folded(std::size_t begin, std::size_t end) const {
        std::string word;
        for (std::size_t i = begin; i < end; ++i) {
            char bytes[U8_MAX_LENGTH];
            std::int32_t size = 0;
            U8_APPEND_UNSAFE(bytes, size, characters_[i]);
            word.append(bytes, static_cast<std::size_t>(size));
        }
        return casefold(word);
    }

    /// Whether the full stop at `stop` belongs to the word before it; `next` is what comes behind it.
    bool is_abbreviation(std::size_t stop, std::size_t next) const {
        if (next >= characters_.size()) {
            return false;
        }
        std::size_t begin = stop;
        while (begin > 0 && (u_isalnum(characters_[begin - 1]) || characters_[begin - 1] == '.')) {
            --begin;
        }
        const std::string word = folded(begin, stop);
        if (stop == begin + 1 && u_isUUppercase(characters_[begin]) && characters_[begin] != 'I') {
            return true; // an initial
        }
        if (std::ranges::find(never_ends, word) != never_ends.end()) {
            return true;
        }
        if (std::ranges::find(may_end, word) == may_end.end()) {
            return false;
        }
        std::size_t from = next;
        while (from < characters_.size() && !u_isalnum(characters_[from])) {
            ++from;
        }
        std::size_t to = from;
        while (to < characters_.size() && u_isalnum(characters_[to])) {
            ++to;
        }
        const bool capital = from < to && u_isUUppercase(characters_[from]);
        const std::string following = folded(from, to);
        return from < to && !(capital && std::ranges::find(starters, following) != starters.end());
    }

    std::vector<UChar32> characters_;
};

} // namespace

std::size_t sentence_count(std::string_view text) {
    return Counter(text).count();
}

} // namespace tiebreak::text
