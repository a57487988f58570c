// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/repetition.h"

#include "text/utf8.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace tiebreak::judging {

namespace {

constexpr std::size_t longest_phrase = 30;   // words
constexpr std::size_t phrase_repeats = 4;    // times in a row
constexpr std::size_t least_words = 8;       // that a repeated phrase fills
constexpr std::size_t longest_syllable = 20; // letters and digits
constexpr std::size_t syllable_repeats = 6;
constexpr std::size_t least_characters = 40;
constexpr std::size_t line_repeats = 4;

bool all_digits(const std::string& word) {
    return std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

/// Calls `each(begin, end)` for every longest run of places in [period, n) where `equal(i)` holds for all, as
/// far as it is `least` long or more. Such a run holds a place out of each `least` in a row, so that the
/// others need not be looked at. Stops where `each` says true, and says whether it did.
template <class Equal, class Each>
bool any_run(std::size_t period, std::size_t n, std::size_t least, Equal&& equal, Each&& each) {
    for (std::size_t i = period + least - 1; i < n;) {
        if (!equal(i)) {
            i += least;
            continue;
        }
        std::size_t begin = i;
        while (begin > period && equal(begin - 1)) {
            --begin;
        }
        std::size_t end = i + 1;
        while (end < n && equal(end)) {
            ++end;
        }
        if (end - begin >= least && each(begin, end)) {
            return true;
        }
        i = end + least; // the place at `end` differs
    }
    return false;
}

bool repeats_phrase(const std::vector<std::string>& words) {
    // Numbers in place of words: comparing them thirty times over is what costs.
    std::unordered_map<std::string, std::uint32_t> number_of;
    std::vector<std::uint32_t> ids;
    std::vector<bool> digits;
    for (const std::string& word : words) {
        ids.push_back(
            number_of.try_emplace(word, static_cast<std::uint32_t>(number_of.size())).first->second);
        digits.push_back(all_digits(word));
    }
    for (std::size_t period = 1; period <= longest_phrase && period < ids.size(); ++period) {
        const std::size_t least =
            std::max((phrase_repeats - 1) * period, least_words > period ? least_words - period : 1);
        const bool found = any_run(
            period, ids.size(), least, [&](std::size_t i) { return ids[i] == ids[i - period]; },
            [&](std::size_t begin, std::size_t end) {
                const auto at = digits.begin();
                return std::find(at + static_cast<std::ptrdiff_t>(begin),
                                 at + static_cast<std::ptrdiff_t>(end),
                                 false) != at + static_cast<std::ptrdiff_t>(end);
            });
        if (found) {
            return true;
        }
    }
    return false;
}

bool repeats_syllable(std::string_view text) {
    std::vector<UChar32>
        characters; // 0 stands for whatever is no letter, mark or digit, and ends a repetition
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT(text.data(), i, size, c);
        const bool counts = c > 0 && (u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0);
        characters.push_back(counts ? c : 0);
    }
    for (std::size_t period = 1; period <= longest_syllable && period < characters.size(); ++period) {
        const std::size_t least = std::max((syllable_repeats - 1) * period, least_characters - period);
        const bool found = any_run(
            period, characters.size(), least,
            [&](std::size_t i) { return characters[i] != 0 && characters[i] == characters[i - period]; },
            [](std::size_t, std::size_t) { return true; });
        if (found) {
            return true;
        }
    }
    return false;
}

/// The words of a line without the number or bullet it begins with.
std::vector<std::string> listed_words(std::string_view line) {
    std::string_view rest = text::trim(line);
    const std::size_t marker = rest.find_first_not_of("0123456789");
    if (marker != std::string_view::npos && marker > 0 && (rest[marker] == '.' || rest[marker] == ')')) {
        rest.remove_prefix(marker + 1);
    }
    return text::words(rest);
}

bool repeats_line(std::string_view text) {
    if (std::ranges::count(text, '\n') + 1 < static_cast<std::ptrdiff_t>(line_repeats)) {
        return false;
    }
    std::vector<std::string> before;
    std::size_t times = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::vector<std::string> words = listed_words(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (words.empty()) {
            continue;
        }
        times = words == before ? times + 1 : 1;
        const bool says_something = words.size() >= 2 && !std::ranges::all_of(words, all_digits);
        if (times >= line_repeats && says_something) {
            return true;
        }
        before = std::move(words);
    }
    return false;
}

} // namespace

bool has_repetition_loop(std::string_view text) {
    return has_repetition_loop(text, text::words(text));
}

bool has_repetition_loop(std::string_view text, const std::vector<std::string>& words) {
    return repeats_syllable(text) || repeats_line(text) || repeats_phrase(words);
}

} // namespace tiebreak::judging
