// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace tiebreak::text {

/// How an answer is dressed, for style control and for "does the judge prefer lists". Fenced code counts in
/// the length alone: what stands in it is no dress.
struct MarkdownStyle {
    std::size_t characters = 0;   ///< code points
    std::size_t headers = 0;      ///< lines that begin with one to six # and a blank
    std::size_t list_entries = 0; ///< lines that begin with -, *, +, • or a number with . or ) and a blank
    std::size_t bold = 0;         ///< **pieces** and __pieces__ within a line
};

[[nodiscard]] MarkdownStyle markdown_style(std::string_view text);

} // namespace tiebreak::text
