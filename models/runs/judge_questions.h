// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "judging/prompts.h"
#include "runs/judge_plan.h"
#include "store/judgings.h"
#include "store/runs.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace tiebreak::runs {

/// What a judging asks its model: the questions, in order, that have no reading yet. Who asks them live, who
/// writes them into a batch and who only counts them beforehand all read them here.
struct JudgeQuestions {
    JudgeMaterial material;
    Remaining remaining;
    store::CandidateRow judge;
    domain::Rubric rubric;
    judging::Prompt prompt;
    std::vector<std::string> notes; ///< who is absent

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
};

/// Of a judging by a model. `assume` plans as if every response that is still to come were there.
[[nodiscard]] JudgeQuestions read_judge_questions(store::Connection& connection, const store::RunRow& run,
                                                  const store::JudgingRow& judging,
                                                  Assume assume = Assume::nothing);

} // namespace tiebreak::runs
