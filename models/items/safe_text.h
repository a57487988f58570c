// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

namespace tiebreak::items {

/// How a run of shown text is meant; the window gives it colour, underline or strike.
/// `gap` is a blank of the window's own between two words that a diff puts side by side; like `removed` it is
/// no part of the text.
enum class RunStyle : std::uint8_t { plain, added, removed, gap, strong, secondary, hint, warn, bad };

struct TextRun {
    QString text; ///< never with a newline
    RunStyle style = RunStyle::plain;

    friend bool operator==(const TextRun&, const TextRun&) = default;
};

/// One paragraph to lay out. `continues`: not a line of its own in the text, but the next part of one so long
/// that laying it out at once would hold up the window; copying joins it to the line before.
struct TextLine {
    std::vector<TextRun> runs;
    bool continues = false;
};

/// Text that a model or a file gave, made ready for showing away from the window's thread.
struct SafeText {
    std::vector<TextLine> lines;
    std::size_t bytes = 0; ///< of the whole text
    std::size_t shown = 0; ///< of these, how many are in `lines` (before cleaning)
    std::size_t words = 0; ///< in what is shown
    bool cut = false;      ///< shown < bytes
    bool coarse = false;   ///< the word diff gave up: everything between the ends is marked
    bool compared = false; ///< `lines` hold a diff

    /// The lines as one string with newlines, without what was removed.
    [[nodiscard]] QString plain() const;
};

enum class TextForm : std::uint8_t {
    clean, ///< text::for_display: controls and bidi made visible, line ends as newlines
    raw,   ///< as received: also tabs, carriage returns, line ends and trailing blanks are made visible
};

/// No line that is laid out as one is longer (UTF-16 units).
inline constexpr qsizetype longestLine = 2000;
/// How much of one answer is shown at first, in bytes.
inline constexpr std::size_t shownAtFirst = 200 * 1024;

/// `most`: bytes to show at most, cut before a character. Ill-formed UTF-8 is repaired.
[[nodiscard]] SafeText safeText(std::string_view bytes, TextForm form = TextForm::clean,
                                std::size_t most = shownAtFirst);

/// The same with the word diff from `before` to `after`. Empty where `stop` was raised.
[[nodiscard]] SafeText safeDiff(std::string_view before, std::string_view after,
                                TextForm form = TextForm::clean, std::size_t most = shownAtFirst,
                                const std::stop_token& stop = {});

/// One line for a label or a list: cleaned, blanks simplified, cut at 300 characters.
[[nodiscard]] QString safeLine(std::string_view bytes);

} // namespace tiebreak::items
