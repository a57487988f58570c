// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/compare/answer_column.h"

#include <set>
#include <stop_token>
#include <vector>

namespace tiebreak::ui {

/// What the background makes ready for the columns of one item.
struct PrepareWish {
    std::shared_ptr<const workbench::CompareDetail> detail;
    std::vector<int> candidates; ///< in the order of the columns
    int diffAgainst = 0;
    bool wordDiff = false;
    bool raw = false;
    bool blind = false;  ///< no words of a server: they may name the model
    std::set<int> whole; ///< shown to the end, however long
};

/// Longer answers, and those with more images, are shown as text: making a document of their Markdown would
/// hold up the window.
inline constexpr std::size_t longestMarkdown = 12 * 1024;
inline constexpr int mostMarkdownImages = 40;

/// One answer for each candidate: the text, its diff, or its Markdown; a failure or an empty answer says so.
/// Runs on any thread.
std::vector<PreparedAnswer> prepareAnswers(const PrepareWish& wish, const std::stop_token& stop);

/// A line of the window's own instead of an answer.
PreparedAnswer noteAnswer(const QString& words, items::RunStyle style, const QString& detail = {});

} // namespace tiebreak::ui
