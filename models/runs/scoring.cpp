// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/endpoint.h"
#include "judging/scorers.h"
#include "runs/judge_plan.h"
#include "runs/judge_work.h"
#include "runs/pair_scoring.h"
#include "runs/settings.h"
#include "store/responses.h"

namespace tiebreak::runs {

namespace {

/// One transaction for this many applications: few enough that other writers need not wait.
constexpr std::size_t batch = 500;

} // namespace

void judge_by_scorer(const JudgeContext& context, const std::stop_token& stop) {
    const JudgingSettings settings = settings_from_json(context.judging.settings);
    if (judges_pairs(context.judging.protocol, settings)) {
        judge_pairs_by_scorer(context, stop);
        return;
    }
    const judging::ReadyScorer scorer =
        judging::make_scorer(settings.scorer, settings.scorer_options, "judging " + context.judging.name);
    JudgeMaterial material;
    Remaining remaining;
    std::vector<std::string> notes;
    context.project.read([&](store::Connection& c) {
        material = read_material(c, context.run, context.judging, settings);
        judging::Plan plan =
            judging::plan_units(context.judging.protocol, material.digests, {1, context.judging.seed, false});
        notes = absence_notes(plan.absent, material);
        remaining = subtract_stored(c, context.judging.id, std::move(plan.units), material);
    });
    context.tracker.expect_judging(context.index, remaining.total,
                                   {{}, remaining.read, remaining.parse_failures, 0, 0});

    const store::Project::Reader reader = context.project.reader();
    for (std::size_t from = 0; from < remaining.units.size() && !stop.stop_requested(); from += batch) {
        const std::size_t to = std::min(from + batch, remaining.units.size());
        std::vector<std::pair<store::UnitRow, store::NewParse>> results;
        for (std::size_t i = from; i < to; ++i) {
            const judging::Unit& unit = remaining.units[i];
            store::UnitRow row = stored_form(unit, material);
            const std::size_t response = unit.positions.at(0).responses.at(0);
            const std::string text = material.texts_of(*reader, unit.item).responses.at(response).text;
            const domain::Item& item = material.items[unit.item].content;
            const judging::HeuristicScore score =
                scorer.by_logprobs ? scorer.by_logprobs(item, client::logprobs_in(store::envelope_of(
                                                                  *reader, row.positions.at(0).response)))
                                   : scorer.score(item, text);
            store::NewParse parse;
            parse.parser_version = scorer.scorer->version;
            if (score.value) {
                const domain::ResponseId scored = row.positions.at(0).response;
                parse.verdicts.push_back({scored, {}, "", score.value, "", score.comment});
                for (const judging::FurtherFigure& figure : score.further) {
                    parse.verdicts.push_back({scored, {}, figure.name, figure.value, "", figure.comment});
                }
            } else {
                parse.status = store::ParseStatus::not_judged;
                parse.reason = score.reason;
            }
            results.emplace_back(std::move(row), std::move(parse));
        }
        context.project.writer().run([&](store::Connection& c) {
            for (const auto& [row, parse] : results) {
                const domain::UnitId unit = store::save_unit(c, context.judging.id, row);
                store::add_parse(c, store::add_reply(c, unit, {}), parse);
            }
        });
        context.tracker.replied_many(context.index, static_cast<std::int64_t>(results.size()), 0, 0);
        context.tracker.tell_if_due();
    }
    if (!notes.empty()) {
        context.project.writer().run(
            [&](store::Connection& c) { store::set_judging_notes(c, context.judging.id, notes); });
    }
}

} // namespace tiebreak::runs
