// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/judge_questions.h"

#include "judging/rubrics.h"
#include "runs/call_key.h"
#include "runs/settings.h"
#include "store/responses.h"
#include "store/rubrics.h"

#include <algorithm>
#include <iterator>

namespace tiebreak::runs {

std::vector<domain::Message> JudgeQuestions::messages(store::Connection& connection,
                                                      const judging::Unit& unit) const {
    return judging::render(unit, material.items[unit.item].content,
                           material.texts_of(connection, unit.item, unit.turn),
                           form.rubrics.at(unit.criterion), prompt);
}

std::string JudgeQuestions::key(const judging::Unit& unit,
                                const std::vector<domain::Message>& messages) const {
    const store::CandidateRow& asked = judges.at(static_cast<std::size_t>(unit.judge));
    return call_key({asked.revision_uid, messages, {}, 1, unit.repeat}, asked.candidate.parameters);
}

std::vector<std::pair<std::size_t, domain::CallId>>
JudgeQuestions::answered_before(store::Connection& connection) const {
    std::vector<std::pair<std::size_t, domain::CallId>> known;
    std::vector<bool> was_asked;
    for (const store::CandidateRow& row : judges) {
        was_asked.push_back(store::has_calls(connection, row.revision));
    }
    for (std::size_t i = 0; i < remaining.units.size(); ++i) {
        const judging::Unit& unit = remaining.units[i];
        if (unit.identical || !was_asked[static_cast<std::size_t>(unit.judge)]) {
            continue;
        }
        const auto& cells = material.cells(unit.turn)[unit.item];
        const bool whole = std::ranges::all_of(unit.positions, [&](const judging::Shown& shown) {
            const std::size_t column = shown.responses.front();
            return cells[column].text.stored() ||
                   (material.baseline_is_reference && material.baseline == column);
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

std::vector<std::size_t> JudgeQuestions::settled_without_a_call() const {
    std::vector<std::size_t> settled;
    for (std::size_t i = 0; i < remaining.units.size(); ++i) {
        if (remaining.units[i].identical) {
            settled.push_back(i);
        }
    }
    return settled;
}

namespace {

/// Everything but what is stored already.
JudgeQuestions planned_questions(store::Connection& connection, const store::RunRow& run,
                                 const store::JudgingRow& judging, Assume assume) {
    JudgeQuestions questions;
    questions.settings = settings_from_json(judging.settings);
    questions.material = read_material(connection, run, judging, questions.settings, assume);
    for (const store::JudgeRow& row : judging.judges) {
        questions.judges.push_back(store::candidate_revision(connection, row.model));
    }
    questions.judge = questions.judges.at(0);
    questions.form = reply_form(connection, judging, questions.settings, questions.material.columns());
    questions.prompt = judging::make_prompt(domain::to_string(judging.protocol), judging.protocol,
                                            store::prompt_body(connection, judging.prompt));
    const std::size_t prompt_bytes =
        questions.prompt.text.size() + judging::rubric_json(questions.form.rubrics.front()).size();
    judging::Plan plan = plan_judging(judging, questions.settings, questions.material, prompt_bytes);
    questions.notes = absence_notes(plan.absent, questions.material);
    std::ranges::move(plan_notes(plan, judging, questions.settings, questions.material),
                      std::back_inserter(questions.notes));
    questions.remaining.units = std::move(plan.units);
    return questions;
}

} // namespace

JudgeQuestions read_judge_questions(store::Connection& connection, const store::RunRow& run,
                                    const store::JudgingRow& judging, Assume assume) {
    JudgeQuestions questions = planned_questions(connection, run, judging, assume);
    questions.remaining =
        subtract_stored(connection, judging.id, std::move(questions.remaining.units), questions.material);
    return questions;
}

JudgeQuestions read_all_judge_questions(store::Connection& connection, const store::RunRow& run,
                                        const store::JudgingRow& judging) {
    return planned_questions(connection, run, judging, Assume::nothing);
}

} // namespace tiebreak::runs
