// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/pair_scoring.h"

#include "domain/error.h"
#include "judging/scorers.h"
#include "runs/judge_plan.h"
#include "runs/reply_form.h"

#include <fmt/format.h>

#include <map>

namespace tiebreak::runs {

namespace {

/// One transaction for this many pairs.
constexpr std::size_t batch = 500;

constexpr double wins_above = 50;
constexpr double ties_above = 30;

class PairScorer {
public:
    PairScorer(const JudgeContext& context, const JudgeMaterial& material, const JudgingSettings& settings)
        : material_(material)
        , reader_(context.project.reader())
        , scorer_(judging::make_scorer(settings.scorer, settings.scorer_options,
                                       "judging " + context.judging.name)) {}

    [[nodiscard]] int version() const { return scorer_.scorer->version; }

    [[nodiscard]] store::NewParse judge(const judging::Unit& unit, const store::UnitRow& row) {
        store::NewParse parse;
        parse.parser_version = version();
        const auto [first, second] = judging::pair_of(unit, material_.columns());
        const bool to_reference = material_.baseline_is_reference && material_.baseline == second;
        const judging::HeuristicScore& one = score(unit.item, first);
        if (!one.value) {
            return not_judged(parse, one.reason);
        }
        int preferred = 0;
        std::string comment;
        if (to_reference) {
            preferred = *one.value > wins_above ? 1 : *one.value > ties_above ? 0 : 2;
            comment =
                fmt::format("{:.1f}: above {:g} wins, above {:g} ties", *one.value, wins_above, ties_above);
        } else {
            const double own = *one.value;
            const judging::HeuristicScore& other = score(unit.item, second);
            if (!other.value) {
                return not_judged(parse, other.reason);
            }
            preferred = own == *other.value ? 0 : own > *other.value ? 1 : 2;
            comment = fmt::format("{:.1f} against {:.1f}", own, *other.value);
        }
        parse.verdicts = pair_verdicts(row, preferred, std::nullopt, comment);
        return parse;
    }

private:
    static store::NewParse not_judged(store::NewParse parse, const std::string& reason) {
        parse.status = store::ParseStatus::not_judged;
        parse.reason = reason;
        return parse;
    }

    const judging::HeuristicScore& score(std::size_t item, std::size_t column) {
        if (item != item_) {
            scores_.clear();
            texts_ = material_.texts_of(*reader_, item);
            item_ = item;
        }
        const auto found = scores_.find(column);
        if (found != scores_.end()) {
            return found->second;
        }
        return scores_
            .emplace(column, scorer_.score(material_.items[item].content, texts_.responses.at(column).text))
            .first->second;
    }

    const JudgeMaterial& material_;
    store::Project::Reader reader_;
    judging::ReadyScorer scorer_;
    std::size_t item_ = static_cast<std::size_t>(-1);
    judging::ItemResponses texts_;
    std::map<std::size_t, judging::HeuristicScore> scores_; ///< of one item, by column
};

} // namespace

void judge_pairs_by_scorer(const JudgeContext& context, const std::stop_token& stop) {
    const JudgingSettings settings = settings_from_json(context.judging.settings);
    JudgeMaterial material;
    Remaining remaining;
    std::vector<std::string> notes;
    context.project.read([&](store::Connection& c) {
        material = read_material(c, context.run, context.judging, settings);
        judging::Plan plan = plan_judging(context.judging, settings, material);
        notes = absence_notes(plan.absent, material);
        for (std::string& note : plan_notes(plan, context.judging, settings, material)) {
            notes.push_back(std::move(note));
        }
        remaining = subtract_stored(c, context.judging.id, std::move(plan.units), material);
    });
    context.tracker.expect_judging(context.index, remaining.total,
                                   {{}, remaining.read, remaining.parse_failures, 0, 0});
    PairScorer scorer(context, material, settings);
    for (std::size_t from = 0; from < remaining.units.size() && !stop.stop_requested(); from += batch) {
        const std::size_t to = std::min(from + batch, remaining.units.size());
        std::vector<std::pair<store::UnitRow, store::NewParse>> results;
        for (std::size_t i = from; i < to; ++i) {
            store::UnitRow row = stored_form(remaining.units[i], material);
            store::NewParse parse = scorer.judge(remaining.units[i], row);
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
