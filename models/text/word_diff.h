// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::text {

enum class DiffOp { same, removed, added };

struct DiffPart {
    DiffOp op = DiffOp::same;
    std::string text; ///< never empty

    friend bool operator==(const DiffPart&, const DiffPart&) = default;
};

struct WordDiff {
    /// In reading order, neighbours of different kind. `same` and `removed` joined give the first text,
    /// `same` and `added` the second, byte for byte. Where both changed, removed stands before added.
    std::vector<DiffPart> parts;
    bool coarse = false;  ///< too different to be worth the time: all between the common beginning and end is
                          ///< marked as changed
    bool stopped = false; ///< the stop token was raised; `parts` is empty
};

/// Difference by words (Unicode's word boundaries; marks are words here) with blanks kept: the shortest edit
/// script over the words, by the algorithm of Wu, Manber, Myers and Miller (1990). Case and blanks count as
/// differences.
[[nodiscard]] WordDiff word_diff(std::string_view before, std::string_view after,
                                 const std::stop_token& stop = {});

} // namespace tiebreak::text
