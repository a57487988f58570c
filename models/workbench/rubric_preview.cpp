// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/rubric_preview.h"

#include "judging/prompts.h"
#include "judging/unit.h"
#include "runs/judge_plan.h"
#include "store/evalsets.h"
#include "store/runs.h"

#include <fmt/format.h>

#include <algorithm>

namespace tiebreak::workbench {

namespace {

constexpr std::uint64_t preview_seed = 1; // of orders and fences: the same prompt each time

struct Material {
    domain::Item item;
    judging::ItemResponses responses;
    std::string source;
    int number = 0;
    int items = 0;
    bool real = false;
};

/// The newest run with answers.
bool from_run(store::Connection& connection, int number, Material& material) {
    for (const store::RunRow& run : store::runs(connection)) {
        if (!run.eval_set.stored() || run.items == 0) {
            continue;
        }
        const runs::JudgeMaterial judged = runs::read_material(connection, run);
        std::vector<std::size_t> answered;
        for (std::size_t i = 0; i < judged.items.size(); ++i) {
            if (std::ranges::any_of(judged.digests[i].responses, &judging::CandidateResponse::present)) {
                answered.push_back(i);
            }
        }
        if (answered.empty()) {
            continue;
        }
        material.items = static_cast<int>(answered.size());
        material.number = std::clamp(number, 1, material.items);
        const std::size_t item = answered[static_cast<std::size_t>(material.number - 1)];
        material.item = judged.items[item].content;
        material.responses = judged.texts_of(connection, item);
        material.source = fmt::format("{}, answers of the run {}", run.eval_set_name, run.name);
        material.real = true;
        return true;
    }
    return false;
}

bool from_eval_set(store::Connection& connection, int number, Material& material) {
    for (const store::EvalSetRow& set : store::eval_sets(connection)) {
        if (set.items == 0) {
            continue;
        }
        const std::vector<store::StoredItem> items = store::items(connection, set.newest);
        material.items = static_cast<int>(items.size());
        material.number = std::clamp(number, 1, material.items);
        const store::StoredItem& item = items[static_cast<std::size_t>(material.number - 1)];
        material.item = item.content;
        const std::string answer =
            item.content.reference.empty() ? "(here stands the answer)" : item.content.reference;
        material.responses = {item.uid, {{0, true, answer}, {1, true, "(here stands another answer)"}}};
        material.source = set.name + ", no answers yet: the reference stands in";
        return true;
    }
    return false;
}

} // namespace

RubricPreview preview_rubric(store::Connection& connection, const domain::Rubric& rubric,
                             domain::Protocol protocol, int number) {
    Material material;
    if (!from_run(connection, number, material) && !from_eval_set(connection, number, material)) {
        material.item.instruction = "(here stands the item's instruction)";
        material.responses = {
            "preview", {{0, true, "(here stands the answer)"}, {1, true, "(here stands another answer)"}}};
        material.source = "no item is there yet";
        material.number = material.items = 1;
    }
    judging::PlanOptions options;
    options.seed = preview_seed;
    const judging::Plan plan = judging::plan_units(protocol, std::span(&material.responses, 1), options);
    RubricPreview preview;
    preview.item = material.item.instruction;
    preview.item_number = material.number;
    preview.items = material.items;
    preview.source = material.source;
    preview.real = material.real;
    if (plan.units.empty()) {
        return preview;
    }
    const judging::Unit& unit = plan.units.front();
    preview.answers = static_cast<int>(unit.positions.size());
    preview.messages =
        judging::render(unit, material.item, material.responses, rubric, judging::builtin_prompt(protocol));
    for (const domain::Message& message : preview.messages) {
        preview.characters += message.content.size();
    }
    return preview;
}

} // namespace tiebreak::workbench
