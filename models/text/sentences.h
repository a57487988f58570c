// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace tiebreak::text {

/// How many sentences a text holds. A sentence ends with a run of sentence terminals (Unicode's
/// Sentence_Terminal, and "…"), closing quotes and brackets behind it included, where white space or the end
/// of the text follows; a terminal of a script that writes no spaces, such as "。", ends one anywhere. A
/// single full stop does not end one after a known English abbreviation or an initial ("Dr. A. Smith"), but
/// does after one that may close a sentence ("Inc.", "p.m.") where a capital follows that often begins one.
/// Line breaks end none: text in verse or lists counts by its punctuation. What is left without a terminal
/// counts as one.
[[nodiscard]] std::size_t sentence_count(std::string_view text);

} // namespace tiebreak::text
