// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/judge_questions.h"

#include "judging/rubrics.h"
#include "runs/call_key.h"
#include "runs/settings.h"
#include "store/responses.h"
#include "store/rubrics.h"

#include <fmt/format.h>

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

/// Who is absent and how items were chosen, as elsewhere, and which rankings cannot go on.
void note_rankings(const store::JudgingRow& judging, JudgeQuestions& questions) {
    judging::Plan plan; // who is absent, and how items were chosen, is the same as elsewhere
    for (std::size_t i = 0; i < questions.material.digests.size(); ++i) {
        for (const std::size_t r : questions.material.digests[i].asked
                                       ? judging::absent_responses(questions.material.digests[i])
                                       : std::vector<std::size_t>{}) {
            plan.absent.push_back({i, r});
        }
    }
    questions.notes = absence_notes(plan.absent, questions.material);
    std::ranges::move(plan_notes(plan, judging, questions.settings, questions.material),
                      std::back_inserter(questions.notes));
    if (const std::int64_t stuck = questions.rankings->stuck(); stuck > 0) {
        questions.notes.push_back(fmt::format(
            "{} rankings cannot go on: an answer that took part is not there any more, or a reply was read "
            "anew and says something else now; judge again",
            stuck));
    }
}

void read_open_rankings(store::Connection& connection, const store::JudgingRow& judging,
                        JudgeQuestions& questions) {
    questions.remaining.units = questions.rankings->open();
    questions.remaining.repairs = questions.rankings->repairs();
    for (const store::UnitState& state : store::unit_states(connection, judging.id)) {
        const bool unread = state.status == store::ParseStatus::parse_failure;
        questions.remaining.parse_failures += unread ? 1 : 0;
        questions.remaining.read += !unread && state.status != store::ParseStatus::failed ? 1 : 0;
    }
    questions.remaining.total =
        questions.remaining.read + questions.remaining.parse_failures + questions.rankings->to_come().most;
}

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
    if (ranking_method(judging.protocol, questions.settings)) {
        questions.rankings.emplace(connection, judging, questions.settings, questions.material);
        questions.remaining.units = questions.rankings->all();
        note_rankings(judging, questions);
        return questions;
    }
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
    if (questions.rankings) {
        read_open_rankings(connection, judging, questions);
        return questions;
    }
    questions.remaining =
        subtract_stored(connection, judging.id, std::move(questions.remaining.units), questions.material);
    return questions;
}

JudgeQuestions read_all_judge_questions(store::Connection& connection, const store::RunRow& run,
                                        const store::JudgingRow& judging) {
    return planned_questions(connection, run, judging, Assume::nothing);
}

} // namespace tiebreak::runs
