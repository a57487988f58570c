// SPDX-License-Identifier: GPL-3.0-or-later
// Word boundaries by ICU, over UTF-8 as it stands.
#include "domain/error.h"
#include "text/utf8.h"

#include <fmt/format.h>
#include <unicode/brkiter.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>

namespace tiebreak::text {

namespace {

void check(UErrorCode status) {
    if (U_FAILURE(status)) {
        throw domain::Error(domain::ErrorKind::internal,
                            fmt::format("word boundaries failed: {}", u_errorName(status)), "ICU");
    }
}

/// The root locale's rules. Making an iterator costs about as much as a page of text, so each thread keeps
/// one.
icu::BreakIterator& word_boundaries() {
    thread_local const std::unique_ptr<icu::BreakIterator> iterator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::BreakIterator> made(
            icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
        check(status);
        return made;
    }();
    return *iterator;
}

/// Calls `each(piece, is_word)` for every piece between two boundaries.
template <class Each>
void for_each_segment(std::string_view text, Each&& each) {
    if (text.empty()) {
        return;
    }
    icu::BreakIterator& boundaries = word_boundaries();
    UErrorCode status = U_ZERO_ERROR;
    UText utext = UTEXT_INITIALIZER;
    utext_openUTF8(&utext, text.data(), static_cast<std::int64_t>(text.size()), &status);
    const std::unique_ptr<UText, decltype(&utext_close)> closer(&utext, &utext_close);
    boundaries.setText(&utext, status);
    check(status);
    std::int32_t start = boundaries.first();
    for (std::int32_t end = boundaries.next(); end != icu::BreakIterator::DONE;
         start = end, end = boundaries.next()) {
        each(text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start)),
             boundaries.getRuleStatus() >= UBRK_WORD_NONE_LIMIT);
    }
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// ICU 72 alone takes "@" for a letter (CLDR 42 did; 43 took it back).
constexpr bool at_is_letter = U_ICU_VERSION_MAJOR_NUM == 72;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (at_is_letter && c == '@');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The same rules where nothing but ASCII comes, which is most of what models are asked and answer: letters,
/// digits and underscores join, and a single mark joins where it stands between two letters (' .) or two
/// digits (' . , ;).
template <class Each>
void for_each_ascii_word(std::string_view text, Each&& each) {
    const std::size_t n = text.size();
    for (std::size_t i = 0; i < n;) {
        if (!is_letter(text[i]) && !is_digit(text[i]) && text[i] != '_') {
            ++i;
            continue;
        }
        const std::size_t start = i;
        while (i < n) {
            const char c = text[i];
            if (is_letter(c) || is_digit(c) || c == '_') {
                ++i;
                continue;
            }
            const bool inside = i > start && i + 1 < n;
            const bool letters = inside && is_letter(text[i - 1]) && is_letter(text[i + 1]);
            const bool digits = inside && is_digit(text[i - 1]) && is_digit(text[i + 1]);
            const bool joins =
                ((letters || digits) && (c == '\'' || c == '.')) || (digits && (c == ',' || c == ';'));
            if (!joins) {
                break;
            }
            ++i;
        }
        if (i > start + 1 || text[start] != '_') { // ICU calls "__" a word and "_" none
            each(text.substr(start, i - start));
        }
    }
}

} // namespace

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> found;
    if (is_ascii(text)) {
        for_each_ascii_word(text, [&](std::string_view word) {
            std::string& lower = found.emplace_back(word);
            for (char& c : lower) {
                c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
            }
        });
        return found;
    }
    const std::string folded = casefold(text);
    for_each_segment(folded, [&](std::string_view piece, bool is_word) {
        if (is_word) {
            found.emplace_back(piece);
        }
    });
    return found;
}

std::vector<std::string> word_pieces(std::string_view text) {
    std::vector<std::string> pieces;
    for (const std::string& word : words(text)) {
        const auto size = static_cast<std::int32_t>(word.size());
        bool open = false;
        for (std::int32_t i = 0; i < size;) {
            const std::int32_t start = i;
            UChar32 c = 0;
            U8_NEXT(word.data(), i, size, c);
            const bool inside =
                c >= 0 && (c == '_' || (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0);
            if (inside && !open) {
                pieces.emplace_back();
            }
            if (inside) {
                pieces.back().append(word, static_cast<std::size_t>(start),
                                     static_cast<std::size_t>(i - start));
            }
            open = inside;
        }
    }
    return pieces;
}

std::vector<std::string> distinct_words(std::string_view text) {
    std::vector<std::string> found = words(text);
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return found;
}

std::vector<std::string_view> word_segments(std::string_view text) {
    std::vector<std::string_view> segments;
    for_each_segment(text, [&](std::string_view piece, bool) { segments.push_back(piece); });
    return segments;
}

std::size_t word_count(std::string_view text) {
    std::size_t count = 0;
    if (is_ascii(text)) {
        for_each_ascii_word(text, [&](std::string_view) { ++count; });
        return count;
    }
    for_each_segment(text, [&](std::string_view, bool is_word) { count += is_word ? 1 : 0; });
    return count;
}

} // namespace tiebreak::text
