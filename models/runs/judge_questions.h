// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "judging/prompts.h"
#include "runs/judge_plan.h"
#include "runs/rankings.h"
#include "runs/reply_form.h"
#include "store/judgings.h"
#include "store/runs.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tiebreak::runs {

/// What a judging asks its models: the questions, in order, that have no reading yet (of a ranking, those
/// that wait for no other's reply). Who asks them live, who
/// writes them into a batch and who only counts them beforehand all read them here.
struct JudgeQuestions {
    JudgingSettings settings;
    JudgeMaterial material;
    Remaining remaining;
    store::CandidateRow judge;               ///< the first
    std::vector<store::CandidateRow> judges; ///< the panel, by Unit::judge
    ReplyForm form;
    judging::Prompt prompt;
    std::vector<std::string> notes; ///< who is absent, how prompts were cut
    /// Of a judging that ranks: `remaining.units` are what can be asked now, and more follows from the
    /// replies.
    std::optional<Rankings> rankings;

    /// The prompt of a unit, with the answers' real texts.
    [[nodiscard]] std::vector<domain::Message> messages(store::Connection& connection,
                                                        const judging::Unit& unit) const;
    /// The key of the call that asks them.
    [[nodiscard]] std::string key(const judging::Unit& unit,
                                  const std::vector<domain::Message>& messages) const;
    /// The remaining units whose question was answered already (for another run over the same answers), by
    /// index, with the call that holds the reply.
    [[nodiscard]] std::vector<std::pair<std::size_t, domain::CallId>>
    answered_before(store::Connection& connection) const;
    /// The remaining units that nobody needs to be asked for: pairs of identical answers, by index.
    [[nodiscard]] std::vector<std::size_t> settled_without_a_call() const;
};

/// Of a judging by a model. `assume` plans as if every response that is still to come were there.
[[nodiscard]] JudgeQuestions read_judge_questions(store::Connection& connection, const store::RunRow& run,
                                                  const store::JudgingRow& judging,
                                                  Assume assume = Assume::nothing);
/// The same with every unit of the judging as `remaining`, what is judged already among them: to show a
/// question again.
[[nodiscard]] JudgeQuestions read_all_judge_questions(store::Connection& connection, const store::RunRow& run,
                                                      const store::JudgingRow& judging);

} // namespace tiebreak::runs
