// SPDX-License-Identifier: GPL-3.0-or-later
#include "runs/judge_plan.h"

#include "store/responses.h"
#include "store/texts.h"
#include "text/digest.h"

#include <fmt/format.h>

#include <map>
#include <tuple>

namespace tiebreak::runs {

judging::ItemResponses JudgeMaterial::texts_of(store::Connection& connection, std::size_t item) const {
    judging::ItemResponses real = digests[item];
    for (std::size_t c = 0; c < real.responses.size(); ++c) {
        if (real.responses[c].present) {
            const domain::TextId text = responses[item][c].text;
            real.responses[c].text = text.stored() ? store::text_body(connection, text) : std::string();
        }
    }
    return real;
}

JudgeMaterial read_material(store::Connection& connection, const store::RunRow& run, Assume assume) {
    JudgeMaterial material;
    material.items = store::items(connection, run.eval_set);
    material.candidates = store::run_candidates(connection, run.id);
    const std::size_t n = material.candidates.size();
    std::unordered_map<domain::CandidateRevisionId, std::size_t> candidate_index;
    for (std::size_t c = 0; c < n; ++c) {
        candidate_index.emplace(material.candidates[c].revision, c);
    }
    for (std::size_t i = 0; i < material.items.size(); ++i) {
        material.item_index.emplace(material.items[i].revision, i);
        judging::ItemResponses& row = material.digests.emplace_back();
        row.uid = material.items[i].uid;
        for (std::size_t c = 0; c < n; ++c) {
            row.responses.push_back({c, false, {}});
        }
        material.responses.emplace_back(n);
    }
    for (const store::ResponseRow& row : store::responses(connection, run.id)) {
        const auto item = material.item_index.find(row.item);
        const auto candidate = candidate_index.find(row.candidate);
        if (item == material.item_index.end() || candidate == candidate_index.end() ||
            row.failure != domain::FailureKind::none || row.repeat != 1 || row.turn != 1) {
            continue;
        }
        material.responses[item->second][candidate->second] = {row.id, row.text};
        judging::CandidateResponse& cell = material.digests[item->second].responses[candidate->second];
        cell.present = true;
        cell.text = text::sha256_hex(store::text_body(connection, row.text));
    }
    if (assume == Assume::responses_to_come) {
        for (std::size_t i = 0; i < material.items.size(); ++i) {
            for (judging::CandidateResponse& cell : material.digests[i].responses) {
                if (!cell.present &&
                    material.candidates[cell.candidate].candidate.api != domain::Api::recorded) {
                    cell.present = true;
                    cell.text = fmt::format("to come {}", cell.candidate); // none alike: none merged
                }
            }
        }
    }
    return material;
}

store::UnitRow stored_form(const judging::Unit& unit, const JudgeMaterial& material) {
    store::UnitRow row;
    row.item = material.items[unit.item].revision;
    row.repeat = unit.repeat;
    row.group = unit.group;
    int position = 0;
    for (const judging::Shown& shown : unit.positions) {
        ++position;
        for (const std::size_t response : shown.responses) {
            row.positions.push_back({position, material.responses[unit.item][response].response, false});
        }
    }
    return row;
}

Remaining subtract_stored(store::Connection& connection, domain::JudgingId judging,
                          std::vector<judging::Unit> planned, const JudgeMaterial& material) {
    std::map<std::tuple<std::int64_t, int, int>, store::ParseStatus> judged;
    for (const store::UnitState& state : store::unit_states(connection, judging)) {
        judged[{state.item.value, state.repeat, state.group}] = state.status;
    }
    Remaining remaining;
    remaining.total = static_cast<std::int64_t>(planned.size());
    for (judging::Unit& unit : planned) {
        const auto found = judged.find({material.items[unit.item].revision.value, unit.repeat, unit.group});
        if (found == judged.end() || found->second == store::ParseStatus::failed) {
            remaining.units.push_back(std::move(unit));
        } else {
            ++(found->second == store::ParseStatus::parse_failure ? remaining.parse_failures
                                                                  : remaining.read);
        }
    }
    return remaining;
}

std::vector<std::string> absence_notes(const std::vector<judging::Absent>& absent,
                                       const JudgeMaterial& material) {
    std::map<std::size_t, int> by_candidate;
    for (const judging::Absent& gap : absent) {
        ++by_candidate[gap.response];
    }
    std::vector<std::string> notes;
    for (const auto& [candidate, count] : by_candidate) {
        notes.push_back(fmt::format("{}: {} of {} responses were absent and are not judged",
                                    material.candidates[candidate].candidate.name, count,
                                    material.items.size()));
    }
    return notes;
}

} // namespace tiebreak::runs
