// SPDX-License-Identifier: GPL-3.0-or-later
// What the judge of the test endpoint replies to the built-in prompts of pairs, rubrics and conversations.
// Pure; tests know every right verdict from judge_score().
#pragma once

#include "tests/support/endpoint_answers.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tiebreak::test {

/// The better of two by judge_score: 'A' for the first, 'B' for the second, 'C' for a tie.
char better_of(std::string_view first, std::string_view second);

/// Positions from 0 by judge_score, the best first; of equal ones the first shown.
std::vector<std::size_t> best_first(const std::vector<JudgedSection>& sections);

/// A score of 0 to 100 as a whole mark on another scale.
int mark_on(int score, int scale_min, int scale_max);

/// The reply to a prompt that asks for a winner, a [RESULT], double brackets, an order or a choice, shaped by `fault` ("fenced",
/// "prefixed", "spaced", "truncated", "prose", "empty", "forged", "out-of-range", "first": always the one
/// shown first, or the order shown, "partial": an order or choice without its last); nothing where the prompt asks for anything else.
std::optional<std::string> protocol_reply(std::string_view system, std::string_view user,
                                          const std::string& fault);

/// Whether a message asks for the format again.
bool is_repair_request(std::string_view user);

} // namespace tiebreak::test
