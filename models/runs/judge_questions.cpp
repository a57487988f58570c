// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/judge_questions.h"

#include "runs/call_key.h"
#include "runs/settings.h"
#include "store/responses.h"
#include "store/rubrics.h"

#include <algorithm>

namespace tiebreak::runs {

std::vector<domain::Message> JudgeQuestions::messages(store::Connection& connection,
                                                      const judging::Unit& unit) const {
    return judging::render(unit, material.items[unit.item].content, material.texts_of(connection, unit.item),
                           rubric, prompt);
}

std::string JudgeQuestions::key(const judging::Unit& unit,
                                const std::vector<domain::Message>& messages) const {
    return call_key({judge.revision_uid, messages, {}, 1, unit.repeat}, judge.candidate.parameters);
}

std::vector<std::pair<std::size_t, domain::CallId>>
JudgeQuestions::answered_before(store::Connection& connection) const {
    std::vector<std::pair<std::size_t, domain::CallId>> known;
    if (!store::has_calls(connection, judge.revision)) {
        return known;
    }
    for (std::size_t i = 0; i < remaining.units.size(); ++i) {
        const judging::Unit& unit = remaining.units[i];
        const bool whole = std::ranges::all_of(unit.positions, [&](const judging::Shown& shown) {
            return material.responses[unit.item][shown.responses.front()].text.stored();
        });
        if (!whole) { // planned over answers to come: there is no such question yet
            continue;
        }
        const auto call = store::find_call(connection, key(unit, messages(connection, unit)));
        if (call && call->failure == domain::FailureKind::none) {
            known.emplace_back(i, call->id);
        }
    }
    return known;
}

JudgeQuestions read_judge_questions(store::Connection& connection, const store::RunRow& run,
                                    const store::JudgingRow& judging, Assume assume) {
    const JudgingSettings settings = settings_from_json(judging.settings);
    JudgeQuestions questions;
    questions.material = read_material(connection, run, assume);
    questions.judge = store::candidate_revision(connection, judging.judges.at(0).model);
    questions.rubric = store::rubric(connection, judging.rubric);
    questions.prompt = judging::make_prompt(domain::to_string(judging.protocol), judging.protocol,
                                            store::prompt_body(connection, judging.prompt));
    judging::Plan plan = judging::plan_units(judging.protocol, questions.material.digests,
                                             {judging.repeats, judging.seed, settings.merge_identical});
    questions.notes = absence_notes(plan.absent, questions.material);
    questions.remaining = subtract_stored(connection, judging.id, std::move(plan.units), questions.material);
    return questions;
}

} // namespace tiebreak::runs
