// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/response.h"
#include "judging/parse.h"
#include "runs/settings.h"
#include "store/judgings.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tiebreak::runs {

/// The reason that stands with a reading of an order that left some answers out and was completed.
inline constexpr const char* completed_order = "completed";
/// The criteria of verdicts that are no scores: the place in an order (1 is the best), and among those chosen
/// (0: not chosen).
inline constexpr const char* place_criterion = "place";
inline constexpr const char* choice_criterion = "choice";

/// How the replies of one judging are read, and what their verdicts are about.
struct ReplyForm {
    judging::Grammar grammar = judging::Grammar::scores;
    std::vector<domain::Rubric> rubrics; ///< by criterion; at least one
    std::vector<std::string> criteria;   ///< names of several criteria; empty: one, which has no name
    std::size_t columns = 1;             ///< responses an item, a baseline from elsewhere included
};

[[nodiscard]] ReplyForm reply_form(store::Connection& connection, const store::JudgingRow& judging,
                                   const JudgingSettings& settings, std::size_t columns);
/// The same where the columns are to be counted: the run's candidates and a baseline that is none of them.
[[nodiscard]] ReplyForm reply_form(store::Connection& connection, const store::JudgingRow& judging);

/// A reply's reading as the store keeps it: verdicts for every response that shared a position. A pair has
/// its verdict from the point of view of its first. `message` gets the trouble in words where it is no
/// reading.
[[nodiscard]] store::NewParse read_reply(const ReplyForm& form, const std::string& reply,
                                         const store::UnitRow& unit, std::string* message = nullptr);

/// The same of an answer as it came from the judge: where the judging asks for log-probabilities, the verdict
/// is the likelier letter, and its score the probability that the pair's first is preferred.
[[nodiscard]] store::NewParse read_answer(const ReplyForm& form, const domain::Answer& answer,
                                          const store::UnitRow& unit, std::string* message = nullptr);

/// P(A) / (P(A) + P(B)) where the letter stands, over all tokens that spell one of the two; nothing where no
/// token does.
[[nodiscard]] std::optional<double> preference_for_a(std::span<const domain::TokenLogprob> tokens);

/// The verdict on a pair, seen from its first (UnitRow::orientation says where that one stood). `preferred`:
/// the position, 0 for a tie. `score` stands with each verdict as it is.
[[nodiscard]] std::vector<store::NewVerdict> pair_verdicts(const store::UnitRow& unit, int preferred,
                                                           std::optional<double> score,
                                                           const std::string& comment);

} // namespace tiebreak::runs
