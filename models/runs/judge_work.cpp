// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/judge_work.h"

#include "client/url.h"
#include "client/weights.h"
#include "domain/error.h"
#include "judging/parse.h"
#include "runs/call_key.h"
#include "runs/feeder.h"
#include "runs/judge_questions.h"
#include "store/responses.h"

#include <fmt/format.h>

#include <memory>
#include <set>

namespace tiebreak::runs {

namespace {

int positions_of(const store::UnitRow& unit) {
    int highest = 0;
    for (const store::UnitPosition& position : unit.positions) {
        highest = std::max(highest, position.position);
    }
    return highest;
}

/// A judge whose server tells its weights must be the one that began; one that cannot tell is known by the
/// model id that each reply names.
void check_judge_weights(const JudgeContext& context, const store::CandidateRow& judge) {
    const client::Weights weights = client::fingerprint(context.client, judge.candidate);
    if (weights.knowledge == client::Weights::Knowledge::told &&
        weights.fingerprint != judge.candidate.fingerprint) {
        throw domain::Error(
            domain::ErrorKind::endpoint,
            "the judge's server now serves other weights than when this judging was made (" + weights.detail +
                ")",
            "judging " + context.judging.name,
            "load the former judge again, or judge anew: scores of different judges never mix");
    }
}

/// Units whose question is answered already get that reply: nothing is asked and paid twice.
void take_over(const JudgeContext& context, const std::vector<judging::Unit>& units,
               const std::vector<std::pair<std::size_t, domain::CallId>>& known,
               const JudgeMaterial& material, const domain::Rubric& rubric) {
    if (known.empty()) {
        return;
    }
    std::int64_t read = 0;
    std::int64_t failures = 0;
    context.project.writer().run([&](store::Connection& c) {
        for (const auto& [index, call] : known) {
            const store::UnitRow row = stored_form(units[index], material);
            const store::NewParse parse =
                read_reply(context.judging.protocol, store::call_text(c, call), row, rubric);
            ++(parse.status == store::ParseStatus::read ? read : failures);
            const domain::UnitId unit = store::save_unit(c, context.judging.id, row);
            store::add_parse(c, store::add_reply(c, unit, {call, std::nullopt, false}), parse);
        }
    });
    context.tracker.replied_many(context.index, read, failures, 0);
}

} // namespace

store::NewParse read_reply(domain::Protocol protocol, const std::string& reply, const store::UnitRow& unit,
                           const domain::Rubric& rubric) {
    const judging::ParsedReply parsed =
        judging::parse_reply(protocol, reply, {positions_of(unit), rubric.scale_min, rubric.scale_max});
    store::NewParse parse;
    parse.parser_version = parsed.parser_version;
    if (!parsed.read()) {
        parse.status = store::ParseStatus::parse_failure;
        parse.reason = parsed.reason;
        return parse;
    }
    for (const store::UnitPosition& position : unit.positions) {
        const judging::PositionScore& score =
            parsed.scores.at(static_cast<std::size_t>(position.position - 1));
        parse.verdicts.push_back({position.response, {}, "", score.score, "", score.comment});
    }
    return parse;
}

void judge_by_model(const JudgeContext& context, const std::stop_token& stop) {
    const store::JudgingRow& judging = context.judging;
    const JudgeQuestions questions = context.project.read(
        [&](store::Connection& c) { return read_judge_questions(c, context.run, judging); });
    const JudgeMaterial& material = questions.material;
    const Remaining& remaining = questions.remaining;
    const store::CandidateRow& judge = questions.judge;
    const domain::Rubric& rubric = questions.rubric;
    std::vector<std::string> notes = questions.notes;
    context.tracker.expect_judging(context.index, remaining.total,
                                   {{}, remaining.read, remaining.parse_failures, 0, 0});
    if (remaining.units.empty()) {
        return;
    }
    if (!context.selection.nothing) {
        check_judge_weights(context, judge);
    }
    const auto model = std::make_shared<const domain::Candidate>(judge.candidate);

    const store::Project::Reader reader = context.project.reader();
    std::vector<std::string> keys(remaining.units.size());
    // The same judge was asked the very same before (another run over the same answers): its reply is there.
    const auto known = questions.answered_before(*reader);
    take_over(context, remaining.units, known, material, rubric);
    if (context.selection.nothing) {
        return;
    }
    std::set<std::string> models_returned;
    std::mutex models_mutex;
    std::vector<double> estimates(context.budget.has_cap() ? remaining.units.size() : 0);
    const auto estimate_of = [&](Feeder::Job index) { return estimates.empty() ? 0 : estimates[index]; };

    Feeder feeder(
        context.client,
        {.make =
             [&](Feeder::Job index) {
                 const judging::Unit& unit = remaining.units[index];
                 client::ModelCall call;
                 call.model = model;
                 call.messages = questions.messages(*reader, unit);
                 keys[index] = questions.key(unit, call.messages);
                 if (!estimates.empty()) {
                     estimates[index] = context.budget.estimate(call);
                 }
                 return call;
             },
         .answered =
             [&](Feeder::Job index, domain::Answer answer) {
                 if (answer.failure == domain::FailureKind::cancelled) {
                     context.budget.give_back(estimate_of(index));
                     feeder.stored(index);
                     return;
                 }
                 const bool failed = answer.failure != domain::FailureKind::none;
                 const store::UnitRow row = stored_form(remaining.units[index], material);
                 store::NewParse parse;
                 if (failed) {
                     parse.parser_version = 0;
                     parse.status = store::ParseStatus::failed;
                     parse.reason = domain::to_string(answer.failure);
                 } else {
                     parse = read_reply(judging.protocol, answer.text, row, rubric);
                     const std::lock_guard lock(models_mutex);
                     models_returned.insert(answer.model_returned);
                 }
                 const std::optional<double> cost = cost_of(answer, model->price);
                 context.budget.settle(answer.attempts == 0 ? 0 : estimate_of(index), cost, *model,
                                       answer.usage.completion_tokens);
                 const bool was_read = parse.status == store::ParseStatus::read;
                 context.project.writer().post(
                     [&, index, row, parse = std::move(parse), answer = std::move(answer),
                      cost](store::Connection& c) {
                         const domain::CallId call =
                             store::save_call(c, keys[index], judge.revision, answer, cost);
                         const domain::UnitId unit = store::save_unit(c, judging.id, row);
                         store::add_parse(c, store::add_reply(c, unit, {call, std::nullopt, false}), parse);
                     },
                     [&, index, was_read, failed, cost](const std::exception_ptr& error) {
                         if (error) {
                             feeder.fail(error);
                         } else {
                             context.tracker.replied(context.index, was_read, failed, cost);
                         }
                         feeder.stored(index);
                     });
             },
         .admit = [&](Feeder::Job index,
                      const client::ModelCall&) { return context.budget.admit(estimate_of(index)); },
         .next_model = {}});
    const std::string origin = client::parse_url(model->endpoint.base_url).origin.text();
    auto next_known = known.begin();
    for (std::size_t i = 0; i < remaining.units.size(); ++i) {
        if (next_known != known.end() && next_known->first == i) {
            ++next_known;
        } else {
            feeder.add(i, {origin, model->endpoint.concurrency, {}});
        }
    }
    feeder.run(stop, [&] { context.tracker.tell_if_due(); });

    if (models_returned.size() > 1) {
        std::string names;
        for (const std::string& name : models_returned) {
            names += (names.empty() ? "" : ", ") + (name.empty() ? "(unnamed)" : name);
        }
        notes.push_back("the judge's service answered with different models: " + names);
    }
    if (!notes.empty()) {
        context.project.writer().run(
            [&](store::Connection& c) { store::set_judging_notes(c, judging.id, notes); });
    }
}

} // namespace tiebreak::runs
