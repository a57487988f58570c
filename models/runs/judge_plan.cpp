// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/judge_plan.h"

#include "text/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

namespace tiebreak::runs {

using domain::Protocol;

namespace {

using UnitKey = std::tuple<std::int64_t, int, int, int, int, int>;

/// Bytes of an item's prompt without the answers.
std::size_t item_bytes(const domain::Item& item) {
    return item.instruction.size() + item.input.size() + item.reference.size() + item.system.size();
}

/// The largest rest of a prompt around its answers: what every item's prompt must leave room for.
std::size_t largest_rest(const JudgeMaterial& material, std::size_t prompt_bytes) {
    std::size_t most = 0;
    for (const store::StoredItem& item : material.items) {
        most = std::max(most, item_bytes(item.content));
    }
    return most + prompt_bytes;
}

} // namespace

std::string JudgeMaterial::name_of(std::size_t column) const {
    return column < candidates.size() ? candidates[column].candidate.name : baseline_name;
}

judging::Plan plan_judging(const store::JudgingRow& judging, const JudgingSettings& settings,
                           const JudgeMaterial& material, std::size_t prompt_bytes) {
    judging::PlanOptions options;
    options.repeats = judging.repeats;
    options.seed = judging.seed;
    options.merge_identical = settings.merge_identical;
    options.baseline = material.baseline;
    options.swap = settings.swap;
    options.judges = static_cast<int>(std::max<std::size_t>(1, judging.judges.size()));
    options.criteria = std::max<std::size_t>(1, settings.criteria.size());
    options.by_scorer = !settings.scorer.empty();
    options.group_size = settings.group_size;
    options.group_bytes =
        settings.context_tokens > 0
            ? judging::answer_room(settings.context_tokens, largest_rest(material, prompt_bytes))
            : 0;
    judging::Plan plan = judging::plan_units(judging.protocol, material.digests, options);
    for (std::size_t k = 0; k < material.later_digests.size(); ++k) {
        options.turn = static_cast<int>(k) + 2;
        judging::Plan later = judging::plan_units(judging.protocol, material.later_digests[k], options);
        std::ranges::move(later.units, std::back_inserter(plan.units));
        std::ranges::move(later.absent, std::back_inserter(plan.absent));
    }
    return plan;
}

store::UnitRow stored_form(const judging::Unit& unit, const JudgeMaterial& material) {
    store::UnitRow row;
    row.item = material.items[unit.item].revision;
    row.turn = unit.turn;
    row.repeat = unit.repeat;
    row.group = unit.group;
    row.orientation = unit.orientation;
    row.judge = unit.judge;
    const auto& cells = material.cells(unit.turn)[unit.item];
    int position = 0;
    for (const judging::Shown& shown : unit.positions) {
        const bool anchor =
            std::ranges::find(unit.anchors, static_cast<std::size_t>(position)) != unit.anchors.end();
        ++position;
        for (const std::size_t response : shown.responses) {
            if (cells[response].response.stored()) {
                row.positions.push_back({position, cells[response].response, anchor});
            }
        }
    }
    return row;
}

Remaining subtract_stored(store::Connection& connection, domain::JudgingId judging,
                          std::vector<judging::Unit> planned, const JudgeMaterial& material) {
    std::map<UnitKey, store::UnitState> judged;
    for (store::UnitState& state : store::unit_states(connection, judging)) {
        const UnitKey key{state.item.value, state.turn,        state.repeat,
                          state.group,      state.orientation, state.judge};
        judged.insert_or_assign(key, std::move(state));
    }
    Remaining remaining;
    remaining.total = static_cast<std::int64_t>(planned.size());
    for (judging::Unit& unit : planned) {
        const auto found = judged.find({material.items[unit.item].revision.value, unit.turn, unit.repeat,
                                        unit.group, unit.orientation, unit.judge});
        if (found == judged.end() || found->second.status == store::ParseStatus::failed) {
            remaining.units.push_back(std::move(unit));
        } else if (found->second.status == store::ParseStatus::parse_failure) {
            ++remaining.parse_failures;
            if (!found->second.repair) {
                remaining.repairs.push_back(std::move(unit));
            }
        } else {
            ++remaining.read;
        }
    }
    return remaining;
}

std::vector<std::string> absence_notes(const std::vector<judging::Absent>& absent,
                                       const JudgeMaterial& material) {
    std::map<std::size_t, int> by_column;
    for (const judging::Absent& gap : absent) {
        ++by_column[gap.response];
    }
    std::vector<std::string> notes;
    for (const auto& [column, count] : by_column) {
        if (material.baseline_is_reference && material.baseline == column) {
            notes.push_back(fmt::format("{} of {} items have no reference answer and are not judged", count,
                                        material.items.size()));
        } else {
            notes.push_back(fmt::format("{}: {} of {} responses were absent and are not judged",
                                        material.name_of(column), count, material.items.size()));
        }
    }
    return notes;
}

std::vector<std::string> plan_notes(const judging::Plan& plan, const store::JudgingRow& judging,
                                    const JudgingSettings& settings, const JudgeMaterial& material) {
    std::vector<std::string> notes;
    const auto bare = std::ranges::count_if(
        material.items, [](const store::StoredItem& item) { return text::is_blank(item.content.reference); });
    if (judging.protocol == Protocol::rubric && bare > 0) {
        notes.push_back(fmt::format("{} of {} items have no reference answer: they are marked by the rubric "
                                    "alone",
                                    bare, material.items.size()));
    }
    const auto asked = std::ranges::count_if(material.digests,
                                             [](const judging::ItemResponses& item) { return item.asked; });
    if (static_cast<std::size_t>(asked) < material.digests.size()) {
        notes.push_back(fmt::format("a trial on {} of {} items{}", asked, material.digests.size(),
                                    settings.sample ? ", drawn by the seed" : ", the first"));
    }
    for (const store::CandidateRow& row : material.candidates) {
        if (row.candidate.samples > 1) {
            notes.push_back(
                fmt::format("{}: the first of {} answers to an item is judged, the others are stored",
                            row.candidate.name, row.candidate.samples));
        }
    }
    std::size_t largest = 0;
    int groups = 0;
    for (const judging::Unit& unit : plan.units) {
        if (!unit.anchors.empty()) {
            largest = std::max(largest, unit.positions.size());
            groups = std::max(groups, unit.group + 1);
        }
    }
    if (groups > 0) {
        notes.push_back(
            fmt::format("prompts were split into up to {} groups of at most {} answers that share "
                        "two, drawn anew for each item and repeat; each group's scores are moved "
                        "by the difference of its two shared answers from their mean over the "
                        "item's groups",
                        groups, largest));
    }
    return notes;
}

} // namespace tiebreak::runs
