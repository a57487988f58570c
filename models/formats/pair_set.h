// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/item.h"
#include "formats/rows.h"

#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::formats {

/// One person's (or set's) word on a pair: 1 the first answer is better, 0 a tie, −1 the second.
struct PairLabel {
    std::string annotator;
    int side = 0;
};

/// Two answers to one question with what is held to be right.
struct LabelledPair {
    std::size_t line = 0;
    domain::Item item; ///< category: the subset, source or scenario
    std::string first;
    std::string second;
    std::vector<PairLabel> labels;
};

/// A value that names no side, and how often it stands there.
struct UnreadLabel {
    std::string annotator;
    std::string value;
    std::size_t n = 0;
};

struct PairSet {
    std::string
        format; ///< "LLMBar", "PandaLM", "Auto-J", "JudgeBench", "MT-Bench human judgments", "RewardBench"
    std::vector<LabelledPair> pairs; ///< rows of equal pairs by other people are one
    std::vector<BadRow> bad;
    std::vector<UnreadLabel> unread; ///< counted, never taken for a tie
};

/// Reads a public set of labelled pairs, told by its keys. Each set has its own code for a side: LLMBar 1 and
/// 2, Auto-J 0 the first, 1 the second, 2 a tie, PandaLM 0 a tie, 1 and 2. Throws domain::Error (format) for
/// what is none of these.
[[nodiscard]] PairSet read_pair_set(std::string_view bytes, const std::string& where = {});

} // namespace tiebreak::formats
