// SPDX-License-Identifier: GPL-3.0-or-later
#include "judging/recorded.h"

#include "domain/error.h"
#include "runs/judge_plan.h"
#include "runs/judge_work.h"
#include "runs/reply_form.h"
#include "runs/settings.h"

#include <fmt/format.h>

namespace tiebreak::runs {

void judge_by_record(const JudgeContext& context, const RecordedReader& reader) {
    const store::JudgingRow& judging = context.judging;
    const JudgingSettings settings = settings_from_json(judging.settings);
    const std::vector<judging::RecordedReply> replies = reader(settings.recorded_path);
    JudgeMaterial material;
    ReplyForm form;
    std::size_t stored = 0;
    context.project.read([&](store::Connection& c) {
        material = read_material(c, context.run, judging, settings);
        form = reply_form(c, judging, settings, material.columns());
        stored = store::units(c, judging.id).size();
    });
    if (stored > 0) { // all replies were taken over in one transaction, so one unit means all of them
        std::int64_t read = 0;
        std::int64_t failures = 0;
        context.project.read([&](store::Connection& c) {
            for (const store::UnitState& state : store::unit_states(c, judging.id)) {
                ++(state.status == store::ParseStatus::read ? read : failures);
            }
        });
        context.tracker.expect_judging(context.index, read + failures, {{}, read, failures, 0, 0});
        return;
    }
    std::vector<std::string> ids;
    std::vector<std::string> names;
    for (const store::StoredItem& item : material.items) {
        ids.push_back(item.content.external_id.empty() ? std::to_string(item.position + 1)
                                                       : item.content.external_id);
    }
    for (const store::CandidateRow& candidate : material.candidates) {
        names.push_back(candidate.candidate.name);
    }
    if (material.baseline == names.size()) { // from elsewhere: recorded under the name the config gives it
        names.push_back(settings.baseline);
    }
    const judging::RecordedMatch match =
        judging::match_recorded(judging.protocol, replies,
                                {material.digests, ids, names, judging.repeats, material.baseline,
                                 settings.swap, material.later_digests});
    context.tracker.expect_judging(context.index, static_cast<std::int64_t>(match.units.size()), {});

    std::vector<std::string> notes;
    for (const judging::RecordedProblem& problem : match.problems) {
        notes.push_back(fmt::format("{} line {}: {}", settings.recorded_path, problem.line, problem.why));
    }
    if (!match.unanswered.empty()) {
        notes.push_back(fmt::format("{}: {} of the prompts asked for have no recorded reply",
                                    settings.recorded_path, match.unanswered.size()));
    }
    std::int64_t read = 0;
    std::int64_t failures = 0;
    context.project.writer().run([&](store::Connection& c) {
        for (const judging::RecordedUnit& recorded : match.units) {
            const store::UnitRow row = stored_form(recorded.unit, material);
            const std::string& reply = replies[recorded.reply].reply;
            const store::NewParse parse = read_reply(form, reply, row);
            ++(parse.status == store::ParseStatus::read ? read : failures);
            const domain::UnitId unit = store::save_unit(c, judging.id, row);
            store::add_parse(c, store::add_reply(c, unit, {{}, reply, false}), parse);
        }
        store::set_judging_notes(c, judging.id, notes);
    });
    context.tracker.replied_many(context.index, read, failures, 0);
}

} // namespace tiebreak::runs
