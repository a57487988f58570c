// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of this room: what the readers of replies share.
#pragma once

#include "judging/parse.h"
#include "judging/reply_object.h"

#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::judging {

/// Why a reply is a parse failure; travels as an exception among the readers only.
struct Refusal {
    std::string_view reason;
    std::string message;
};

/// What a readable reply says.
struct Reading {
    std::vector<PositionScore> scores{};
    std::optional<int> winner{};
    double weight = 1;
    std::string comment{};
    bool completed = false;
};

/// A key or value of the judge's making, short enough for a sentence and safe to show.
[[nodiscard]] std::string quoted(std::string_view key);
/// Throws Refusal where the score is outside the scale.
void check_range(double score, const Expected& expected, const std::string& whose);
/// The reply's object, or a Refusal. `reply` is what stands behind any thinking.
[[nodiscard]] std::vector<ReplyField> object_of(std::string_view reply);

/// Readers by labels; see parse_reply(). They throw Refusal.
[[nodiscard]] Reading read_winner(std::string_view reply, const Expected& expected);
[[nodiscard]] Reading read_label(std::string_view reply, const Expected& expected);
[[nodiscard]] Reading read_result(std::string_view reply, const Expected& expected);
[[nodiscard]] Reading read_better(std::string_view reply, const Expected& expected);
[[nodiscard]] Reading read_rating(std::string_view reply, const Expected& expected);
[[nodiscard]] Reading read_order(std::string_view reply, const Expected& expected);
[[nodiscard]] Reading read_chosen(std::string_view reply, const Expected& expected);

} // namespace tiebreak::judging
