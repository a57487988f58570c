// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::text {

[[nodiscard]] bool is_valid_utf8(std::string_view bytes);

/// The same text as well-formed UTF-8: each ill-formed sequence (cut, overlong, a lone surrogate, beyond
/// U+10FFFF) becomes U+FFFD, one for each maximal subpart as the Unicode Standard (3.9) recommends.
/// Well-formed text comes back unchanged.
[[nodiscard]] std::string repair_utf8(std::string_view bytes);

/// Text made safe to show: what a model wrote must not reorder, hide or restyle what stands around it. CR,
/// CRLF, NEL, U+2028 and U+2029 become a newline; newline and tab stay; C0 controls, ESC among them, become
/// control pictures (␛); C1 controls and noncharacters become U+FFFD; bidi controls and other invisible
/// format characters become ⟦U+202E⟧. The joiners U+200C and U+200D stay: Persian and emoji need them. For
/// showing only: the bytes are what is stored.
[[nodiscard]] std::string for_display(std::string_view bytes);

/// Without the White_Space of Unicode at either end.
[[nodiscard]] std::string_view trim(std::string_view text);

/// Full default case folding (Unicode 3.13): for comparing, not for showing.
[[nodiscard]] std::string casefold(std::string_view text);

/// The words by Unicode's word boundaries (UAX #29; dictionaries for Thai, Chinese and the like),
/// case-folded, in their order. Numbers are words, punctuation is not.
[[nodiscard]] std::vector<std::string> words(std::string_view text);

/// As words(), cut further at every character that is no letter, mark, number or '_': "don't" and "3.5" are
/// two each, as where a word is a run of \w. For comparing with figures of tools that count so.
[[nodiscard]] std::vector<std::string> word_pieces(std::string_view text);

/// As words(), each once, sorted by bytes.
[[nodiscard]] std::vector<std::string> distinct_words(std::string_view text);

/// Every piece between two word boundaries as it stands: words, runs of blanks, single marks. Joined they
/// give the text. The views point into `text`.
[[nodiscard]] std::vector<std::string_view> word_segments(std::string_view text);

[[nodiscard]] std::size_t word_count(std::string_view text);

/// Canonical composition (NFC): composed and decomposed accents look the same. Ill-formed UTF-8 becomes
/// U+FFFD.
[[nodiscard]] std::string nfc(std::string_view text);

/// Code points; an ill-formed sequence counts as one.
[[nodiscard]] std::size_t character_count(std::string_view text);

/// Whether every character is White_Space; true for an empty text.
[[nodiscard]] bool is_blank(std::string_view text);

} // namespace tiebreak::text
